// Opens a link as a person does, makes the account, and signs in again: prints what there was to see.
// node sign_in.mjs LINK EMAIL PASSWORD, in a folder that has playwright-core.
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const [link, email, password] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext();
  // The door stands by itself: here griot has no web app to go on to.
  await context.route('**/overview', (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  const faults = [], asked = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  const send = async (values) => {
    for (const [id, text] of Object.entries(values)) await page.fill('#' + id, text);
    await page.click('#send');
  };
  const read = (id) => page.textContent('#' + id);

  await page.goto(link);
  await page.waitForFunction(() => document.getElementById('title').textContent === 'Welcome');
  const seen = { what: await read('what'), address: page.url() };
  await send({ email, name: 'Amina', password });
  await page.waitForFunction(() => document.getElementById('title').textContent === 'You are signed in');
  seen.arrived = await read('what');
  seen.cookies = (await context.cookies()).map(({ name, httpOnly, sameSite, path }) => ({ name, httpOnly, sameSite, path }));
  seen.script_sees = await page.evaluate(() => document.cookie);
  seen.faults = faults.splice(0);

  await page.goto(link.split('#')[0]);
  await send({ email, password: 'not this one' });
  await page.waitForFunction(() => document.getElementById('said').textContent !== '');
  seen.refused = await read('said');
  await send({ password });
  await page.waitForFunction(() => document.getElementById('title').textContent === 'You are signed in');

  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForFunction(() => document.getElementById('said').textContent !== '');
  seen.used = await read('said');
  seen.hosts = [...new Set(asked.filter((url) => url.startsWith('http')).map((url) => new URL(url).origin))];
  seen.told = asked.some((url) => url.includes(link.split('#')[1]));
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
