import { describe, expect, it } from 'vitest';
import { lnGamma, probabilityOver, sampleRatio } from './ab';

describe('an A/B', () => {
  it('has a probability', () => {
    // By the same sum with C's lgamma; the first also by 200,000 draws: 0.9752.
    expect(probabilityOver({ part: 20, whole: 100 }, { part: 10, whole: 100 })).toBeCloseTo(0.97517303, 7);
    expect(probabilityOver({ part: 150, whole: 1000 }, { part: 120, whole: 1000 })).toBeCloseTo(0.97506781, 7);
    expect(probabilityOver({ part: 50, whole: 100 }, { part: 50, whole: 100 })).toBeCloseTo(0.5, 9);
    expect(probabilityOver({ part: 0, whole: 0 }, { part: 0, whole: 0 })).toBeCloseTo(0.5, 9);
  });
  it('has groups of the sizes that were meant, or not', () => {
    // χ² of 3.841 and 5.991 are the usual 5 % with one and two degrees.
    const half = Math.sqrt((3.841458821 * 1000) / 4);
    expect(sampleRatio([500 + half, 500 - half])).toBeCloseTo(0.05, 6);
    const off = Math.sqrt((5.991464547 * 1000) / 2);
    expect(sampleRatio([1000 + off, 1000 - off, 1000])).toBeCloseTo(0.05, 6);
    expect(sampleRatio([700, 300])).toBeLessThan(1e-30);
    expect(sampleRatio([100, 100])).toBe(1);
    expect(sampleRatio([100])).toBeNull();
  });
  it('knows ln Γ', () => expect(lnGamma(11)).toBeCloseTo(Math.log(3_628_800), 10));
});
