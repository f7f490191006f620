import { describe, expect, it } from 'vitest';
import type { StepRow } from './use';
import { worstOf } from './worst';

const steps = (...rows: [reached: number, open: number][]) => rows.map(([reached, open]) => ({ reached, open }) as StepRow);

describe('the worst step', () => {
  it('is where the smallest share go on', () => expect(worstOf(steps([100, 0], [60, 0], [30, 0], [25, 0]))).toBe(1));
  it('leaves out who still may', () => expect(worstOf(steps([100, 60], [30, 0], [20, 0]))).toBe(1));
  it('is the first of equals', () => expect(worstOf(steps([100, 0], [50, 0], [25, 0]))).toBe(0));
  it('is none where nobody has decided', () => {
    expect(worstOf(steps([10, 10], [0, 0]))).toBe(-1);
    expect(worstOf(steps([0, 0], [0, 0]))).toBe(-1);
    expect(worstOf([])).toBe(-1);
  });
});
