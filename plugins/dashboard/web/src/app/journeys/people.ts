interface Event {
  user_id: string | null;
  anonymous_id: string | null;
  channel: string | null;
  occurred_at: string | null;
}

export interface Somebody {
  who: string; // an identifier
  known: boolean; // it is more than a browser's
  channel: string | null;
  last: string;
  times: number;
}

// Whose events these are, each identifier once, in the order of events: the latest first.
export function peopleIn(events: Event[]): Somebody[] {
  const people = new Map<string, Somebody>();
  for (const { user_id, anonymous_id, channel, occurred_at } of events) {
    const who = user_id ?? anonymous_id;
    if (who === null) continue;
    const found = people.get(who);
    if (found) found.times += 1;
    else people.set(who, { who, known: user_id !== null, channel, last: occurred_at!, times: 1 });
  }
  return [...people.values()];
}
