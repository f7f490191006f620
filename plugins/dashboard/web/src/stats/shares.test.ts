import { describe, expect, it } from 'vitest';
import { difference, wilson } from './shares';

describe('intervals', () => {
  // Newcombe, Statist. Med. 17 (1998): table I (81 of 263) and table II (56/70 − 48/80).
  it('are Wilson’s for a share', () => {
    const { low, high } = wilson(81, 263)!;
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)!.low).toBe(0);
    expect(wilson(0, 20)!.high).toBeCloseTo(0.1611, 4);
    expect(wilson(null, 20)).toBeNull();
    expect(wilson(0, 0)).toBeNull();
  });
  it('are Newcombe’s hybrid for a difference', () => {
    const { low, high } = difference({ part: 56, whole: 70 }, { part: 48, whole: 80 })!;
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });
});
