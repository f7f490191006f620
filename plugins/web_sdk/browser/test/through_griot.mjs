// Visits to a site whose griot.js comes from the griot at GRIOT_URL and sends there with GRIOT_KEY:
//
//   node through_griot.mjs VISIT
//
// At its end a visit prints `step left` and goes on with the next line, as what left with a page is the
// browser's to send. The caller looks at the rows.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { startSite } from './site.mjs';

const { GRIOT_URL, GRIOT_KEY, CHROMIUM = '/usr/bin/chromium' } = process.env;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const site = await startSite(GRIOT_URL);
site.key = GRIOT_KEY;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext();
const later = { flushInterval: 60_000 };

const open = async (url) => {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  await page.goto(url);
  await page.waitForFunction(() => window.griot?.version);
  return page;
};
const close = async (page) => {
  const gone = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await gone;
};
/** Pages from here on believe that a minute more has passed. */
const aMinuteLater = () => context.addInitScript(() => { const now = Date.now; Date.now = () => now() + 70_000; });

const VISITS = {
  async calls() {
    const page = await open(site.at('/landing?utm_source=wa&utm_campaign=june&hs_token=t1', later));
    // What cannot be delivered at first comes later, and once.
    await page.route('**/v1/capture', (route) => route.abort(), { times: 1 });
    await page.evaluate(async () => {
      griot.track('signup', { plan: 'pro', note: 'naïve "Ω" 🦒' });
      await griot.flush();
      history.pushState(null, '', '/welcome');
      await new Promise((done) => setTimeout(done, 1100));
      griot.identify('u1', { email: 'amina@example.com' });
      await griot.flush();
      griot.track('purchase', { value: 3 });
    });
    await close(page);
  },

  async tabs() {
    const tabs = [await open(site.at('/one', later)), await open(site.at('/two', later))];
    await Promise.all(tabs.map((page, tab) => page.evaluate((tab) => {
      for (let n = 0; n < 30; n++) griot.track('t', { tab, n });
    }, tab)));
    for (const page of tabs) await close(page);
  },

  /** More than one beacon may carry: the rest goes with the next page. */
  async closed() {
    const page = await open(site.at('/', { ...later, pageViews: false }));
    await page.evaluate(() => { for (let n = 0; n < 7; n++) griot.track('t', { n, text: 'x'.repeat(15_000) }); });
    await close(page);
    await aMinuteLater();
    const next = await open(site.at('/', { flushInterval: 50, pageViews: false }));
    await next.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('griot_q')));
    await close(next);
  },

  /** Prints how many of its events the queue held in the end. */
  async offline() {
    const page = await open(site.at('/', { ...later, pageViews: false }));
    await context.setOffline(true);
    const held = await page.evaluate(async () => {
      for (let n = 0; n < 12_000; n++) griot.track('t', { n });
      await griot.flush();
      return Object.keys(localStorage).filter((key) => key.startsWith('griot_q'))
        .reduce((sum, key) => sum + parseInt(localStorage[key]), 0);
    });
    console.log(`held ${held}`);
    await context.setOffline(false);
    await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('griot_q')), null,
      { timeout: 60_000 });
    await close(page);
  },

  async reset() {
    const page = await open(site.at('/', { ...later, pageViews: false }));
    await page.evaluate(async () => {
      griot.track('before');
      griot.identify('u1', { plan: 'pro' });
      griot.reset();
      griot.track('after');
      await griot.flush();
    });
    await close(page);
  },

  async csp() {
    for (const csp of ['nonce', 'files']) {
      const page = await open(`${site.url}/?csp=${csp}`);
      await page.click('#buy');
      await page.evaluate(() => griot.flush());
      // The page's own style attribute is refused, and nothing of ours.
      const faults = page.faults.filter((text) => !/style|favicon/.test(text));
      if (faults.length) throw new Error(faults.join('\n'));
      await close(page);
    }
  },
};

try {
  await VISITS[process.argv[2]]();
  console.log('step left');
  await lines.next();
} finally {
  await browser.close();
  site.close();
  process.stdin.destroy();
}
