import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnalytics } from '../src/incumbent';
import { FakeStorage, fakePage, pause } from './fake';

const DOOR = 'https://griot.example/v1/capture';
const with_ = (members: object): FakeStorage => Object.assign(new FakeStorage(), members);

/** What the incumbent's SDK would have sent. */
const old = (id: string) => ({ event_id: 'e' + id, message_id: id, event_name: 'old', anonymous_id: 'a1' });

test('a visitor stays who the incumbent took him for, and is so for it again', async () => {
  const page = fakePage({ storage: with_({ analytics_anonymous_id: 'a1', analytics_user_id: 'u1' }) });
  const analytics = createAnalytics(DOOR);
  analytics.init('wk');
  analytics.track('t', { n: 1 });
  await analytics.flush();
  const [event] = page.events;
  assert.deepEqual([event.anonymousId, event.userId, event.properties], ['a1', 'u1', { n: 1 }]);
  assert.equal(page.storage.analytics_anonymous_id, 'a1');

  const newcomer = fakePage();
  createAnalytics(DOOR).init('wk');
  assert.match(newcomer.storage.analytics_anonymous_id, /^[0-9a-f-]{36}$/);
  assert.equal(newcomer.storage.analytics_anonymous_id, newcomer.storage.griot_id);
});

test('reset forgets the user and the session, and not the visitor', async () => {
  const page = fakePage();
  const analytics = createAnalytics(DOOR);
  analytics.init('wk');
  analytics.identify(42, { plan: 'pro' });
  assert.equal(page.storage.analytics_user_id, '42');
  analytics.reset();
  analytics.track('after');
  await analytics.flush();
  const [identify, after] = page.events;
  assert.deepEqual([identify.type, identify.userId, identify.traits], ['identify', '42', { plan: 'pro' }]);
  assert.equal(after.userId, undefined);
  assert.equal(after.anonymousId, identify.anonymousId);
  assert.notEqual(after.sessionId, identify.sessionId);
  assert.equal('analytics_user_id' in page.storage, false);
});

test('its options mean what they meant, and nothing is captured by itself', async () => {
  const page = fakePage({ url: 'https://shop.example/?hs_token=h1', navigator: { doNotTrack: '1' } });
  const analytics = createAnalytics(DOOR);
  analytics.track('before init');
  analytics.init('wk', { apiEndpoint: 'https://else.example/in', batchSize: 3, sessionTimeoutMs: 1000 });
  analytics.page('Home', { a: 1 });
  await analytics.flush();
  assert.deepEqual(page.events.map((e) => e.event ?? e.type), ['before init', 'handshake_complete', 'page']);
  assert.equal(page.urls[0], 'https://else.example/in');
  const view = page.events[2];
  assert.deepEqual([view.properties.name, view.properties.a, view.context.handshakeToken], ['Home', 1, 'h1']);
  page.later(2000);
  analytics.track('later');
  await analytics.flush();
  assert.notEqual(page.events[3].sessionId, view.sessionId);
});

test('debug tells each call to the console, as its guide promises', () => {
  fakePage();
  const { debug } = console;
  const told: unknown[][] = [];
  console.debug = (...words) => told.push(words);
  try {
    const analytics = createAnalytics(DOOR);
    analytics.init('wk', { debug: true });
    analytics.track('t', { n: 1 });
  } finally {
    console.debug = debug;
  }
  assert.deepEqual(told, [['analytics', 'track', 't', { n: 1 }]]);
});

test('ten events are a batch, as there', async () => {
  const page = fakePage();
  const analytics = createAnalytics(DOOR);
  analytics.init('wk');
  for (let n = 0; n < 9; n++) analytics.track('t');
  assert.equal(page.requests.length, 0);
  analytics.track('t');
  assert.equal(page.requests.length, 1);
});

test('what its retries left is sent once each, in pieces, and stays until it was taken', async () => {
  const left = [...Array(120).keys()].map((n) => old('m' + n));
  const storage = with_({ analytics_queue: JSON.stringify([...left, ...left, ...left.slice(0, 7)]) });
  const page = fakePage({ storage });
  page.answers.push({ status: 200 }, { status: 503 });
  createAnalytics(DOOR).init('wk');
  await pause(20);
  assert.deepEqual(page.bodies.map((b) => [b.write_key, b.batch.length]), [['wk', 50]]);
  assert.equal(JSON.parse(storage.analytics_queue).length, 70);

  const next = fakePage({ storage });
  createAnalytics(DOOR).init('wk');
  await pause(20);
  assert.deepEqual(next.bodies.map((b) => b.batch.length), [50, 20]);
  assert.deepEqual([...page.events, ...next.events], left);
  assert.equal('analytics_queue' in storage, false);
});

for (const rubbish of ['{', '7', '{"a":1}', '[null,7,"x"]', '']) {
  test(`rubbish in its list does no harm: ${rubbish}`, async () => {
    const page = fakePage({ storage: with_({ analytics_queue: rubbish }) });
    const analytics = createAnalytics(DOOR);
    analytics.init('wk');
    analytics.track('t');
    await pause(20);
    await analytics.flush();
    assert.deepEqual(page.events.map((e) => e.event), ['t']);
    assert.equal(page.storage.analytics_queue ?? '', '');
  });
}

test('nothing throws into the page', async () => {
  fakePage({ storage: 'none' });
  (globalThis as any).fetch = undefined;
  const analytics = createAnalytics(DOOR);
  analytics.identify('u');
  analytics.init('wk', { debug: true });
  (analytics as any).track(Symbol('s'));
  analytics.reset();
  await analytics.flush();
});
