import { member, type TimelineEvent } from './events';

// What became of a message, with when: receipts stand at their message, however many there are.
export interface Receipt {
  name: string;
  at: string;
}

export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'session'; key: string; at: string; session: string; channel: string }
  | { kind: 'gap'; key: string; seconds: number }
  | { kind: 'entry'; key: string; event: TimelineEvent; receipts: Receipt[] };

const receipts = new Set(['message.delivered', 'message.read', 'message.failed']);
const gap = 1800; // a session's idle time (docs/sessions.md)

function messageOf(event: TimelineEvent): string | undefined {
  if (event.name !== 'message.sent' && !receipts.has(event.name ?? '')) return undefined;
  return member(event.properties, 'messageId');
}

// Of each message the events that tell of it, the earliest first. They come the latest first.
function byMessage(events: TimelineEvent[]): Map<string, TimelineEvent[]> {
  const all = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const id = messageOf(event);
    if (id === undefined) continue;
    const list = all.get(id);
    if (list) list.push(event);
    else all.set(id, [event]);
  }
  for (const list of all.values()) list.reverse();
  return all;
}

// Events, the latest first, as a reader wants them: receipts folded into their message (which stands where it was
// sent, else at its first receipt), and between entries the days, sessions and pauses.
export function fold(events: TimelineEvent[], dayOf: (at: string) => string): Item[] {
  const messages = byMessage(events);
  const items: Item[] = [];
  let before: TimelineEvent | undefined;
  for (const event of events) {
    const message = messages.get(messageOf(event) ?? '');
    const stands = message && (message.find((one) => one.name === 'message.sent') ?? message[0]);
    if (stands && stands !== event) continue;
    items.push(...between(before, event, dayOf));
    items.push({ kind: 'entry', key: event.id!, event, receipts: receiptsOf(message ?? [], event) });
    before = event;
  }
  return items;
}

// The earliest of each kind, beside the event that stands for the message.
function receiptsOf(message: TimelineEvent[], event: TimelineEvent): Receipt[] {
  const first = new Map<string, string>();
  for (const one of message) {
    if (one !== event && receipts.has(one.name!) && !first.has(one.name!)) first.set(one.name!, one.occurred_at!);
  }
  return [...first].map(([name, at]) => ({ name: name.slice('message.'.length), at }));
}

// What stands between an entry and the one after it in time, which is above it.
function between(later: TimelineEvent | undefined, event: TimelineEvent, dayOf: (at: string) => string): Item[] {
  const at = event.occurred_at!;
  const items: Item[] = [];
  const seconds = later ? (Date.parse(later.occurred_at!) - Date.parse(at)) / 1000 : 0;
  if (seconds > gap) items.push({ kind: 'gap', key: 'gap ' + event.id, seconds });
  const newDay = !later || dayOf(later.occurred_at!) !== dayOf(at);
  if (newDay) items.push({ kind: 'day', key: 'day ' + event.id, at });
  if (event.session_id && (newDay || later?.session_id !== event.session_id)) {
    items.push({ kind: 'session', key: 'session ' + event.id, at, session: event.session_id, channel: event.channel ?? '' });
  }
  return items;
}
