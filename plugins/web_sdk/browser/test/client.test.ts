import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGriot } from '../src/client';
import { fakePage, pause } from './fake';

const quiet = { pageViews: false };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a page view says where, from where and by which campaign', async () => {
  const page = fakePage({
    url: 'https://shop.example/a?utm_source=wa&utm_campaign=june&utm_medium=chat', referrer: 'https://else.example/',
  });
  const griot = createGriot('https://griot.example/v1/capture');
  griot.init('wk', { context: { tenant: 'x' } });
  await griot.flush();
  const { batch: [event], writeKey, sentAt } = page.bodies[0];
  assert.equal(writeKey, 'wk');
  assert.ok(Math.abs(Date.parse(sentAt) - Date.now()) < 5000);
  assert.equal(event.type, 'page');
  assert.match(event.messageId, UUID);
  assert.match(event.anonymousId, UUID);
  assert.match(event.sessionId, UUID);
  assert.equal(event.properties.path, '/a');
  assert.deepEqual(event.context.campaign, { source: 'wa', name: 'june', medium: 'chat' });
  assert.equal(event.context.page.referrer, 'https://else.example/');
  assert.equal(event.context.tenant, 'x');
  assert.equal(page.requests[0].headers, undefined, 'a header would cost a preflight');
});

test('single-page navigation: repeats are folded, the page before is the referrer', async () => {
  const page = fakePage();
  const griot = createGriot();
  griot.init('wk');
  for (const to of ['/b', '/b', '/b#part', '/c?y=2']) {
    history.pushState(null, '', to);
    await pause(5);
  }
  history.replaceState(null, '', '/c?y=2');
  await pause(5);
  await griot.flush();
  assert.deepEqual(page.events.map((e) => e.properties.path), ['/a', '/b', '/c']);
  assert.deepEqual(page.events.map((e) => e.properties.referrer),
    ['', 'https://shop.example/a?x=1', 'https://shop.example/b']);
});

test('calls before init are kept', async () => {
  const page = fakePage();
  const griot = createGriot();
  griot.track('early', { n: 1 });
  griot.init('wk', { ...quiet, context: { tenant: 'x' } });
  griot.init('another', quiet);
  await griot.flush();
  assert.equal(page.bodies[0].writeKey, 'wk');
  assert.equal(page.events[0].context.tenant, 'x');
  assert.deepEqual(page.events.map((e) => e.event), ['early']);
});

test('identify lasts, in all tabs, until reset; reset makes another visitor', async () => {
  const page = fakePage();
  const griot = createGriot();
  const tab = createGriot();
  griot.init('wk', quiet);
  tab.init('wk', quiet);
  griot.track('before');
  griot.identify(42, { email: 'a@example.com' });
  tab.track('in the other tab');
  tab.reset();
  griot.track('after');
  await griot.flush();
  await tab.flush();
  const [before, identify, after, other] = page.events;
  assert.equal(before.userId, undefined);
  assert.deepEqual([identify.type, identify.userId, identify.traits], ['identify', '42', { email: 'a@example.com' }]);
  assert.equal(identify.anonymousId, before.anonymousId);
  assert.deepEqual([other.userId, other.sessionId], ['42', before.sessionId]);
  assert.equal(after.userId, undefined);
  assert.notEqual(after.anonymousId, before.anonymousId);
  assert.notEqual(after.sessionId, before.sessionId);
});

test('a session ends after 30 minutes of silence, and not before', async () => {
  const page = fakePage();
  const griot = createGriot();
  griot.init('wk', quiet);
  for (const ms of [0, 29 * 60e3, 29 * 60e3, 31 * 60e3]) {
    page.later(ms);
    griot.track('t');
    await griot.flush();
  }
  const ids = page.events.map((e) => e.sessionId);
  assert.ok(ids[0] === ids[1] && ids[1] === ids[2] && ids[2] !== ids[3]);
  page.storage.griot_session = 'garbage';
  griot.track('t');
  await griot.flush();
  assert.match(page.events.at(-1).sessionId, UUID);
});

test('hs_token becomes an event', async () => {
  const page = fakePage({ url: 'https://shop.example/?hs_token=abc' });
  const griot = createGriot();
  griot.init('wk');
  await griot.flush();
  const found = page.events.find((e) => e.event === 'handshake_complete');
  assert.deepEqual(found.properties, { hsToken: 'abc' });
});

test('pending consent: memory only, then sent; denied: nothing, and what was kept is gone', async () => {
  const page = fakePage();
  const griot = createGriot();
  griot.init('wk', { consent: 'pending' });
  griot.track('t');
  await griot.flush();
  page.leave();
  assert.deepEqual([page.requests.length, page.beacons.length, Object.keys(page.storage)], [0, 0, []]);
  griot.consent('granted');
  await griot.flush();
  assert.deepEqual(page.events.map((e) => e.event ?? e.type), ['page', 't']);
  griot.track('unsent');
  griot.consent('denied');
  griot.track('never');
  await griot.flush();
  page.leave();
  assert.equal(page.events.length, 2);
  assert.deepEqual([Object.keys(page.storage), page.jar.size], [[], 0]);
});

test('Do-Not-Track and Global Privacy Control are a no, unless this page asked', async () => {
  for (const navigator of [{ doNotTrack: '1' }, { globalPrivacyControl: true }]) {
    const page = fakePage({ navigator });
    const griot = createGriot();
    griot.init('wk');
    await griot.flush();
    assert.deepEqual([page.events.length, Object.keys(page.storage)], [0, []]);
    griot.consent('granted');
    griot.track('t');
    await griot.flush();
    assert.equal(page.events.length, 1);
  }
  const page = fakePage({ navigator: { doNotTrack: '1' } });
  const griot = createGriot();
  griot.init('wk', { respectDnt: false });
  await griot.flush();
  assert.equal(page.events.length, 1);
});

test('nothing throws into the page', async () => {
  const page = fakePage({ storage: 'full' });
  const griot = createGriot();
  const circle: any = {};
  circle.self = circle;
  griot.init('wk', quiet);
  griot.track('circle', circle);
  griot.track('big', { n: 1n });
  (griot as any).track(Symbol('s'));
  (griot as any).init();
  griot.track('good');
  await griot.flush();
  assert.ok(page.events.some((e) => e.event === 'good'));

  fakePage({ storage: 'none' });
  (globalThis as any).fetch = undefined;
  (globalThis as any).navigator = {};
  const bare = createGriot();
  bare.init('wk', { clicks: true, scroll: true, errors: true });
  bare.track('t');
  await bare.flush();
});

test('errors: each once, ten a page', async () => {
  const page = fakePage();
  const griot = createGriot();
  griot.init('wk', { ...quiet, errors: true });
  const raise = (message: string) =>
    window.dispatchEvent(Object.assign(new Event('error'),
      { error: new TypeError(message), message, filename: 'https://shop.example/a.js', lineno: 7 }));
  raise('one');
  raise('one');
  for (let n = 0; n < 30; n++) raise('number ' + n);
  await griot.flush();
  assert.equal(page.events.length, 10);
  assert.deepEqual(page.events[0].properties, {
    code: 'TypeError', message: 'one', step: 'https://shop.example/a.js:7', fatal: false, origin: 'page',
  });
});
