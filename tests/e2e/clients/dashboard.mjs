// Looks at pages of the web app in Chromium, and prints what there was to see as JSON.
//   node dashboard.mjs < {"url", "cookie", "pages": ["/overview?…"], "shots": folder or null}
// in a folder that has playwright-core and axe-core.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(process.cwd() + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { url, cookie, pages, shots } = JSON.parse(readFileSync(0, 'utf8'));
const looks = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
};
if (shots) mkdirSync(shots, { recursive: true });

const projectOf = (path) => new URLSearchParams(path.split('?')[1]).get('project');

// All panels have an answer, and all charts are drawn.
const settled = () =>
  document.querySelector('#page') !== null && document.querySelectorAll('[data-panel], [data-cards]').length > 0 &&
  document.querySelectorAll('[data-state=loading], [aria-busy=true], [data-chart]:not([data-drawn])').length === 0;

// What the page says, as programs can read it: each table's columns and raw values, each figure.
const read = () => {
  const rowsOf = (table) => [...table.querySelectorAll('tbody tr')].map((row) =>
    Object.fromEntries([...row.querySelectorAll('[data-column]')].map((cell) => [cell.dataset.column, cell.dataset.value])));
  const tables = Object.fromEntries([...document.querySelectorAll('table[data-table]')].map((table) => [table.dataset.table, rowsOf(table)]));
  const valued = (name) => Object.fromEntries([...document.querySelectorAll(`[data-${name}]`)].map((at) => [at.dataset[name], at.dataset.value]));
  const states = Object.fromEntries([...document.querySelectorAll('[data-panel]')].map((panel) => [panel.dataset.panel, panel.dataset.state]));
  const empty = [...document.querySelectorAll('[data-chart] canvas')].filter((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return !data.some((byte) => byte !== 0);
  }).length;
  const words = [];
  for (const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); walk.nextNode();) words.push(walk.currentNode);
  const seen = words.filter((node) => {
    if (!node.textContent.trim()) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.top < innerHeight && !node.parentElement.closest('.sr-only');
  });
  return {
    events: [...document.querySelectorAll('[data-event]')].map((at) => at.dataset.event), identifiers: [...document.querySelectorAll('[data-identifier]')].map((at) => at.dataset.identifier),
    notes: [...document.querySelectorAll('[data-notes] li')].map((at) => at.textContent),
    tables, states, empty, title: document.title, stats: valued('stat'), figures: valued('figure'),
    first_screen: seen.map((node) => node.textContent).join(' ').replace(/\s+/g, ' '),
    wide: document.documentElement.scrollWidth > Math.min(innerWidth, screen.width), // a phone shows a wider page whole, and small
  };
};

async function look(browser, path, name) {
  const context = await browser.newContext(looks[name]);
  const [key, value] = cookie.split('=');
  await context.addCookies([{ name: key, value, url }]);
  const page = await context.newPage();
  const faults = [], hosts = new Set();
  let bytes = 0;
  page.on('pageerror', (error) => faults.push(String(error)));
  // Of an answer that is none the console does not say whose.
  page.on('response', (answer) => answer.status() >= 400 && faults.push(`${answer.status()} ${answer.url()}`));
  page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load') && faults.push(message.text()));
  page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).origin));
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  const began = Date.now();
  await page.goto(url + path);
  try {
    await page.waitForFunction(settled, undefined, { timeout: 30000, polling: 20 });
  } catch {
    faults.push('not settled: ' + JSON.stringify((await page.evaluate(read)).states));
  }
  const seen = { path, look: name, milliseconds: Date.now() - began, bytes, ...(await page.evaluate(read)) };
  if (shots) await page.screenshot({ path: join(shots, `${path.split('?')[0].slice(1)}-${name}.png`), fullPage: true });
  if (shots && path.startsWith('/overview')) await page.screenshot({ path: join(shots, `first-screen-${projectOf(path)}-${name}.png`) });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  seen.violations = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
  await context.close();
  return { ...seen, faults, hosts: [...hosts] };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const all = [];
  for (const path of pages) for (const name of Object.keys(looks)) all.push(await look(browser, path, name));
  console.log(JSON.stringify(all));
} finally {
  await browser.close();
}
