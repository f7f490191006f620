'use client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '@/api/client';
import { useView, type FilterName } from '@/view/view';

// The values that a filter can take, most people first: what the project's own events have, so that a channel
// that only a mapping file knows is among them.
export function useChoices(name: FilterName): string[] {
  const { project, range } = useView();
  const asked = useQuery({
    queryKey: ['choices', name, project.id, range.from, range.to],
    enabled: name !== 'property',
    queryFn: ({ signal }) => ask('/trend', { project: project.id, from: range.from, to: range.to, by: name, measure: 'count', part: 'totals' }, signal),
  });
  return (asked.data?.data.totals ?? []).map((row) => row.value).filter((value): value is string => !!value);
}
