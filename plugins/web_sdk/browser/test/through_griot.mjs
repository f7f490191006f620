// A visit whose events go to the griot at GRIOT_DOOR with the key GRIOT_KEY; the caller looks at the rows.
import { chromium } from 'playwright-core';
import { startSite } from './site.mjs';

const site = await startSite();
site.key = process.env.GRIOT_KEY;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const options = { endpoint: process.env.GRIOT_DOOR, flushInterval: 60_000 };
  await page.goto(site.at('/landing?utm_source=wa&utm_campaign=june&hs_token=t1', options));
  await page.waitForFunction(() => window.griot?.version);
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
  await page.close({ runBeforeUnload: true });
  // The beacon is the browser's now; give it a moment before the browser ends.
  await new Promise((done) => setTimeout(done, 1000));
} finally {
  await browser.close();
  site.close();
}
