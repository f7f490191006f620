import { expect, test } from 'vitest';
import type { TimelineEvent } from './events';
import { fold } from './fold';

const day = (at: string) => at.slice(0, 10);
let last = 0;
const event = (name: string, at: string, properties: object = {}, session: string | null = null): TimelineEvent => ({
  id: String(++last), occurred_at: at, channel: 'whatsapp', name, session_id: session, user_id: '+1', anonymous_id: null, properties, context: {},
});
const kinds = (events: TimelineEvent[]) => fold(events, day).map((item) => (item.kind === 'entry' ? item.event.name + item.receipts.map((one) => ' ' + one.name + '@' + one.at.slice(11, 16)).join('') : item.kind));

test('receipts stand at their message, in order of time, the earliest of each', () => {
  const of = { messageId: 'm' };
  expect(kinds([
    event('message.read', '2026-10-01T10:20:00Z', of), event('message.read', '2026-10-01T10:09:00Z', of), event('page_view', '2026-10-01T10:08:00Z'),
    event('message.delivered', '2026-10-01T10:01:00Z', of), event('message.sent', '2026-10-01T10:00:00Z', of),
  ])).toEqual(['day', 'page_view', 'message.sent delivered@10:01 read@10:09']);
});

test('a receipt whose message is not known stands for it', () => {
  expect(kinds([event('message.read', '2026-10-01T10:20:00Z', { messageId: 'm' }), event('message.delivered', '2026-10-01T10:19:00Z', { messageId: 'm' }),
    event('message.read', '2026-10-01T10:18:00Z')])).toEqual(['day', 'message.delivered read@10:20', 'message.read']);
});

test('pauses of more than half an hour, days and sessions are marked', () => {
  expect(kinds([
    event('page_view', '2026-10-02T10:30:00Z', {}, 'b'), event('page_view', '2026-10-02T10:00:00Z', {}, 'b'), event('page_view', '2026-10-02T09:29:59Z', {}, 'a'),
    event('page_view', '2026-10-01T09:00:00Z'),
  ])).toEqual(['day', 'session', 'page_view', 'page_view', 'gap', 'session', 'page_view', 'gap', 'day', 'page_view']);
});

test('members of any name are data, not the prototype', () => {
  expect(kinds([event('message.sent', '2026-10-01T10:00:00Z', { messageId: '__proto__' }), event('constructor', '2026-10-01T10:00:00Z')])).toEqual(['day', 'message.sent', 'constructor']);
});
