import type { StepRow } from './use';

// The step that the smallest share go on from, of those who will not still do so: -1, where nobody got so far.
// As /drop-offs has it.
export function worstOf(steps: StepRow[]): number {
  let worst = -1, least = 2;
  for (let i = 0; i + 1 < steps.length; ++i) {
    const decided = (steps[i]!.reached ?? 0) - (steps[i]!.open ?? 0);
    if (decided === 0) continue;
    const rate = (steps[i + 1]!.reached ?? 0) / decided;
    if (rate < least) [worst, least] = [i, rate];
  }
  return worst;
}
