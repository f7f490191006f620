import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHUNK, createQueue } from '../src/queue';
import { createStore } from '../src/store';
import { fakePage } from './fake';

const json = (n: number, size = 0) => JSON.stringify({ n, text: 'x'.repeat(size) });
const held = (events: string) => JSON.parse(`[${events}]`).map((e: any) => e.n);
const everything = (queue: ReturnType<typeof createQueue>, old = false) =>
  held(queue.chunk_(queue.ready_(old), 1e9).events_);

test('events come out in order, each once', () => {
  fakePage();
  const queue = createQueue(createStore({}), 10000);
  for (let n = 0; n < 175; n++) queue.add_(json(n));
  assert.deepEqual(everything(queue), [...Array(175).keys()]);
});

test('a body is no longer than a beacon may be', () => {
  fakePage();
  const queue = createQueue(createStore({}), 10000);
  for (let n = 0; n < 40; n++) queue.add_(json(n, 3000));
  const keys = queue.ready_();
  const seen: number[] = [];
  while (keys.length) {
    const { events_ } = queue.chunk_(keys, CHUNK);
    assert.ok(events_.length <= CHUNK);
    seen.push(...held(events_));
  }
  assert.deepEqual(seen, [...Array(40).keys()]);
});

test('the oldest go first when there are too many', () => {
  const page = fakePage();
  const queue = createQueue(createStore({}), 200);
  for (let n = 0; n < 1000; n++) {
    queue.add_(json(n));
    const kept = Object.values(page.storage).reduce((sum, v) => sum + parseInt(v), 0);
    assert.ok(kept <= 200, `${kept} after ${n}`);
  }
  const kept = everything(queue);
  assert.ok(kept.length > 100 && kept.at(-1) === 999);
  assert.deepEqual(kept, [...Array(kept.length).keys()].map((n) => n + 1000 - kept.length));
});

test('10,000 events by default, and fewer when they are long', () => {
  const page = fakePage();
  const queue = createQueue(createStore({}), 10000);
  for (let n = 0; n < 12000; n++) queue.add_(json(n));
  const kept = everything(queue);
  assert.ok(kept.length <= 10000 && kept.length > 9900, String(kept.length));
  for (let n = 0; n < 400; n++) queue.add_(json(n, 15000));
  const text = Object.values(page.storage).reduce((sum, v) => sum + v.length, 0);
  assert.ok(text < 3.1e6 && text > 2.5e6, String(text));
});

test('an event longer than the door takes is not queued', () => {
  fakePage();
  const queue = createQueue(createStore({}), 100);
  assert.equal(queue.add_(json(1, 40000)), 0);
  assert.ok(queue.empty_());
});

test('a closed segment grows no more', () => {
  fakePage();
  const queue = createQueue(createStore({}), 100);
  queue.add_(json(1));
  const keys = queue.ready_();
  queue.close_(keys);
  queue.add_(json(2));
  assert.deepEqual(held(queue.chunk_([...keys], 1e9).events_), [1]);
  queue.remove_(keys);
  assert.deepEqual(everything(queue), [2]);
});

test('a young segment is its own tab\'s, an old one anyone\'s, and one between nobody\'s', () => {
  const page = fakePage();
  const store = createStore({});
  const mine = createQueue(store, 100);
  const theirs = createQueue(store, 100);
  mine.add_(json(1));
  assert.deepEqual([everything(mine), everything(theirs), everything(theirs, true)], [[1], [], []]);
  page.later(45_000);
  mine.add_(json(2));
  assert.deepEqual([everything(mine), everything(theirs), everything(theirs, true)], [[2], [], []]);
  page.later(25_000);
  assert.deepEqual([everything(mine, true), everything(theirs, true)], [[1], [1]]);
});
