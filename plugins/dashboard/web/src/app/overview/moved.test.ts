import { expect, it } from 'vitest';
import { direction, moved } from './moved';

const of = (totals: Record<string, number>) => Object.entries(totals).map(([value, measure]) => ({ value, measure }));

it('what moved most in the direction of the whole', () => {
  expect(moved(of({ web: 350, whatsapp: 293 }), of({ web: 242, whatsapp: 195 }), 187)).toEqual({ value: 'web', by: 108 });
  expect(moved(of({ web: 90, whatsapp: 10 }), of({ web: 100, whatsapp: 5 }), -5)).toEqual({ value: 'web', by: -10 });
  expect(moved(of({ sms: 5 }), of({}), 5)).toEqual({ value: 'sms', by: 5 });
  expect(moved(of({ web: 5 }), of({ web: 5 }), 0)).toBeNull();
});

it('a small change, or one of few people, is none', () => {
  expect(direction(2247, 1370)).toBe('Better');
  expect(direction(700, 1400)).toBe('Worse');
  expect(direction(10_300, 10_000)).toBe('No clear change');
  expect(direction(60, 50)).toBe('No clear change');
  expect(direction(0, 0)).toBe('No clear change');
});
