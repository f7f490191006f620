import { describe, expect, it } from 'vitest';
import { addDays, daysOf, isDay, readRange, todayIn } from './range';

describe('days', () => {
  it("are the project's, not the viewer's", () => {
    const late = new Date('2026-10-31T22:30:00Z');
    expect(todayIn('Africa/Nairobi', late)).toBe('2026-11-01');
    expect(todayIn('America/Los_Angeles', late)).toBe('2026-10-31');
  });
  it('are added over the ends of months and of summer time', () => {
    expect(addDays('2026-10-31', 1)).toBe('2026-11-01');
    expect(addDays('2026-03-29', -1)).toBe('2026-03-28');
  });
});

describe('the range in the address', () => {
  const read = (text: string) => readRange(new URLSearchParams(text), '2026-11-23');
  it('is 28 days with today where it says nothing that can be used', () => {
    for (const text of ['', 'range=x', 'from=2026-11-05&to=2026-11-01', 'from=2026-02-30x&to=2026-03-01', 'range=toString']) {
      expect(read(text)).toEqual({ from: '2026-10-27', to: '2026-11-23', preset: '28d' });
    }
    expect(daysOf(read(''))).toBe(28);
  });
  it('is a preset or two days', () => {
    expect(read('range=month').from).toBe('2026-11-01');
    expect(read('from=2026-01-01&to=2026-01-02&range=7d')).toEqual({ from: '2026-01-01', to: '2026-01-02' });
  });
  it('knows days', () => {
    expect([isDay('2026-10-31'), isDay('2026-13-01'), isDay(null)]).toEqual([true, false, false]);
  });
});
