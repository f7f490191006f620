import { expect, test } from 'vitest';
import type { TimelineEvent } from '@/timeline/events';
import { evidenceOf } from './evidence';

const event = (id: string, name: string, user: string | null, anonymous: string | null, properties: object = {}): TimelineEvent => ({
  id, name, occurred_at: '2026-10-01T10:00:00Z', channel: 'web', user_id: user, anonymous_id: anonymous, properties, context: {},
});
const why = (ids: string[], events: TimelineEvent[]) => Object.fromEntries([...evidenceOf(ids.map((value) => ({ type: '', value })), events)].map(([value, { event, beside }]) => [value, `${event.id} ${beside}`]));

test('the earliest event that shows two says why', () => {
  expect(why(['ann@x.org', 'b1', '+254700000000'], [
    event('3', 'page_view', 'ann@x.org', 'b1'), event('2', 'identify', 'ann@x.org', 'b1', { traits: { email: 'Ann@x.org', phone: '+254700000000' } }), event('1', 'page_view', null, 'b1'),
  ])).toEqual({ 'ann@x.org': '2 b1', b1: '2 ann@x.org', '+254700000000': '2 ann@x.org' });
});

test('a token that was in a message to them is why a browser is theirs', () => {
  expect(why(['+254700000000', 'b1'], [event('2', 'handshake_complete', null, 'b1', { hsToken: 't' }), event('1', 'message.sent', '+254700000000', null, { hs_token: 't' })]))
    .toEqual({ b1: '2 +254700000000', '+254700000000': '2 b1' });
});

test('what belongs to others explains nothing', () => {
  expect(why(['b1'], [event('1', 'page_view', 'other', 'b1')])).toEqual({});
});
