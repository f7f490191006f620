// griot.js as it is shipped, in a real browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { startSite } from './site.mjs';

let browser, site, context;

before(async () => {
  site = await startSite();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(async () => { await browser?.close(); site?.close(); });
beforeEach(async () => { site.clear(); context = await browser.newContext(); });
afterEach(() => context.close());

const until = async (what, condition, seconds = 15) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.fail(`${what}: not within ${seconds} s; came: ${JSON.stringify(site.requests).slice(0, 2000)}`);
};

const open = async (url) => {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  await page.goto(url);
  await page.waitForFunction(() => window.griot?.version);
  return page;
};
/** As a person closes it; it goes when its listeners have run. */
const close = async (page) => {
  const gone = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await gone;
};
const flush = (page) => page.evaluate(() => griot.flush());
const once = () => assert.equal(new Set(site.ids).size, site.ids.length, 'an event came twice');
/** Pages from here on believe that a minute more has passed. */
const aMinuteLater = () => context.addInitScript(() => { const now = Date.now; Date.now = () => now() + 70_000; });

test('page views, UTM and navigation within a page', async () => {
  const page = await open(site.at('/home?utm_source=wa&utm_campaign=june'));
  await page.evaluate(async () => {
    const moment = () => new Promise((done) => setTimeout(done, 20));
    history.pushState(null, '', '/shop'); document.title = 'The shop'; await moment();
    history.pushState(null, '', '/shop'); await moment();
    history.replaceState(null, '', '/shop#part'); await moment();
    history.pushState(null, '', '/cart'); await moment();
    history.back(); await new Promise((done) => addEventListener('popstate', done, { once: true })); await moment();
  });
  await flush(page);
  const views = site.named('page');
  assert.deepEqual(views.map((e) => e.properties.path), ['/home', '/shop', '/cart', '/shop']);
  assert.equal(views[1].properties.title, 'The shop');
  assert.equal(views[1].context.page.referrer, views[0].properties.url);
  assert.deepEqual(views[0].context.campaign, { source: 'wa', name: 'june' });
  assert.deepEqual(views[2].context.campaign, { source: 'wa', name: 'june' });
  assert.ok(site.requests.every((r) => r.method === 'POST' && r.type.startsWith('text/plain')), 'no preflight');
  once();
});

test('calls made while the script loads are kept', async () => {
  const page = await context.newPage();
  await page.route('**/griot.js', async (route) => {
    await page.evaluate(() => { griot.identify('u1'); griot.track('early'); });
    await route.continue();
  });
  await page.goto(site.at('/', { flushInterval: 50 }));
  await until('the early event', () => site.named('early').length === 1);
  assert.equal(site.named('early')[0].userId, 'u1');
});

test('a script that the site passes on under a path of its own sends there', async () => {
  const page = await open(`${site.url}/?folder=/stats`);
  await flush(page);
  assert.deepEqual(site.requests.map((r) => r.url), ['/stats/v1/capture']);
});

test('offline, then online', async () => {
  // The interval is long, so it is the browser's word that sends.
  const page = await open(site.at('/', { flushInterval: 60_000 }));
  await flush(page);
  await until('the page view', () => site.named('page').length === 1);
  await context.setOffline(true);
  await page.evaluate(() => { for (let n = 0; n < 45; n++) griot.track('offline', { n }); });
  await flush(page);
  assert.equal(site.named('offline').length, 0);
  await context.setOffline(false);
  await until('what was queued', () => site.named('offline').length === 45);
  assert.deepEqual(site.named('offline').map((e) => e.properties.n), [...Array(45).keys()]);
  once();
});

test('503 and 429 lose and double nothing', async () => {
  Object.assign(site, { status: 503, headers: { 'Retry-After': '1' } });
  const page = await open(site.at('/', { flushInterval: 50 }));
  await page.evaluate(() => griot.track('kept'));
  await until('the refusal', () => site.requests.length >= 1);
  site.status = 429;
  await until('the second refusal', () => site.requests.some((r) => r.status === 429));
  site.status = 200;
  await until('the event', () => site.named('kept').length && site.named('page').length);
  once();
});

test('a tab closed in mid-batch', async () => {
  const page = await open(site.at('/', { flushInterval: 60_000 }));
  await page.evaluate(() => { for (let n = 0; n < 7; n++) griot.track('last words', { n, text: 'x'.repeat(15_000) }); });
  // Seven of 15 KB are more than one beacon may carry; what it left is in storage.
  await close(page);
  await until('the beacon', () => site.named('last words').length >= 3);
  assert.ok(site.requests.every((r) => r.bytes <= 65_536));
  await aMinuteLater();
  const next = await open(site.at('/', { flushInterval: 50 }));
  await until('the rest', () => new Set(site.named('last words').map((e) => e.properties.n)).size === 7);
  await flush(next);
  once();
});

test('a tab closed while its request is under way', async () => {
  const page = await open(site.at('/', { pageViews: false, flushInterval: 20 }));
  site.hold = 1500;
  await page.evaluate(() => griot.track('in flight'));
  await until('the request', () => site.requests.length === 1);
  await page.evaluate(() => griot.track('behind it'));
  await close(page);
  await until('the beacon', () => site.named('behind it').length === 1);
  assert.equal(site.named('in flight').length, 1);
});

test('two tabs: one visitor, one session, no event twice', async () => {
  site.status = 503;
  const first = await open(site.at('/one'));
  const second = await open(site.at('/two'));
  await Promise.all([first, second].map((page, tab) => page.evaluate((tab) => {
    for (let n = 0; n < 30; n++) griot.track('t', { tab, n });
    return griot.flush();
  }, tab)));
  await first.close();
  await second.close();
  site.clear();
  await aMinuteLater();
  const tabs = await Promise.all(['/three', '/four'].map((path) => open(site.at(path, { flushInterval: 100 }))));
  await until('all events', () => new Set(site.ids).size >= 64);
  await Promise.all(tabs.map(flush));
  once();
  assert.equal(site.named('t').length, 60);
  assert.equal(new Set(site.events.map((e) => e.anonymousId)).size, 1);
  assert.equal(new Set(site.events.map((e) => e.sessionId)).size, 1);
});

test('identify and reset, seen by both tabs', async () => {
  const page = await open(site.at('/', { pageViews: false }));
  const other = await open(site.at('/', { pageViews: false }));
  await page.evaluate(() => { griot.identify('u1', { plan: 'pro' }); griot.track('in'); return griot.flush(); });
  await until('the other tab to know', () => other.evaluate(() => localStorage.griot_user === 'u1'));
  await other.evaluate(() => { griot.track('beside'); return griot.flush(); });
  await page.evaluate(() => { griot.reset(); griot.track('out'); return griot.flush(); });
  const [identify, inside, beside, out] = ['identify', 'in', 'beside', 'out'].map((name) => site.named(name)[0]);
  assert.deepEqual([identify.userId, identify.traits, inside.userId, beside.userId, out.userId],
    ['u1', { plan: 'pro' }, 'u1', 'u1', undefined]);
  assert.equal(inside.anonymousId, beside.anonymousId);
  assert.notEqual(inside.anonymousId, out.anonymousId);
});

for (const csp of ['nonce', 'files']) {
  test(`a strict Content-Security-Policy: ${csp}`, async () => {
    const page = await open(`${site.url}/?csp=${csp}`);
    await page.click('#buy');
    await flush(page);
    assert.equal(site.named('page').length, 1);
    if (csp === 'files') {
      assert.equal(site.named('pushed').length, 1);
      assert.deepEqual(site.named('click')[0].properties, { name: 'Buy', tag: 'button', id: 'buy', text: 'Buy now' });
    }
    // The page's own style attribute is refused, and nothing of ours.
    assert.deepEqual(page.faults.filter((text) => !/style|favicon/.test(text)), []);
  });
}

test('clicks, scroll depth, errors and refused forms', async () => {
  const page = await open(site.at('/', { clicks: true, scroll: true, errors: true }));
  await page.click('#submit');
  await page.evaluate(() => {
    setTimeout(() => { throw new RangeError('too far'); });
    Promise.reject(new TypeError('not kept'));
    scrollTo(0, document.body.scrollHeight);
  });
  await until('all of it', async () => { await flush(page); return site.named('scroll_depth').length === 4; });
  assert.deepEqual(site.named('scroll_depth').map((e) => e.properties.percent), [25, 50, 75, 100]);
  assert.deepEqual(site.named('error').map((e) => e.properties.code).sort(), ['RangeError', 'TypeError', 'form_invalid']);
  const form = site.named('error').find((e) => e.properties.code === 'form_invalid').properties;
  assert.match(form.message, /^phone: /);
  assert.deepEqual([form.step, form.origin], ['order', 'page']);
});

test('a long time offline is bounded, and the page goes on', async () => {
  const page = await open(site.at('/', { flushInterval: 50 }));
  await until('the page view', () => site.named('page').length === 1);
  await context.setOffline(true);
  const p98 = await page.evaluate(() => {
    const took = [];
    for (let n = 0; n < 12_000; n++) {
      const start = performance.now();
      griot.track('o', { n });
      took.push(performance.now() - start);
    }
    return took.sort((a, b) => a - b)[Math.floor(took.length * 0.98)];
  });
  const held = await page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('griot_q'))
    .map((k) => [parseInt(localStorage[k]), localStorage[k].length]));
  const [count, text] = [0, 1].map((i) => held.reduce((sum, one) => sum + one[i], 0));
  assert.ok(count <= 10_000 && text <= 3.1e6, `${count} events, ${text} characters`);
  assert.ok(count > 3_000, `${count} events`);
  assert.ok(p98 < 50, `two calls of a hundred took over ${p98} ms`);
  await context.setOffline(false);
  await until('the newest', () => site.named('o').length === count, 60);
  assert.deepEqual(site.named('o').map((e) => e.properties.n), [...Array(count).keys()].map((n) => n + 12_000 - count));
  once();
});

test('consent: nothing is stored before, nothing is left after', async () => {
  const page = await open(site.at('/', { consent: 'pending', flushInterval: 20 }));
  await page.evaluate(() => griot.track('t'));
  const kept = () => page.evaluate(() => Object.keys(localStorage).length + document.cookie.length);
  assert.equal(await kept(), 0);
  assert.equal(site.requests.length, 0);
  await page.evaluate(() => griot.consent('granted'));
  await until('both', () => site.events.length === 2);
  await page.evaluate(() => { griot.consent('denied'); griot.track('never'); });
  assert.equal(await kept(), 0);
  await flush(page);
  assert.equal(site.events.length, 2);
});

test('the React helper starts one client, also in strict mode', async () => {
  const bundle = await build({
    entryPoints: [new URL('react_page.mjs', import.meta.url).pathname], bundle: true, write: false, logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  site.react = bundle.outputFiles[0].text;
  const page = await context.newPage();
  await page.goto(site.url + '/react');
  await page.click('#buy');
  await page.evaluate(() => history.pushState(null, '', '/react/next'));
  await until('all four', () => site.named('bought').length && site.named('page').length === 2);
  assert.deepEqual(site.named('page').map((e) => e.properties.path), ['/react', '/react/next']);
  assert.deepEqual([site.named('identify')[0].userId, site.named('bought')[0].userId], ['u1', 'u1']);
});
