import assert from 'node:assert/strict';
import { test } from 'node:test';

test('on a server, where there is no page, nothing happens and nothing throws', async () => {
  assert.equal((globalThis as any).window, undefined);
  const { default: griot } = await import('../src/index');
  griot.init('wk');
  griot.page();
  griot.track('t');
  griot.identify('u');
  griot.consent('denied');
  griot.reset();
  await griot.flush();
});
