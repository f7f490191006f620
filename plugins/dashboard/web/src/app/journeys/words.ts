import { count, share } from '@/format/format';
import { totals, type Edge } from './flow';

// Where most visits begin and end, in a sentence.
export function wordsOf(edges: Edge[]): string {
  const begin = totals(edges, (edge) => edge.step === 1);
  const leave = totals(edges, (edge) => edge.kind === 'exit' && edge.from !== null);
  const visits = begin.reduce((sum, { value }) => sum + value, 0);
  const first = begin.find(({ name }) => name !== 'other');
  if (!first || visits === 0) return '';
  const start = `${count(first.value)} of ${count(visits)} visits (${share(first.value / visits)}) begin at ${first.name}`;
  const end = leave[0];
  return end ? `${start}; the most leave from ${end.name} (${count(end.value)}).` : `${start}.`;
}
