// Visits to a site of the incumbent's, to the griot at GRIOT_URL with the key GRIOT_KEY:
//
//   node visits.mjs KIND SDK VISIT    KIND of page (pages.mjs); SDK: `own`, the incumbent's, or `griot`
//
// Before each step it prints `step NAME` and goes on with the next line that it is given. The caller
// looks at the rows.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { page as html } from './pages.mjs';

const [kind, sdk, visit] = process.argv.slice(2);
const { GRIOT_URL, GRIOT_KEY, CHROMIUM = '/usr/bin/chromium' } = process.env;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const step = async (name) => { console.log(`step ${name}`); await lines.next(); };

let script = sdk;
const own = readFileSync(new URL('sdk.js', import.meta.url), 'utf8');
const site = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://site');
  if (pathname.endsWith('.js')) return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(own);
  // Where the incumbent's own script stays, the page says where to send; griot's knows.
  const options = { flushIntervalMs: 300, ...(script === 'own' && { apiEndpoint: GRIOT_URL + '/v1/capture' }) };
  const given = { src: script === 'own' ? '' : GRIOT_URL, key: GRIOT_KEY, options: JSON.stringify(options) };
  return response.writeHead(200, { 'Content-Type': 'text/html' }).end(html(kind, given));
});
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const at = (path) => `http://127.0.0.1:${site.address().port}${path}`;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext();

/** Does it, and waits until griot has answered so to a request that came after. */
const answered = async (status, page, ...work) => {
  const answer = page.waitForResponse((each) =>
    each.url().endsWith('/v1/capture') && each.request().method() === 'POST' && each.status() === status);
  await page.evaluate(...work);
  await answer;
};

const open = async (path) => {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  await page.goto(at(path));
  await page.waitForFunction(() => window.analytics_sdk);
  return page;
};

const close = async (page) => {
  if (page.faults.length) throw new Error(page.faults.join('\n'));
  const gone = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await gone;
};

const VISITS = {
  /** Every call; the last event leaves with the page. */
  async calls() {
    const page = await open('/pricing?hs_token=h1&utm_source=wa');
    await answered(200, page, () => {
      analytics.track('signup', { plan: 'pro', nested: { n: [1, 2] } });
      analytics.identify('u1', { email: 'amina@example.com' });
      analytics.track('bought', { value: 3 });
    });
    await answered(200, page, () => { analytics.reset(); analytics.track('after'); });
    await page.evaluate(() => analytics.track('last words'));
    await close(page);
    // The beacon is the browser's now, and asks first where it may not simply go.
    await step('left');
  },

  /** griot cannot keep anything for a while. */
  async outage() {
    const page = await open('/');
    await answered(200, page, () => analytics.track('before'));
    await step('stop');
    for (let n = 0; n < 3; n++) {
      await answered(503, page, (n) => analytics.track('during', { n }), n);
    }
    await step('start');
    await answered(200, page, () => analytics.track('after'));
    await step('back');
    await close(page);
  },

  /** From the incumbent's own script to griot's, with events left in its list. */
  async change() {
    script = 'own';
    const before = await open('/');
    await answered(200, before, () => analytics.identify('u1'));
    await step('stop');
    for (let n = 0; n < 4; n++) {
      await answered(503, before, (n) => analytics.track('left', { n }), n);
    }
    const left = await before.evaluate(() => localStorage.analytics_queue);
    if (JSON.parse(left).length < 10) throw new Error('the list did not grow: ' + left.length);
    // A browser that dies tells nobody.
    await before.evaluate((list) => { addEventListener('pagehide', () => { localStorage.analytics_queue = list; }); }, left);
    await close(before);
    await step('start');
    script = 'griot';
    const after = await open('/');
    await after.waitForFunction(() => !localStorage.analytics_queue);
    await step('changed');
    await close(after);
  },
};

try {
  await VISITS[visit]();
} finally {
  await browser.close();
  site.close();
  process.stdin.destroy();
}
