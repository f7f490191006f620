import { expect, it } from 'vitest';
import { setbacks } from './setback';

const sessions = [{ converted: 30, engaged: 1000 }, { converted: 60, engaged: 1000 }];

it('says what moved against the people, where it moved much and is no accident', () => {
  expect(setbacks({ people: 0.5, conversion: -0.5, sessions })).toEqual(['But fewer of their sessions convert: -50%.']);
  expect(setbacks({ people: -0.5, conversion: 1, sessions: [...sessions].reverse() })).toEqual(['But more of their sessions convert: +100%.']);
  const few = [{ converted: 3, engaged: 100 }, { converted: 6, engaged: 100 }];
  for (const none of [{}, { people: 0.5, conversion: -0.05, sessions }, { people: 'new' as const, conversion: -0.5, sessions }, { people: 0.5, conversion: null, sessions }, { people: 0.5, conversion: -0.5, sessions: few }]) {
    expect(setbacks(none)).toEqual([]);
  }
});

it('says that answers are slower', () => {
  expect(setbacks({ people: 0, response: 7.4, median: 2520 })).toEqual(['Answers are slower: half took over 42m, +740%.']);
  for (const none of [{ response: 0.3, median: 300 }, { response: -0.5, median: 300 }, { response: 'new' as const, median: 300 }]) expect(setbacks(none)).toEqual([]);
});
