import type { Reports } from '@/api/reports';
import { probabilityOver } from '@/stats/ab';
import { difference, wilson } from '@/stats/shares';

export const doubtful = 0.001; // of the sample ratio: less is no accident

export interface VariantRow {
  variant: string;
  people: number;
  responded: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  // Against the first; null on its own line.
  difference: number | null;
  difference_low: number | null;
  difference_high: number | null;
  probability: number | null;
}

// The variants of a funnel of two steps, by name: the first is what the others are held against. [] where it is no test.
export function rowsOf(steps: Reports['/funnel']['steps']): VariantRow[] {
  const of = (value: string, step: number) => steps.find((row) => row.value === value && row.step === step)?.reached ?? 0;
  const names = [...new Set(steps.map((row) => row.value).filter((value): value is string => !!value))].sort();
  if (names.length < 2) return [];
  const groups = names.map((name) => ({ part: of(name, 2), whole: of(name, 1) }));
  return names.map((variant, i) => {
    const [group, first] = [groups[i]!, groups[0]!];
    const interval = wilson(group.part, group.whole);
    const apart = i === 0 ? null : difference(group, first);
    return {
      variant, people: group.whole, responded: group.part, rate: group.whole ? group.part / group.whole : null, low: interval?.low ?? null, high: interval?.high ?? null,
      difference: apart && group.part / group.whole - first.part / first.whole, difference_low: apart?.low ?? null, difference_high: apart?.high ?? null,
      probability: i === 0 ? null : probabilityOver(group, first),
    };
  });
}
