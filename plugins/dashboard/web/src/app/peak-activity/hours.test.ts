import { expect, test } from 'vitest';
import { covers, hereIn, hourName, weekdayName, weekdayOf } from './hours';

test('hours that a range does not have are not known', () => {
  const has = covers({ from: '2026-11-22', to: '2026-11-23' }, { day: '2026-11-23', hour: 14 }); // Sunday, and Monday until now
  expect([has(7, 23), has(1, 14), has(1, 15), has(2, 0)]).toEqual([true, true, false, false]);
});

test('a week ago today the hour was there', () => {
  const here = { day: '2026-11-23', hour: 14 };
  expect(covers({ from: '2026-11-16', to: '2026-11-23' }, here)(1, 20)).toBe(true);
  expect(covers({ from: '2026-11-17', to: '2026-11-23' }, here)(1, 20)).toBe(false);
});

test('the clock is the zone’s', () => {
  expect(hereIn('Africa/Nairobi', new Date('2026-11-22T21:30:00Z'))).toEqual({ day: '2026-11-23', hour: 0 });
});

test('weekdays are ISO’s', () => {
  expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-22'), weekdayName(1), weekdayName(7), hourName(13)]).toEqual([1, 7, 'Monday', 'Sunday', '1 PM']);
});
