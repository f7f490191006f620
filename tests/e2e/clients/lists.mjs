// Scrolls through long lists of the web app in Chromium, and prints what that cost as JSON.
//   node lists.mjs < {"url", "cookie", "steps": [{"do": …}, …]}
// in a folder that has playwright-core. Each step's answer stands at its place.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const { chromium } = require('playwright-core');
const { url, cookie, steps } = JSON.parse(readFileSync(0, 'utf8'));

const settled = () =>
  document.querySelectorAll('[data-panel]').length > 0 &&
  document.querySelectorAll('[data-state=loading], [aria-busy=true], [data-chart]:not([data-drawn])').length === 0;
const settle = (page) => page.waitForFunction(settled, undefined, { timeout: 30000, polling: 20 });

// What stands in a list: how many rows are in the page, and which row or event is the first of those that are seen.
const read = (box) => {
  const rows = [...box.querySelectorAll('tbody tr, li')];
  const top = box.getBoundingClientRect().top + (box.querySelector('thead')?.getBoundingClientRect().height ?? 0);
  const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1 && row.querySelector('[data-column], [data-event]'));
  const cell = first?.querySelector('[data-column]');
  return {
    rows: rows.length, whole: Number(box.dataset.rows ?? 0), top: Math.round(box.scrollTop), index: Number(first?.getAttribute('aria-rowindex') ?? 0) - 2,
    first: cell?.dataset.value ?? first?.querySelector('[data-event]')?.dataset.event,
    events: [...box.querySelectorAll('[data-event]')].map((at) => at.dataset.event), picked: box.querySelector('[aria-pressed=true]')?.dataset.event,
    inspector: document.querySelector('[data-inspector]')?.dataset.inspector, address: location.pathname + location.search,
  };
};

// Wheels down for five seconds, under a trace of the page's own thread.
async function scroll(page, context, list) {
  const client = await context.newCDPSession(page);
  const tasks = [];
  client.on('Tracing.dataCollected', ({ value }) => tasks.push(...value));
  const box = page.locator(list).first();
  await box.hover();
  await box.evaluate((at) => {
    window.mostRows = 0;
    const count = () => { window.mostRows = Math.max(window.mostRows, at.querySelectorAll('tbody tr, li').length); window.counting = requestAnimationFrame(count); };
    count();
  });
  const done = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
  await client.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] } });
  const end = Date.now() + 5000;
  while (Date.now() < end) await page.mouse.wheel(0, 400);
  await client.send('Tracing.end');
  await done;
  const mains = new Set(tasks.filter((task) => task.name === 'thread_name' && task.args?.name === 'CrRendererMain').map((task) => task.pid + ' ' + task.tid));
  const run = tasks.filter((task) => task.name === 'RunTask' && mains.has(task.pid + ' ' + task.tid));
  const longest = (of) => Math.max(0, ...run.map((task) => (task[of] ?? 0) / 1000));
  await settle(page);
  const rows = await page.evaluate(() => { cancelAnimationFrame(window.counting); return window.mostRows; });
  return { tasks: run.length, longest_ms: longest('dur'), longest_own_ms: longest('tdur'), most_rows: rows, ...(await box.evaluate(read)) };
}

const can = {
  // When its first row stands, from the moment that the address was gone to.
  async open({ path, list }, { page }) {
    await page.goto(url + path);
    const at = await page.waitForFunction((one) => document.querySelector(`${one} :is([data-column], [data-event])`) && performance.now(), list, { timeout: 30000, polling: 'raf' });
    const milliseconds = await at.jsonValue();
    await settle(page);
    return { milliseconds, ...(await page.locator(list).first().evaluate(read)) };
  },
  scroll: ({ list }, { page, context }) => scroll(page, context, list),
  async jump({ list, top }, { page }) {
    await page.locator(list).first().evaluate((at, to) => at.scrollTo(0, to), top);
    await page.waitForTimeout(0);
    await settle(page);
    // The address follows when the list has come to rest.
    await page.waitForFunction(() => new URLSearchParams(location.search).has('row'), undefined, { timeout: 10000 }).catch(() => {});
    await settle(page);
    return page.locator(list).first().evaluate(read);
  },
  async reload({ list }, { page }) {
    await page.reload();
    await page.waitForSelector(`${list} :is([data-column], [data-event])`);
    await settle(page);
    return page.locator(list).first().evaluate(read);
  },
  async back({ list }, { page }) {
    await page.goBack();
    await page.waitForSelector(`${list} :is([data-column], [data-event])`);
    await settle(page);
    return page.locator(list).first().evaluate(read);
  },
  async click({ on, list }, { page }) {
    await page.locator(on).first().click();
    if (list) await page.waitForSelector(`${list} :is([data-column], [data-event])`);
    await settle(page);
    return { address: await page.evaluate(() => location.pathname + location.search) };
  },
  // The event that is seen in the middle of the list.
  async pick({ list }, { page }) {
    const box = page.locator(list).first();
    const { x, y, width, height } = await box.boundingBox();
    for (let down = 0; down < 120; down += 12) {
      await page.mouse.click(x + width / 3, y + height / 2 + down);
      if (await page.locator('[data-inspector]').count()) break;
    }
    await settle(page);
    return box.evaluate(read);
  },
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const [key, value] = cookie.split('=');
  await context.addCookies([{ name: key, value, url }]);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  const answers = [];
  for (const step of steps) answers.push(await can[step.do](step, { page, context }));
  console.log(JSON.stringify({ answers, faults }));
} finally {
  await browser.close();
}
