'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, type Answer, type ApiError } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { useView } from '@/view/view';
import type { TimelineEvent } from './events';

export interface Timeline {
  events: TimelineEvent[]; // the latest first, as far as they were asked for
  whole: boolean;
  more: () => void;
  asked: Asked<TimelineEvent[]>;
}

// A short first page is there at once; what is scrolled to comes in long ones.
const sizes = { first: 200, next: 1000 };

// All that one person did and was told, page by page.
export function useTimeline(user: string): Timeline {
  const { project } = useView();
  const result = useInfiniteQuery<Answer<Reports['/people/:id/timeline']>, ApiError, { pages: Answer<Reports['/people/:id/timeline']>[] }, unknown[], number>({
    queryKey: ['timeline', project.id, user],
    enabled: user !== '',
    queryFn: ({ pageParam, signal }) => ask('/people/:id/timeline', { project: project.id, id: user, offset: pageParam, limit: pageParam === 0 ? sizes.first : sizes.next }, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.page?.more ? last.page.offset + last.data.events.length : undefined),
    // Asking for ten pages anew each minute, and comparing them, is work that nobody sees.
    staleTime: Infinity, refetchInterval: false, structuralSharing: false,
  });
  const pages = result.data?.pages;
  const events = useMemo(() => (pages ?? []).flatMap((page) => page.data.events), [pages]);
  return {
    events,
    whole: pages !== undefined && !result.hasNextPage,
    more: () => void (result.hasNextPage && !result.isFetching && result.fetchNextPage()),
    asked: { ...result, data: pages && events, query: { project: project.id, id: user } } as unknown as Asked<TimelineEvent[]>,
  };
}
