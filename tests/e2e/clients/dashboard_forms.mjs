// Fills in a form of the web app; prints what there was to see as JSON.
//   node dashboard_forms.mjs NAME < {"url", "cookie"}
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const { url, cookie } = JSON.parse(readFileSync(0, 'utf8'));

const settings = (page, tab) => page.goto(`${url}/settings?project=demo&tab=${tab}`);
const label = (page, name) => page.getByLabel(name, { exact: true });
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

const forms = {
  async project(page) {
    await settings(page, 'project');
    await label(page, 'Answer customers within, seconds').fill('600');
    await label(page, 'A session ends after, seconds by channel').fill('web 900');
    await label(page, 'Monday').fill('09:00-12:30, 13:30–18:00');
    await press(page, 'Save');
    await page.getByText('Saved.').waitFor();
    await label(page, 'Time zone').fill('Nowhere/Else');
    const [refused] = await Promise.all([page.getByRole('status').filter({ hasText: 'timezone' }).innerText(), press(page, 'Save')]);
    return { refused, expected: [400] };
  },

  async goal(page) {
    await settings(page, 'goals');
    await label(page, 'Name').fill('Big order');
    await label(page, 'Event').fill('purchase');
    await label(page, 'Property with its worth').fill('total');
    await label(page, 'Only where property').fill('total');
    await label(page, 'Holds').selectOption('gte');
    await label(page, 'Value').fill('1000');
    await press(page, 'Add the goal');
    await page.getByText('Big order', { exact: true }).waitFor();
    return {};
  },

  async key(page) {
    await page.goto(`${url}/connect?project=demo`);
    await label(page, 'Name').fill('my site');
    await label(page, 'Only from these sites').fill('https://shop.example');
    await press(page, 'Make a key');
    const read = (name) => page.getByRole('region', { name, exact: true }).innerText();
    const key = await read('the key');
    const snippet = await read('the snippet');
    await page.reload();
    await page.getByText('my site').waitFor();
    return { key, snippet, afterwards: await page.innerText('main') };
  },

  async team(page) {
    await settings(page, 'people');
    await label(page, 'Role of other@example.com').selectOption('analyst');
    await label(page, 'E-mail').fill('third@example.com');
    await label(page, 'Role').selectOption('viewer');
    await press(page, 'Invite');
    const link = await page.locator('code', { hasText: '/welcome#' }).innerText();
    await page.getByText('invited as viewer').waitFor();
    return { link };
  },

  async note(page) {
    await settings(page, 'notes');
    await label(page, 'Day').fill('2026-10-01');
    await label(page, 'What happened').fill('Launch');
    await press(page, 'Add');
    await page.getByText('Launch', { exact: true }).waitFor();
    return {};
  },

  async first(page) {
    await page.goto(`${url}/?project=fresh`);
    await page.waitForURL('**/connect*');
    const opened = await page.evaluate(() => location.pathname + location.search);
    const head = page.locator('#first');
    const before = await head.innerText();
    await press(page, 'Make a key');
    const key = await page.getByRole('region', { name: 'the key', exact: true }).innerText();
    await page.getByText('it shows here within a second').waitFor();
    let answer;
    do {
      answer = await fetch(url + '/v1/capture', { method: 'POST', headers: { 'X-Write-Key': key }, body: '{"batch":[{"event":"signup","userId":"u1"}]}' });
      if (answer.status === 401) await new Promise((resolve) => setTimeout(resolve, 100));
    } while (answer.status === 401);
    await head.filter({ hasText: 'There it is' }).waitFor();
    return { opened, before, after: await head.innerText() };
  },
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext();
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const faults = [], refused = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('response', (answer) => answer.status() >= 400 && refused.push(answer.status()));
  const { expected = [], ...seen } = await forms[process.argv[2]](page);
  console.log(JSON.stringify({ ...seen, faults: [...faults, ...refused.filter((status) => !expected.includes(status))] }));
} finally {
  await browser.close();
}
