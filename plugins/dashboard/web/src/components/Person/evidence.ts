import { member, type TimelineEvent } from '@/timeline/events';

export interface Identifier {
  type: string;
  value: string;
  first_seen?: string;
}

export interface Evidence {
  event: TimelineEvent;
  beside: string; // the identifier that it was seen together with
}

// What an event shows of who somebody is: as griot's identity rules read it (docs/identity.md).
function shown({ user_id, anonymous_id, properties: p }: TimelineEvent): string[] {
  const values = [user_id, anonymous_id, member(p, 'traits', 'email')?.toLowerCase(), member(p, 'traits', 'phone'), member(p, 'email')?.toLowerCase(), member(p, 'phone')];
  return values.filter((value): value is string => !!value);
}

const token = ({ properties: p }: TimelineEvent) => member(p, 'hs_token') ?? member(p, 'hsToken');

// For each identifier the earliest event in which it stands beside another of the same person, or whose token was in
// a message to them. Events come the latest first. What is not among them is not known here.
export function evidenceOf(identifiers: Identifier[], events: TimelineEvent[]): Map<string, Evidence> {
  const mine = new Set(identifiers.map((one) => one.value));
  const sentTo = new Map<string, string>();
  const found = new Map<string, Evidence>();
  for (const event of events.toReversed()) {
    const hand = token(event);
    if (event.name === 'message.sent' && hand && event.user_id) sentTo.set(hand, event.user_id);
    const together = shown(event).filter((value) => mine.has(value));
    const by = hand !== undefined && event.name !== 'message.sent' ? sentTo.get(hand) : undefined;
    if (by !== undefined && mine.has(by)) together.push(by);
    for (const value of together) {
      const beside = together.find((other) => other !== value);
      if (beside !== undefined && !found.has(value)) found.set(value, { event, beside });
    }
  }
  return found;
}
