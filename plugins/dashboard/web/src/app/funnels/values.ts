import { useQuery } from '@tanstack/react-query';
import { ask } from '@/api/client';
import { useView } from '@/view/view';

// Values that a property has in the period, most frequent first: to choose from.
export function useValues(property: string): string[] {
  const { project, range } = useView();
  const asked = useQuery({
    queryKey: ['values', property, project.id, range.from, range.to],
    enabled: property !== '',
    queryFn: ({ signal }) => ask('/trend', { project: project.id, from: range.from, to: range.to, by: 'property:' + property, part: 'totals' }, signal),
  });
  return (asked.data?.data.totals ?? []).map((row) => row.value).filter((value): value is string => !!value);
}
