'use client';
import { useQuery } from '@tanstack/react-query';
import { ask, type ApiError } from '@/api/client';
import { addDays, todayIn } from '@/view/range';

// Whether a project has any event (of the last years: the API's longest range); undefined while it is asked.
export function useHeard(project: string): boolean | undefined {
  const asked = useQuery<boolean, ApiError>({
    queryKey: ['heard', project],
    // Once it has, it has.
    refetchInterval: (query) => (query.state.data ? false : 10_000),
    queryFn: async ({ signal }) => (await ask('/events', { project, from: addDays(todayIn('UTC'), -4 * 365), limit: 1 }, signal)).data.events.length > 0,
  });
  return asked.data;
}
