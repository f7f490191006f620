// A newcomer's first minutes with the web app; prints what there was to see as JSON.
//   node newcomer.mjs NAME < {"url", …}, in a folder that has playwright-core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const told = JSON.parse(readFileSync(0, 'utf8'));
const { url } = told;

// All panels have an answer, and all charts are drawn.
const settled = () =>
  document.querySelectorAll('[data-panel], [data-cards]').length > 0 &&
  document.querySelectorAll('[data-state=loading], [aria-busy=true], [data-chart]:not([data-drawn])').length === 0;
const settle = (page) => page.waitForFunction(settled, undefined, { timeout: 60000, polling: 20 });
const badge = (page) => page.evaluate(() => document.querySelector('[data-demo]')?.textContent ?? null);

// The overview in a browser that was never here, as often as asked: from its opening to its last panel.
async function openings(browser, cookies, times) {
  const all = [];
  for (let i = 0; i < times; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies(cookies);
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    let bytes = 0;
    await client.send('Network.enable');
    client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
    const began = Date.now();
    await page.goto(url + '/overview?project=demo');
    await settle(page);
    const milliseconds = Date.now() - began;
    const requests = await page.evaluate(() => performance.getEntriesByType('resource')
      .filter((one) => one.name.includes('/api/'))
      .map((one) => [new URL(one.name).pathname.slice(7), Math.round(one.startTime), Math.round(one.duration)]));
    all.push({ milliseconds, bytes, requests });
    await context.close();
  }
  return all;
}

const walks = {
  // From the printed link to the demo's story, over all pages, and to the first event of one's own.
  async first(browser) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const faults = [], hosts = new Set();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('response', (answer) => answer.status() >= 400 && answer.status() !== 401 && faults.push(`${answer.status()} ${answer.url()}`));
    page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).origin));
    await page.goto(told.link);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    for (const [id, text] of Object.entries(told.account)) await page.fill('#' + id, text);
    await page.click('#send');
    await page.waitForURL('**/overview*');
    await settle(page);
    const seen = { path: await page.evaluate(() => location.pathname + location.search), story: await page.innerText('[data-narrative]'), badges: {} };
    const cookies = await context.cookies();
    for (const path of told.pages) {
      await page.goto(url + path + '?project=demo');
      await page.waitForSelector('header h1');
      seen.badges[path] = await badge(page);
    }
    await page.goto(url + '/overview?project=demo');
    await settle(page);
    await page.getByLabel('Project', { exact: true }).selectOption(told.own);
    await page.waitForURL('**/connect*');
    await page.getByRole('heading', { name: 'Nothing was heard for' }).waitFor();
    await page.getByText('Send an event, as it says below').waitFor();
    seen.own_badge = await badge(page);
    await fetch(url + '/v1/capture', { method: 'POST', headers: { 'X-Write-Key': told.key }, body: JSON.stringify({ batch: [{ event: 'signup', userId: 'u1' }] }) });
    await page.getByText('There it is: your first event.').waitFor();
    await page.goto(url + '/');
    await page.waitForURL('**/overview*');
    seen.then = await page.evaluate(() => location.search);
    await context.close();
    return { ...seen, faults, hosts: [...hosts], openings: await openings(browser, cookies, 3) };
  },

  async overview(browser) {
    const [name, value] = told.cookie.split('=');
    return openings(browser, [{ name, value, url }], told.times);
  },
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  console.log(JSON.stringify(await walks[process.argv[2]](browser)));
} finally {
  await browser.close();
}
