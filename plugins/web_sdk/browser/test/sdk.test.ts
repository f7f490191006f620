import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fakePage } from './fake';

const SCRIPT = readFileSync('dist/sdk.js', 'utf8');
const METHODS = ['init', 'page', 'track', 'identify', 'reset', 'flush'];

/** Loads the script as a page does, and gives its global. */
const load = () => {
  Object.assign(document, { currentScript: { src: 'https://griot.example/sdk.js', dataset: {} } });
  (0, eval)(SCRIPT);
  return (window as any).analytics_sdk;
};

const pageWith = (analytics: unknown) => {
  const page = fakePage();
  (window as any).analytics = analytics;
  return page;
};

const named = (page: ReturnType<typeof fakePage>) => page.events.map((e) => e.event ?? e.type);

test('the script alone: one client under two names, and window.analytics is not made', async () => {
  const page = pageWith(undefined);
  const { Analytics, default: same } = load();
  assert.equal(Analytics, same);
  assert.equal((window as any).analytics, undefined);
  Analytics.init('wk');
  Analytics.track('t');
  await Analytics.flush();
  assert.equal(page.urls[0], 'https://griot.example/v1/capture');
  assert.deepEqual(named(page), ['t']);
});

test('loaded twice it is one client', async () => {
  const page = pageWith([['init', 'wk'], ['track', 't']]);
  const first = load();
  assert.equal(load(), first);
  await first.Analytics.flush();
  assert.deepEqual(named(page), ['t']);
});

for (const [what, call] of Object.entries({
  'as one list': (...args: unknown[]) => args,
  'with their arguments together': (name: unknown, ...args: unknown[]) => [name, args],
})) {
  test(`calls that a stub kept ${what} are made in order, and new ones at once`, async () => {
    const stub: any = [call('init', 'wk', { batchSize: 50 }), call('page', 'Home'), call('identify', 'u1', { a: 1 }), call('reset')];
    const page = pageWith(stub);
    const { Analytics } = load();
    assert.equal(stub.length, 0);
    stub.push(call('track', 'pushed', { n: 1 }), call('nonsense'), null);
    stub.track('called', { n: 2 });
    assert.equal(stub.length, 0);
    await Analytics.flush();
    assert.deepEqual(named(page), ['page', 'identify', 'pushed', 'called']);
    assert.deepEqual(page.events.map((e) => e.properties?.n), [undefined, undefined, 1, 2]);
    assert.deepEqual(page.events[1].traits, { a: 1 });
  });
}

test('a stub that is no list keeps its calls in a member', async () => {
  const stub: any = { _q: [['init', 'wk'], ['track', 'kept']] };
  const page = pageWith(stub);
  const { Analytics } = load();
  stub.track('called');
  await Analytics.flush();
  assert.deepEqual(named(page), ['kept', 'called']);
  assert.equal(stub._q.length, 0);
});

test("Segment's is left alone", () => {
  const segment = Object.assign([['track', 'theirs']], { load() {}, methods: ['track'] });
  const page = pageWith(segment);
  load();
  assert.equal(segment.length, 1);
  assert.ok(METHODS.every((name) => !(name in segment)));
  assert.equal(page.requests.length, 0);
});
