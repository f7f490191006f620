import { expect, test } from 'vitest';
import { detailOf, member, titleOf, type TimelineEvent } from './events';

const event = (name: string, properties: unknown, context: unknown = {}): TimelineEvent => ({ id: '1', occurred_at: '', channel: 'web', name, user_id: null, anonymous_id: null, properties, context });

test('members of what anybody may send', () => {
  expect(member({ a: { b: 1 } }, 'a', 'b')).toBe('1');
  expect(member({ a: [] }, 'a', 'length')).toBe('0');
  expect(member({}, 'toString')).toBeUndefined();
  expect(member(null, 'a')).toBeUndefined();
  expect(member('text', 'length')).toBeUndefined();
  expect(member({ a: { b: {} } }, 'a', 'b')).toBeUndefined();
});

test('what says most of an event', () => {
  expect([titleOf(event('page_view', {})), detailOf(event('page_view', { path: '/a', title: 'A' }))]).toEqual(['Looked at a page', '/a · A']);
  expect(detailOf(event('page_view', {}, { page: { path: '/b' } }))).toBe('/b');
  expect(detailOf(event('message.sent', { text: 'Hello', templateName: 'greeting', agentId: 'asha' }))).toBe('Hello · template greeting · by asha');
  expect([titleOf(event('purchase', {})), detailOf(event('purchase', { product: 'Scarf', value: 1200, currency: 'KES' }))]).toEqual(['purchase', 'Scarf · 1200 KES']);
  expect(detailOf(event('error', 'no object'))).toBe('');
});
