import { expect, it } from 'vitest';
import { marksOf, type Note } from './notes';

const note = (name: string, at: string): Note => ({ id: name, name, content: { at }, made_by: null });
const days = ['2026-11-02T00:00:00+03:00', '2026-11-03T00:00:00+03:00', '2026-11-04T00:00:00+03:00'];
const zone = 'Africa/Nairobi';

it('notes stand at their day, in order, and outside the period nowhere', () => {
  const notes = [note('late', '2026-11-04'), note('early', '2026-11-02'), note('before', '2026-11-01'), note('after', '2026-11-05'), note('none', '')];
  expect(marksOf(notes, days, zone, '2026-11-04')).toEqual([{ at: 0, names: ['early'] }, { at: 2, names: ['late'] }]);
});

it('an instant stands at the day of the project, not of UTC', () => {
  expect(marksOf([note('night', '2026-11-02T22:30:00Z')], days, zone, '2026-11-04')).toEqual([{ at: 1, names: ['night'] }]);
  expect(marksOf([note('evening', '2026-11-04T22:30:00Z')], days, zone, '2026-11-04')).toEqual([]);
});

it('several of a day share a mark', () => {
  const notes = [note('b', '2026-11-03T12:00:00+03:00'), note('a', '2026-11-03')];
  expect(marksOf(notes, days, zone, '2026-11-04')).toEqual([{ at: 1, names: ['a', 'b'] }]);
});

it('hours and weeks hold what lies in them', () => {
  const hours = ['2026-11-03T00:00:00+03:00', '2026-11-03T01:00:00+03:00', '2026-11-03T02:00:00+03:00'];
  expect(marksOf([note('day', '2026-11-03'), note('later', '2026-11-03T01:20:00+03:00')], hours, zone, '2026-11-03'))
    .toEqual([{ at: 0, names: ['day'] }, { at: 1, names: ['later'] }]);
  expect(marksOf([note('in it', '2026-11-05')], ['2026-11-02T00:00:00+03:00', '2026-11-09T00:00:00+03:00'], zone, '2026-11-15'))
    .toEqual([{ at: 0, names: ['in it'] }]);
});
