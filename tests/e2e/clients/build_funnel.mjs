// Builds a funnel and an exploration as a person does, and saves them; prints what there was to see as JSON.
//   node build_funnel.mjs < {"url", "cookie"}     in a folder that has playwright-core
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const { url, cookie } = JSON.parse(readFileSync(0, 'utf8'));

const settle = (page) =>
  page.waitForFunction(() => document.querySelector('[data-panel]') && !document.querySelector('[aria-busy=true], [data-state=loading]'), undefined, { timeout: 30000 });
const rows = (page, title) => page.evaluate((name) => [...document.querySelectorAll(`table[data-table="${name}"] tbody tr`)].map((row) =>
  Object.fromEntries([...row.querySelectorAll('[data-column]')].map((cell) => [cell.dataset.column, cell.dataset.value]))), title);
const open = async (page, path) => {
  await page.goto(url + path);
  await settle(page);
};
const search = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));
const save = async (page, name) => {
  await page.getByLabel('Save what is shown as').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[data-saved]').getByText(name).waitFor();
};

async function funnel(page) {
  const seen = {};
  await open(page, '/funnels?project=demo');
  await page.getByRole('combobox', { name: 'Funnel', exact: true }).selectOption('WhatsApp: from a bot to an agent');
  await page.waitForFunction(() => location.search.includes('agent.handoff'));
  await settle(page);
  seen.ready = { search: await search(page), rows: await rows(page, 'Funnel') };

  for (const step of ['Step 4', 'Step 3']) await page.getByRole('button', { name: `Remove ${step}` }).click();
  await page.getByLabel('Step 1: kind').selectOption('template');
  seen.unready = await page.getByRole('button', { name: 'Show this funnel' }).isDisabled();
  await page.getByLabel('Step 1: Template sent').fill('new_season_b');
  await page.getByLabel('Step 2: Event').fill('message.received');
  await page.getByRole('button', { name: '+ where a property …' }).click();
  await page.getByLabel('Step 2, filter 1: property').fill('contentType');
  await page.getByLabel('Step 2, filter 1: value').fill('text');
  await page.getByRole('button', { name: 'Leave out who has an event on the way' }).click();
  await page.getByLabel('Not with 1: Event').fill('add_to_cart');
  await page.getByLabel('Within').selectOption('3 days');
  await page.getByLabel('Order').selectOption('any');
  await page.getByLabel('Split by property').fill('category');
  await page.getByRole('button', { name: 'Show this funnel' }).click();
  await page.waitForFunction(() => location.search.includes('new_season_b'));
  await settle(page);
  seen.built = { search: await search(page), rows: await rows(page, 'Funnel'), split: await rows(page, 'By category') };
  await save(page, 'Answers to the new season');

  await page.goBack();
  await settle(page);
  seen.back = await rows(page, 'Funnel');
  await open(page, '/drop-offs?project=demo');
  await page.getByRole('combobox', { name: 'Funnel', exact: true }).selectOption('Answers to the new season');
  await page.waitForFunction(() => location.search.includes('new_season_b'));
  await settle(page);
  await page.reload();
  await settle(page);
  seen.chosen = await rows(page, 'Where most are lost');
  await open(page, '/funnels?project=demo');
  await page.getByRole('button', { name: 'Delete Answers to the new season' }).click();
  await page.getByText('None yet.').waitFor();
  return seen;
}

async function explore(page) {
  const seen = {};
  await open(page, '/explore?project=demo');
  await page.getByLabel('Event or goal').selectOption('purchase');
  await page.getByLabel('Measure').selectOption('sum');
  await page.getByLabel('Of property').fill('value');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes('of=value'));
  await page.getByLabel('By', { exact: true }).selectOption('week');
  await page.waitForFunction(() => location.search.includes('week'));
  await page.getByLabel('Split by').selectOption('channel');
  await page.waitForFunction(() => location.search.includes('by=channel'));
  await settle(page);
  seen.built = { search: await search(page), rows: await rows(page, 'Over time'), totals: await rows(page, 'By channel') };
  await save(page, 'Revenue');
  await open(page, '/explore?project=demo');
  await page.getByRole('button', { name: 'Revenue', exact: true }).click();
  await page.waitForFunction(() => location.search.includes('of=value'));
  await settle(page);
  seen.again = { search: await search(page), rows: await rows(page, 'Over time') };
  return seen;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext();
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  console.log(JSON.stringify({ funnel: await funnel(page), explore: await explore(page), faults }));
} finally {
  await browser.close();
}
