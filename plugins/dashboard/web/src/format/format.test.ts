import { describe, expect, it } from 'vitest';
import { change, count, country, dayLabel, duration, none, share } from './format';

describe('numbers', () => {
  it('that are not known are a dash, and never 0', () => {
    for (const format of [count, share, duration]) expect(format(null)).toBe(none);
    expect(count(0)).toBe('0');
  });
  it('of time have two units', () => {
    expect([48, 284, 3600, 83_716, 180_000].map(duration)).toEqual(['48s', '4m 44s', '1h', '23h 15m', '2d 2h']);
  });
  it('that moved say how', () => {
    expect([change(0.534), change(-0.012), change('new'), change(null), change(0)]).toEqual(['+53%', '-1.2%', 'new', '', '0%']);
  });
});

describe('labels', () => {
  it("of a day are the project's day, wherever one looks from", () => {
    expect(dayLabel('2026-10-27T00:00:00+03:00')).toBe('Oct 27');
    expect(dayLabel('2026-10-27T00:00:00-11:00')).toBe('Oct 27');
  });
  it('of what is no country stand as they are', () => {
    expect([country('KE'), country(null), country('?!')]).toEqual(['Kenya', 'unknown', '?!']);
  });
});
