import { expect, test } from 'vitest';
import type { Edge } from './flow';
import { peopleIn } from './people';
import { wordsOf } from './words';

const edge = (step: number, from: string | null, kind: string, transitions: number): Edge => ({ step, from, kind, to: null, transitions, people: transitions });

test('where visits begin and end, in a sentence', () => {
  expect(wordsOf([edge(1, '/', 'node', 6), edge(1, null, 'exit', 2), edge(2, '/cart', 'exit', 5), edge(2, '/', 'exit', 1)])).toBe('6 of 8 visits (75%) begin at /; the most leave from /cart (5).');
  expect(wordsOf([edge(1, '/', 'more', 3)])).toBe('3 of 3 visits (100%) begin at /.');
  expect(wordsOf([])).toBe('');
});

test('people by their events, each once', () => {
  const at = (user_id: string | null, anonymous_id: string | null, occurred_at: string) => ({ user_id, anonymous_id, channel: 'web', occurred_at });
  expect(peopleIn([at('ann', 'b1', '3'), at(null, 'b2', '2'), at('ann', null, '1'), at(null, null, '0')])).toEqual([
    { who: 'ann', known: true, channel: 'web', last: '3', times: 2 }, { who: 'b2', known: false, channel: 'web', last: '2', times: 1 },
  ]);
});
