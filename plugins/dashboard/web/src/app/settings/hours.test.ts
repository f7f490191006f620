import { expect, it } from 'vitest';
import { hoursOf, readHours } from './Hours';

it('hours are read as they are written', () => {
  const hours = { mon: [['09:00', '12:30'], ['13:30', '18:00']] as [string, string][], sat: [['09:00', '24:00']] as [string, string][] };
  const text = hoursOf(hours);
  expect(text.mon).toBe('09:00–12:30, 13:30–18:00');
  expect(readHours({ get: (name) => text[name.slice(6)] })).toEqual(hours);
  expect(readHours({ get: () => '' })).toBeNull();
  expect(readHours({ get: (name) => (name === 'hours-fri' ? ' 8:00 - 9:00 ' : null) })).toEqual({ fri: [['8:00', '9:00']] });
});
