import { expect, test } from 'vitest';
import { flowOf, totals, type Edge } from './flow';

const edge = (step: number, from: string | null, kind: string, to: string | null, transitions: number): Edge => ({ step, from, kind, to, transitions, people: transitions });

test('out of each node goes what came in, whatever is folded into "other"', () => {
  const names = Array.from({ length: 20 }, (_, n) => `/p${n}`);
  const edges = [
    ...names.map((name, n) => edge(1, '/', 'node', name, 20 - n)), edge(1, null, 'exit', null, 3), edge(1, '/', 'exit', null, 2),
    ...names.map((name, n) => edge(2, name, n % 2 ? 'exit' : 'more', null, 20 - n)),
  ];
  const { nodes, flows } = flowOf(edges, 2);
  const sum = (of: typeof flows) => of.reduce((all, flow) => all + flow.value, 0);
  for (const node of nodes.filter(({ id }) => id.startsWith('2. ') && id !== '2. (left)')) {
    expect(sum(flows.filter((flow) => flow.to === node.id))).toBe(sum(flows.filter((flow) => flow.from === node.id)));
  }
  const second = nodes.filter((node) => node.id.startsWith('2. '));
  expect(second).toHaveLength(8 + 2); // the most, the others, and who left at once
  expect(sum(flows.filter((flow) => flow.from.startsWith('1. ')))).toBe(210 + 5);
  expect(sum(flows.filter((flow) => flow.from.startsWith('2. ')))).toBe(210);
});

test('a page that is called as an end is its own node, and can be asked for', () => {
  const { nodes, nameOf } = flowOf([edge(1, 'left', 'node', 'left', 2), edge(2, 'left', 'exit', null, 2), edge(1, 'left', 'exit', null, 1)], 2);
  expect(nodes.map(({ id }) => id).sort()).toEqual(['1. left', '2. (left)', '2. left', '3. (left)']);
  expect(nameOf('2. left')).toBe('left');
  expect(nameOf('2. (left)')).toBeNull();
});

test('fewer steps than were asked for end with who went on', () => {
  const { flows } = flowOf([edge(1, 'a', 'node', 'b', 5), edge(2, 'b', 'node', 'c', 5), edge(3, 'c', 'exit', null, 5)], 2);
  expect(flows.map(({ from, to, value }) => `${from} > ${to} ${value}`)).toEqual(['1. a > 2. b 5', '2. b > 3. (went on) 5']);
});

test('names of one place are summed over steps', () => {
  expect(totals([edge(1, 'a', 'exit', null, 1), edge(2, 'a', 'exit', null, 2), edge(2, 'b', 'exit', null, 5), edge(1, 'a', 'node', 'b', 9)], ({ kind }) => kind === 'exit'))
    .toEqual([{ name: 'b', value: 5 }, { name: 'a', value: 3 }]);
});
