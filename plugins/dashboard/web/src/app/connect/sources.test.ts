import { expect, it } from 'vitest';
import { snippetOf, stepsOf, type Source } from './sources';

const source: Source = { source: 'collect/x', plugin: 'whatsapp_crm', provider: null, url: null, open: true, seen_at: null, routes: [], variables: [] };

it('every source has steps, also one that only a mapping file knows', () => {
  expect(stepsOf({ ...source, provider: 'meta' })[0]).toContain('Callback URL');
  expect(stepsOf({ ...source, provider: 'toString' }).length).toBeGreaterThan(0);
  expect(stepsOf({ ...source, plugin: 'web_sdk' })[0]).toContain('write key');
});

it('the snippet has the address and the key', () => {
  expect(snippetOf('https://g.example', 'wk_1')).toBe('<script async src="https://g.example/griot.js" data-key="wk_1"></script>');
});
