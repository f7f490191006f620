import { describe, expect, it } from 'vitest';
import { apart } from './ends';

describe('names at the ends of lines', () => {
  const places = (ends: (number | null)[], most: number) => apart(ends, most).map((down, i) => ((ends[i] ?? 0) / most) * 190 - down);
  it('stay where there is room', () => expect(apart([10, 50, 90], 100)).toEqual([0, 0, 0]));
  it('never lie on each other, and keep their order', () => {
    for (const ends of [[1, 0, 0, 0], [25, 8], [100, 99, 98], [null, 3, 50, 50.5], [100, 100, 100, 100]]) {
      const at = places(ends, 100).map((y, i) => [y, ends[i] ?? 0]).sort((a, b) => a[0]! - b[0]!);
      for (let i = 1; i < at.length; ++i) {
        expect(at[i]![0]! - at[i - 1]![0]!).toBeGreaterThanOrEqual(13);
        expect(at[i]![1]!).toBeGreaterThanOrEqual(at[i - 1]![1]!);
      }
      expect(Math.min(...at.map(([y]) => y!))).toBeGreaterThanOrEqual(-1);
      expect(Math.max(...at.map(([y]) => y!))).toBeLessThanOrEqual(191);
    }
  });
  it('of equals the first stands on top', () => expect(apart([0, 0], 0)).toEqual([-14, 0]));
});
