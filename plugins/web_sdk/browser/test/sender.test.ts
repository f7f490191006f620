import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGriot } from '../src/client';
import { locked } from '../src/lock';
import { createStore } from '../src/store';
import { fakePage, pause, type Answer } from './fake';

const quiet = { pageViews: false };

const started = (given: Parameters<typeof fakePage>[0] = {}, options = {}) => {
  const page = fakePage(given);
  const griot = createGriot();
  griot.init('wk', { ...quiet, ...options });
  return { page, griot };
};

test('a full batch is sent at once, a part of one after the interval', async () => {
  const { page, griot } = started({}, { batchSize: 3, flushInterval: 60 });
  griot.track('1');
  griot.track('2');
  assert.equal(page.requests.length, 0);
  griot.track('3');
  assert.equal(page.requests.length, 1);
  await griot.flush();
  griot.track('4');
  await pause(120);
  assert.deepEqual(page.events.map((e) => e.event), ['1', '2', '3', '4']);
});

for (const answer of ['fail', { status: 429 }, { status: 500 }, { status: 503 }] as (Answer | 'fail')[]) {
  test(`${JSON.stringify(answer)} is tried again, later, with the same ids`, async () => {
    const { page, griot } = started();
    page.answers.push(answer);
    griot.track('t');
    await griot.flush();
    await griot.flush();
    assert.equal(page.requests.length, 1, 'no attempt before its time');
    page.later(1001);
    await griot.flush();
    assert.equal(page.requests.length, 2);
    const [first, second] = page.requests.map((r) => JSON.parse(r.body).batch);
    assert.deepEqual(first, second);
    assert.equal(page.events.length, 1);
  });
}

test('pauses double', async () => {
  const { page, griot } = started();
  griot.track('t');
  page.answers.push(...Array(4).fill('fail'));
  for (const [ms, requests] of [[0, 1], [1000, 2], [900, 2], [1100, 3], [1900, 3], [2100, 4]]) {
    page.later(ms);
    await griot.flush();
    assert.equal(page.requests.length, requests, `after ${ms}`);
  }
});

test('Retry-After is obeyed, in seconds and as a date', async () => {
  for (const retryAfter of ['20', () => new Date(Date.now() + 21_000).toUTCString()]) {
    const { page, griot } = started();
    page.answers.push({ status: 429, retryAfter: typeof retryAfter === 'string' ? retryAfter : retryAfter() });
    griot.track('t');
    await griot.flush();
    page.later(15_000);
    await griot.flush();
    assert.equal(page.requests.length, 1);
    page.later(6_500);
    await griot.flush();
    assert.equal(page.requests.length, 2);
  }
});

test('4xx is final', async () => {
  for (const status of [400, 401, 413]) {
    const { page, griot } = started();
    page.answers.push({ status });
    griot.track('t');
    await griot.flush();
    page.later(600_000);
    await griot.flush();
    assert.equal(page.requests.length, 1);
  }
});

test('offline: nothing is tried; back online it goes out at once', async () => {
  const { page, griot } = started({ navigator: { onLine: false } });
  griot.track('t');
  await griot.flush();
  page.leave();
  assert.deepEqual([page.requests.length, page.beacons.length], [0, 0]);
  (navigator as any).onLine = true;
  window.dispatchEvent(new Event('online'));
  await pause(10);
  assert.equal(page.events.length, 1);
});

test('leaving hands what waits to the browser; what it refuses stays for the next page', async () => {
  const { page, griot } = started();
  griot.track('1');
  page.leave();
  assert.deepEqual(page.beacons.map((b) => b.batch[0].event), ['1']);
  page.later(1000);
  page.beaconTaken = false;
  griot.track('2');
  page.leave();
  (document as any).visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(page.requests.length, 0, 'the page is gone: it could not take it off the queue');

  const next = fakePage({ storage: page.storage });
  next.later(70_000);
  const again = createGriot();
  again.init('wk', quiet);
  await again.flush();
  assert.deepEqual(next.events.map((e) => e.event), ['2']);
});

test('hiding the page sends without waiting', async () => {
  const { page, griot } = started();
  griot.track('t');
  (document as any).visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(page.requests.length, 1);
  assert.equal(page.requests[0].keepalive, true);
  page.leave();
  assert.equal(page.beacons.length, 0, 'it is under way');
});

test('two tabs find the same old events and one of them sends them, without Web Locks too', async () => {
  const { page, griot } = started();
  page.answers.push('fail');
  griot.track('left over');
  await griot.flush();

  const next = fakePage({ storage: page.storage });
  next.later(70_000);
  const tabs = [createGriot(), createGriot()];
  for (const tab of tabs) tab.init('wk', quiet);
  await Promise.all(tabs.map((tab) => tab.flush()));
  assert.deepEqual(next.events.map((e) => e.event), ['left over']);
});

test('the lease is held by one, ends with the work, and one far ahead is not believed', async () => {
  fakePage();
  const store = createStore({});
  let inside = 0;
  let runs = 0;
  const work = async () => {
    assert.equal(++inside, 1);
    await pause(150);
    inside--;
    runs++;
  };
  await Promise.all([locked(store, work), locked(store, work), locked(store, work)]);
  assert.equal(runs, 1);
  await locked(store, work);
  assert.equal(runs, 2);
  store.set_('griot_lock', String(Date.now() + 1e9));
  await locked(store, work);
  assert.equal(runs, 3);
});
