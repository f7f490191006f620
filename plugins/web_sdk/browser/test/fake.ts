import { webcrypto } from 'node:crypto';

// Browsers have it; Debian 12's Node 18 does not as a global.
(globalThis as any).crypto ??= webcrypto;

/** As much of a page as the client touches. Each call makes a new one of the globals. */
export class FakeStorage {
  [key: string]: any;
  getItem(key: string) { return Object.hasOwn(this, key) ? this[key] : null; }
  setItem(key: string, value: string) { this[key] = String(value); }
  removeItem(key: string) { delete this[key]; }
  get length() { return Object.keys(this).length; }
}

class FullStorage extends FakeStorage {
  setItem(): void { throw new Error('QuotaExceededError'); }
}

export interface Answer { status: number; retryAfter?: string }

const realTimeout = setTimeout;
const realNow = Date.now;

export const fakePage = (given: {
  url?: string; storage?: FakeStorage | 'none' | 'full'; navigator?: object; referrer?: string;
} = {}) => {
  const url = new URL(given.url ?? 'https://shop.example/a?x=1');
  let late = 0;
  const jar = new Map<string, string>();
  const storage = given.storage === 'full' ? new FullStorage()
    : given.storage === 'none' ? undefined : given.storage ?? new FakeStorage();
  const document = Object.assign(new EventTarget(), {
    referrer: given.referrer ?? '', title: 'A shop', visibilityState: 'visible',
    documentElement: { scrollHeight: 1000 },
  });
  Object.defineProperty(document, 'cookie', {
    get: () => [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
    set(text: string) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(text)!;
      if (/max-age=0(;|$)/.test(text)) jar.delete(key); else jar.set(key, value);
    },
  });
  const page = {
    url, jar, document, storage: storage as FakeStorage,
    bodies: [] as any[], beacons: [] as any[], answers: [] as (Answer | 'fail')[], beaconTaken: true,
    requests: [] as any[], urls: [] as string[],
    /** All events that arrived, by whatever way. */
    get events(): any[] { return [...page.bodies, ...page.beacons].flatMap((body) => body.batch); },
    later(ms: number) { late += ms; },
    leave() { globalThis.window.dispatchEvent(new Event('pagehide')); },
  };
  const navigator = {
    language: 'sw-KE', onLine: true, ...given.navigator,
    sendBeacon(_: string, body: string) {
      if (page.beaconTaken) page.beacons.push(JSON.parse(body));
      return page.beaconTaken;
    },
  };
  const history = {
    pushState(_: unknown, __: string, to: string) { url.href = new URL(to, url).href; },
    replaceState(_: unknown, __: string, to: string) { url.href = new URL(to, url).href; },
  };
  const globals: Record<string, unknown> = {
    window: new EventTarget(), document, navigator, history, location: url, screen: { width: 800, height: 600 },
    scrollY: 0, innerHeight: 100,
    fetch: async (url: string, request: any) => {
      const answer = page.answers.shift() ?? { status: 200 };
      page.requests.push(request);
      page.urls.push(url);
      if (answer === 'fail') throw new TypeError('Failed to fetch');
      if (answer.status < 400) page.bodies.push(JSON.parse(request.body));
      return { status: answer.status, headers: new Headers(answer.retryAfter ? { 'retry-after': answer.retryAfter } : {}) };
    },
    // A client's patience keeps no test alive.
    setTimeout: (work: () => void, ms = 0) => {
      const timer = realTimeout(work, ms);
      return ms > 500 ? timer.unref() : timer;
    },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get() { if (!storage) throw new Error('SecurityError'); return storage; },
  });
  Date.now = () => realNow() + late;
  return page;
};

export const pause = (ms: number) => new Promise((done) => realTimeout(done, ms));
