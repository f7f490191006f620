import { locked } from './lock.js';
import { CHUNK, type Queue } from './queue.js';
import type { Store } from './store.js';
import { listen } from './util.js';

const TIMEOUT = 3e4;
const LONGEST_PAUSE = 3e5;

export interface Sender {
  /** Sends all that may be sent; one attempt at a time, and none before its time after a failure. */
  flush_(): Promise<void>;
  /** Makes a flush happen within the interval. */
  soon_(): void;
}

/**
 * Batches of the queue, as text/plain: such a request needs no preflight, so it can leave with the
 * page. 2xx and 4xx remove what was sent; no answer, 429 and 5xx leave it for another attempt.
 */
export const createSender = (
  store: Store,
  queue: Queue,
  writeKey: string,
  endpoint: string,
  interval: number,
): Sender => {
  const underWay = new Set<string>();
  let running: Promise<void> | undefined;
  let timer: unknown;
  let failures = 0;
  let notBefore = 0;

  const body = (events: string): string =>
    `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${new Date().toISOString()}","batch":[${events}]}`;

  const failed = (retryAfter?: string | null): void => {
    const asked = retryAfter ? +retryAfter * 1e3 || Date.parse(retryAfter) - Date.now() || 0 : 0;
    const pause = Math.min(2 ** failures++ * 1e3, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
    notBefore = Date.now() + Math.max(Math.min(asked, 36e5), pause);
  };

  /** True when these events are done with. */
  const post = async (events: string): Promise<boolean> => {
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const { status, headers } = await fetch(endpoint, {
        method: 'POST',
        body: body(events),
        credentials: 'omit',
        // Browsers refuse it over 64 KB.
        keepalive: events.length <= CHUNK,
        signal: abort.signal,
      });
      if (status !== 429 && status < 500) {
        failures = 0;
        return true;
      }
      failed(headers.get('retry-after'));
    } catch {
      failed();
    } finally {
      clearTimeout(timeout);
    }
    return false;
  };

  /** Sends one chunk off the list; false when it is time to stop. */
  const sendChunk = async (keys: string[]): Promise<boolean> => {
    const { keys_, events_ } = queue.chunk_(keys, keys.length > 4 ? CHUNK * 8 : CHUNK);
    if (!events_) return false;
    queue.close_(keys_);
    keys_.forEach((key) => underWay.add(key));
    const done = await post(events_);
    if (done) queue.remove_(keys_);
    keys_.forEach((key) => underWay.delete(key));
    return done;
  };

  const free = (old?: boolean): string[] => queue.ready_(old).filter((key) => !underWay.has(key));
  const paused = (): boolean => Date.now() < notBefore || navigator.onLine === false;

  const run = async (): Promise<void> => {
    // Asked anew each time: a slow answer makes young keys grow old.
    while (!paused() && (await sendChunk(free())));
    for (let more = true; more; ) {
      more = false;
      if (paused() || !free(true)[0]) break;
      await locked(store, async () => {
        more = await sendChunk(free(true));
      });
    }
  };

  const sender: Sender = {
    flush_() {
      return (running ||= run()
        .catch(() => {})
        .then(() => {
          running = undefined;
          if (!queue.empty_()) sender.soon_();
        }));
    },
    soon_() {
      timer ||= setTimeout(() => {
        timer = 0;
        void sender.flush_();
      }, Math.max(interval, notBefore - Date.now()));
    },
  };

  listen(window, 'online', () => {
    failures = notBefore = 0;
    void sender.flush_();
  });
  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') void sender.flush_();
  });
  listen(window, 'pagehide', () => {
    const keys = free();
    while (keys[0] && !paused()) {
      const { keys_, events_ } = queue.chunk_(keys, CHUNK);
      // What the browser does not take stays for the next page.
      if (!navigator.sendBeacon(endpoint, body(events_))) break;
      queue.close_(keys_);
      queue.remove_(keys_);
    }
    // Being hidden comes after this: what it sent now could not be taken off the queue any more.
    notBefore = Math.max(notBefore, Date.now() + 1e3);
  });
  return sender;
};
