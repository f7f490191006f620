import { createGriot } from './client.js';
import { createStore } from './store.js';
import type { Properties } from './types.js';
import { safe, uuid } from './util.js';

/** What the incumbent's SDK kept in localStorage, and keeps finding there if a site goes back to it. */
const ANONYMOUS = 'analytics_anonymous_id';
const USER = 'analytics_user_id';
const QUEUE = 'analytics_queue';

/** Of what it could not send, so many go in one request: some 50 KB. */
const MOST_EVENTS = 50;

/** The incumbent's options, its guide's `debug` among them. */
export interface AnalyticsOptions {
  apiEndpoint?: string;
  batchSize?: number;
  flushIntervalMs?: number;
  sessionTimeoutMs?: number;
  debug?: boolean;
}

/** The incumbent's calls. */
export interface Analytics {
  init(writeKey: string, options?: AnalyticsOptions): void;
  page(properties?: Properties): void;
  page(name?: string, properties?: Properties): void;
  track(event: string, properties?: Properties): void;
  identify(userId: string | number, traits?: Properties): void;
  /** Forgets the user and the session; the visitor stays who he is. */
  reset(): void;
  flush(): Promise<void>;
}

const kept = safe((key: string) => localStorage.getItem(key));
const keep = safe((key: string, value: string) => localStorage.setItem(key, value));
const drop = safe((key: string) => localStorage.removeItem(key));

/**
 * Sends what the incumbent's SDK left unsent. Its retries merged the list with itself, so each event
 * stands there many times; sent twice by two tabs it is still one row, as its id is its own.
 */
const recover = async (endpoint: string, writeKey: string): Promise<void> => {
  const left = new Map<string, Properties>();
  try {
    for (const event of JSON.parse(kept(QUEUE) || '[]')) {
      left.set(event.message_id || event.event_id || uuid(), event);
    }
  } catch {
    // Whatever stands there, it is no list of events.
  }
  while (left.size) {
    const ids = [...left.keys()].slice(0, MOST_EVENTS);
    const { status } = await fetch(endpoint, {
      method: 'POST',
      body: JSON.stringify({
        write_key: writeKey,
        sent_at: new Date().toISOString(),
        batch: ids.map((id) => left.get(id)),
      }),
      credentials: 'omit',
    });
    // The next page tries again.
    if (status === 429 || status >= 500) return;
    ids.forEach((id) => left.delete(id));
    keep(QUEUE, JSON.stringify([...left.values()]));
  }
  drop(QUEUE);
};

/**
 * The incumbent's SDK over griot.js. Visitors keep their ids, and nothing is captured by itself, as
 * there. No method throws, before init neither.
 */
export const createAnalytics = (served?: string): Analytics => {
  const griot = createGriot(served);
  const ids = createStore({});
  let debug = false;

  const adopt = (key: string, name: string): void => {
    const old = kept(key);
    if (old && !ids.id_(name)) ids.setId_(name, old);
  };

  const told = <A extends unknown[], R>(name: string, work: (...args: A) => R) =>
    safe((...args: A) => {
      if (debug) console.debug('analytics', name, ...args);
      return work(...args);
    }) as (...args: A) => R;

  return {
    init: told('init', (writeKey, options = {}) => {
      debug = !!options.debug;
      adopt(ANONYMOUS, 'id');
      adopt(USER, 'user');
      if (!ids.id_('id')) ids.setId_('id', uuid());
      keep(ANONYMOUS, ids.id_('id')!);
      const token = new URLSearchParams(location.search).get('hs_token');
      const endpoint = options.apiEndpoint || served;
      griot.init(writeKey, {
        endpoint,
        batchSize: options.batchSize || 10,
        flushInterval: options.flushIntervalMs,
        sessionTimeout: options.sessionTimeoutMs,
        pageViews: false,
        // Whom the site counts was decided when it took up the incumbent's SDK.
        respectDnt: false,
        context: token ? { handshakeToken: token } : undefined,
      });
      recover(endpoint || '/v1/capture', writeKey).catch(() => {});
    }),
    page: told('page', griot.page as (...args: any[]) => void),
    track: told('track', griot.track),
    identify: told('identify', (userId, traits) => {
      keep(USER, String(userId));
      griot.identify(userId, traits);
    }),
    reset: told('reset', () => {
      const visitor = ids.id_('id');
      griot.reset();
      if (visitor) ids.setId_('id', visitor);
      drop(USER);
    }),
    flush: async () => griot.flush(),
  };
};
