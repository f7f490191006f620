import { expect, it } from 'vitest';
import { rate } from './feed';

it('a rate counts what is within its seconds', () => {
  expect(rate([], 10_000, 5)).toBe(0);
  expect(rate([1_000, 4_999, 5_001, 9_000, 9_999], 10_000, 5)).toBe(3 / 5);
});
