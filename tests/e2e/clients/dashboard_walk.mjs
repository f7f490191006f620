// Walks through the web app as a person does; prints what there was to see as JSON.
//   node dashboard_walk.mjs NAME < {"url", "cookie", …}
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const told = JSON.parse(readFileSync(0, 'utf8'));
const { url } = told;

const people = (page) => page.locator('[data-stat=active_people]').getAttribute('data-value');
const settle = (page) =>
  page.waitForFunction(() => document.querySelector('[data-stat=active_people]')?.dataset.value && !document.querySelector('[aria-busy=true], [data-state=loading]'), undefined, { timeout: 30000 });
const search = (page) => page.evaluate(() => location.search);

const walks = {
  async live(page) {
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(url + '/live?project=demo');
    await page.waitForSelector('[data-feed=open]');
    const post = (name) => fetch(url + '/v1/capture', { method: 'POST', headers: { 'X-Write-Key': told.key }, body: JSON.stringify({ batch: [{ event: name, userId: 'u1' }] }) });
    // The doors know a new key within a second or two.
    while ((await fetch(url + '/v1/capture', { method: 'POST', headers: { 'X-Write-Key': told.key }, body: '{"batch":[]}' })).status === 401) await new Promise((resolve) => setTimeout(resolve, 100));
    await post('warm up');
    await page.getByText('warm up').waitFor();
    const milliseconds = {};
    for (const name of told.names.slice(0, 2)) {
      const began = Date.now();
      await post(name);
      await page.getByText(name).waitFor();
      milliseconds[name] = Date.now() - began;
    }
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.waitForSelector('[data-feed=paused]');
    const last = told.names[2];
    await post(last);
    const answer = await fetch(url + '/api/v1/events?project=demo&name=' + encodeURIComponent(last), { headers: { Cookie: told.cookie } });
    await answer.json();
    const while_paused = await page.getByText(last).isVisible();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText(last).waitFor();
    return { milliseconds, while_paused, after_pause: await page.locator('[data-event]').first().innerText(), faults };
  },

  async newcomer(page) {
    await page.context().clearCookies();
    await page.goto(url + '/');
    await page.waitForURL('**/welcome*');
    await page.goto(told.link);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.fill('#password', told.password);
    await page.click('#send');
    await page.waitForURL('**/overview*');
    await settle(page);
    return { path: await page.evaluate(() => location.pathname + location.search), story: await page.innerText('[data-narrative]'), demo: await page.getByText('demo data', { exact: true }).innerText() };
  },

  async address(page) {
    const open = (tab) => tab.goto(url + '/overview?project=demo');
    await open(page);
    await settle(page);
    const wide = await people(page);
    await page.getByLabel('Time', { exact: true }).selectOption('7d');
    const after_choice = await search(page);
    await page.getByLabel('Add a filter').selectOption('channel');
    await page.getByLabel('Channel', { exact: true }).fill('web');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.search.includes('channel'));
    const after_filter = await search(page);
    await page.goBack();
    await settle(page);
    const after_back = await search(page);
    const before_reload = await people(page);
    await page.reload();
    await settle(page);
    const other = await page.context().newPage();
    await open(other);
    await settle(other);
    return { wide, after_choice, after_filter, after_back, before_reload, after_reload: await people(page), other_tab: await people(other) };
  },

  // What each page offers as a channel to be held to.
  async channels(page) {
    const found = {};
    for (const path of told.pages) {
      await page.goto(url + path + '?project=demo');
      await page.getByLabel('Add a filter').selectOption('channel');
      await page.locator('#filter-values option').first().waitFor({ state: 'attached' });
      found[path] = await page.locator('#filter-values option').evaluateAll((options) => options.map((option) => option.value));
    }
    return found;
  },

  async lost(page) {
    await page.clock.install();
    await page.goto(url + '/overview?project=demo');
    await settle(page);
    const before = await people(page);
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.clock.fastForward(61_000); // when all is asked for again
    const status = page.getByText('griot cannot be reached. What');
    await status.waitFor();
    const said = await status.innerText();
    const kept = (await people(page)) === before;
    await page.locator('[data-state=stale]').first().waitFor();
    await page.unroute('**/api/v1/**');
    await status.waitFor({ state: 'detached' });
    await settle(page);
    return { said, kept, healed: (await page.getByText('cannot be reached').count()) === 0 ? '' : 'still' };
  },
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext();
  const [name, value] = told.cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  console.log(JSON.stringify(await walks[process.argv[2]](await context.newPage())));
} finally {
  await browser.close();
}
