import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../src/store';
import { fakePage } from './fake';

test('ids live in localStorage, and in a cookie where there is none', () => {
  const page = fakePage();
  createStore({}).setId_('id', 'a');
  assert.equal(page.storage.griot_id, 'a');
  assert.equal(page.jar.size, 0);

  const bare = fakePage({ storage: 'none' });
  createStore({}).setId_('user', 'é; x=1');
  assert.deepEqual([...bare.jar.keys()], ['griot_user']);
  assert.equal(createStore({}).id_('user'), 'é; x=1');
});

test('the cookie option writes the id nowhere else than asked', () => {
  const page = fakePage();
  createStore({ persistence: 'cookie' }).setId_('id', 'a');
  assert.equal(page.jar.get('griot_id'), 'a');
  assert.deepEqual(Object.keys(page.storage), []);
  assert.equal(createStore({ persistence: 'cookie' }).id_('id'), 'a');
  page.jar.set('griot_id', '%E0%A4%A');
  assert.equal(createStore({ persistence: 'cookie' }).id_('id'), null);
});

test('cookieless stores nothing on the device', () => {
  const page = fakePage();
  const store = createStore({ persistence: 'memory' });
  store.setId_('id', 'a');
  store.set_('griot_q1', 'x');
  assert.equal(store.id_('id'), 'a');
  assert.deepEqual(store.keys_('griot_q'), ['griot_q1']);
  assert.deepEqual([Object.keys(page.storage), page.jar.size], [[], 0]);
});

test('what a full storage refuses stays in memory', () => {
  const page = fakePage();
  const store = createStore({});
  store.set_('griot_q1', 'old');
  page.storage.setItem = () => { throw new Error('QuotaExceededError'); };
  store.set_('griot_q1', 'new');
  assert.equal(store.get_('griot_q1'), 'new');
  store.remove_('griot_q1');
  assert.equal(store.get_('griot_q1'), null);
});

test('wiping leaves the keys of others', () => {
  const page = fakePage();
  page.storage.setItem('theirs', '1');
  const store = createStore({});
  store.setId_('id', 'a');
  store.set_('griot_q1', 'x');
  store.wipe_();
  assert.deepEqual(Object.keys(page.storage), ['theirs']);
});
