// Visits a site whose pages have in their head what it is given, until griot has taken an event.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const site = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' })
  .end(`<!doctype html><html><head><title>My site</title>${process.argv[2]}</head><body></body></html>`));
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const taken = page.waitForResponse((answer) => answer.url().endsWith('/v1/capture') && answer.ok());
  await page.goto(`http://127.0.0.1:${site.address().port}/pricing`);
  await taken;
} finally {
  await browser.close();
  site.close();
}
