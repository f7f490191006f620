import { autocapture } from './autocapture.js';
import { campaignOf, deviceOf, pageOf } from './context.js';
import { createQueue, type Queue } from './queue.js';
import { createSender, type Sender } from './sender.js';
import { createStore, type Store } from './store.js';
import type { Consent, Griot, Options, Properties } from './types.js';
import { safe, uuid } from './util.js';

export const VERSION = '1.0.0';

/** Events kept in memory before init, and while consent is pending. */
const MOST_WAITING = 1000;

/** A client of its own. Nothing is read, stored or sent before init; no method throws. */
export const createGriot = (served = '/v1/capture'): Griot => {
  let options: Options = {};
  let key = '';
  let consent: Consent = 'pending';
  let asked: Consent | undefined;
  let store: Store | undefined;
  let queue: Queue;
  let sender: Sender | undefined;
  /** Known before anything may be stored; afterwards the store has it, for all tabs. */
  let user: string | undefined;
  let campaign: Properties | undefined;
  let referrer: string | undefined;
  let href: string;
  let waiting: Properties[] = [];

  const stored = (): Store => store || createStore(options);

  const context = (): Properties => ({
    library: { name: 'griot.js', version: VERSION },
    page: pageOf((referrer ??= document.referrer)),
    // Routers tidy the address up, so the campaign of this page load is remembered.
    campaign: (campaign = campaignOf(location.search) || campaign),
    ...deviceOf(),
  });

  /** One id for all tabs, until there was silence for longer than the timeout. */
  const session = (): string => {
    const now = Date.now();
    const [id, last] = (store!.id_('session') || '').split('.');
    const awake = Math.abs(now - +last) <= (options.sessionTimeout || 18e5);
    const current = id && awake ? id : uuid();
    store!.setId_('session', current + '.' + now);
    return current;
  };

  const anonymous = (): string => {
    let id = store!.id_('id');
    if (!id) store!.setId_('id', (id = uuid()));
    return id;
  };

  const keep = (event: Properties): void => {
    if (consent === 'denied') return;
    if (!store || consent === 'pending') {
      waiting.push(event);
      if (waiting.length > MOST_WAITING) waiting.shift();
      return;
    }
    const json = JSON.stringify({
      ...event,
      // Here, as what was called before init has it too.
      context: { ...(event.context as Properties), ...options.context },
      userId: event.userId || store.id_('user') || undefined,
      anonymousId: anonymous(),
      sessionId: session(),
    });
    if (queue.add_(json) >= Math.min(options.batchSize || 20, 50)) void sender!.flush_();
    sender!.soon_();
  };

  /** The id is made here, once: however often the event is sent, it is one row. */
  const send = (type: string, fields: Properties): void =>
    keep({
      type,
      messageId: uuid(),
      timestamp: new Date().toISOString(),
      userId: user,
      context: context(),
      ...fields,
    });

  const open = (): void => {
    if (!key || consent !== 'granted') return;
    if (!store) {
      store = createStore(options);
      queue = createQueue(store, options.queueLimit || 1e4);
      sender = createSender(
        store,
        queue,
        key,
        options.endpoint || served,
        options.flushInterval || 5e3,
      );
    }
    if (user) store.setId_('user', user);
    user = undefined;
    waiting.splice(0).forEach(safe(keep));
    // What an earlier page could not send.
    sender!.soon_();
  };

  const start = safe(() => {
    href = location.href;
    autocapture(griot, options, () => {
      referrer = href;
      href = location.href;
    });
    const token = new URLSearchParams(location.search).get('hs_token');
    if (token) griot.track('handshake_complete', { hsToken: token });
  });

  const griot: Griot = {
    version: VERSION,
    init: safe((writeKey, given = {}) => {
      if (key || !writeKey) return;
      key = writeKey;
      options = given;
      const { globalPrivacyControl, doNotTrack } = navigator as any;
      const refused = options.respectDnt !== false && (globalPrivacyControl || doNotTrack == 1);
      consent = asked || (refused ? 'denied' : options.consent || 'granted');
      if (consent === 'denied') waiting = [];
      open();
      if ((document as any).prerendering) {
        document.addEventListener('prerenderingchange', () => start(), { once: true });
      } else start();
    }) as Griot['init'],
    page: safe((name?: string | Properties, properties?: Properties) => {
      const named = typeof name === 'string';
      send('page', {
        properties: {
          ...pageOf((referrer ??= document.referrer)),
          ...(named ? { name, ...properties } : name),
        },
      });
    }) as Griot['page'],
    track: safe((event, properties) => send('track', { event, properties })),
    identify: safe((userId, traits) => {
      if (store && consent === 'granted') store.setId_('user', String(userId));
      else user = String(userId);
      send('identify', { traits });
    }),
    reset: safe(() => {
      user = undefined;
      if (key) stored().forget_();
    }),
    flush: async () => sender?.flush_(),
    consent: safe((state) => {
      consent = asked = state;
      open();
      if (state !== 'denied') return;
      waiting = [];
      user = undefined;
      stored().wipe_();
    }),
  };
  return griot;
};
