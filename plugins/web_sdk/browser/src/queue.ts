import { PREFIX, type Store } from './store.js';
import { uuid } from './util.js';

const QUEUE = PREFIX + 'q';

/** A segment is its writer's alone while it is younger than this … */
const YOUNG = 3e4;
/** … and anyone's once it is older than that, under the lock. Between the two nobody sends it, so
 * that a request under way (30 s at most) is over before another tab may take the segment. */
const OLD = 65e3;

/** In UTF-16 units, so at most 60,000 bytes of UTF-8: what a beacon can carry. */
export const CHUNK = 2e4;
const MOST_EVENTS = 50;
const MOST_TEXT = 3e6;
/** The capture door refuses longer events one by one. */
const MOST_EVENT = 32768;

/**
 * Events that wait to be sent, as segments `count,{event},{event}` under a key of time, tab and
 * number. Only the tab that made a segment appends to it: tabs never write one key by turns, which
 * localStorage could not do without losing events.
 */
export interface Queue {
  /** Appends one event's JSON; returns how many the open segment holds now. */
  add_(json: string): number;
  /** Keys that this tab may send now: its young ones, or everyone's old ones (with the lock). */
  ready_(old?: boolean): string[];
  /** Takes keys off the list while their events make one body of at most `most` (or one key's). */
  chunk_(keys: string[], most: number): { keys_: string[]; events_: string };
  /** No more is appended to these from here on. */
  close_(keys: string[]): void;
  remove_(keys: string[]): void;
  empty_(): boolean;
}

export const createQueue = (store: Store, limit: number): Queue => {
  const tab = uuid().slice(-12);
  const most = Math.min(MOST_EVENTS, limit);
  let open = '';
  let number = 0;

  const age = (key: string): number =>
    Math.abs(Date.now() - parseInt(key.slice(QUEUE.length), 36));
  const all = (): string[] => store.keys_(QUEUE);
  const size = (key: string): number => parseInt(store.get_(key) || '0');

  /** Before a segment is opened: room for it, at the cost of the oldest. */
  const trim = (): void => {
    const keys = all();
    let events = most;
    let text = CHUNK;
    for (const key of keys.reverse()) {
      events += size(key);
      text += (store.get_(key) || '').length;
      if (events > limit || text > MOST_TEXT) store.remove_(key);
    }
  };

  return {
    add_(json) {
      if (json.length > MOST_EVENT) return 0;
      let value = open && age(open) < YOUNG ? store.get_(open) : '';
      if (!value || parseInt(value) >= most || value.length + json.length > CHUNK) {
        trim();
        open = `${QUEUE}${Date.now().toString(36)}.${tab}.${1e6 + number++}`;
        value = '';
      }
      const count = parseInt(value || '0') + 1;
      store.set_(open, count + value.replace(/^\d+/, '') + ',' + json);
      return count;
    },
    ready_: (old) =>
      all().filter((key) => (old ? age(key) > OLD : key.includes(tab) && age(key) < YOUNG)),
    chunk_(keys, most) {
      const taken: string[] = [];
      let events = '';
      while (keys[0]) {
        const value = (store.get_(keys[0]) || '').replace(/^\d+/, '');
        if (events && events.length + value.length > most) break;
        events += value;
        taken.push(keys.shift()!);
      }
      return { keys_: taken, events_: events.slice(1) };
    },
    close_(keys) {
      if (keys.includes(open)) open = '';
    },
    remove_: (keys) => keys.forEach(store.remove_),
    empty_: () => !all().length,
  };
};
