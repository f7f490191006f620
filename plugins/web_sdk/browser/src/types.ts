/** What a page may say about its visitor's consent. */
export type Consent = 'granted' | 'pending' | 'denied';

export type Properties = Record<string, unknown>;

export interface Options {
  /** Full URL of the capture door. Default v1/capture beside the script. */
  endpoint?: string;
  /** Events of a full batch, which is sent at once. Default 20, at most 50. */
  batchSize?: number;
  /** Milliseconds that an event waits for company. Default 5000. */
  flushInterval?: number;
  /** Milliseconds of silence that end a session. Default 1800000. */
  sessionTimeout?: number;
  /** Most events kept while they cannot be sent; the oldest go first. Default 10000. */
  queueLimit?: number;
  /** Sends page_view on load and on single-page navigation. Default true. */
  pageViews?: boolean;
  /** Sends click for links, buttons and elements with data-griot. Default false. */
  clicks?: boolean;
  /** Sends scroll_depth at 25, 50, 75 and 100 percent. Default false. */
  scroll?: boolean;
  /** Sends error for uncaught errors and refused forms, 10 a page at most. Default false. */
  errors?: boolean;
  /** Before consent is known: pending keeps events in memory, denied keeps nothing. Default granted. */
  consent?: Consent;
  /** Takes Do-Not-Track and Global Privacy Control as denied. Default true. */
  respectDnt?: boolean;
  /** Where ids live. memory: cookieless, nothing is stored. Default local, else a cookie. */
  persistence?: 'local' | 'cookie' | 'memory';
  /** Domain of the first-party cookie, as ".example.com". Default this host. */
  cookieDomain?: string;
  /** Added to the context of every event. */
  context?: Properties;
}

export interface Griot {
  readonly version: string;
  /** Starts sending. What was called before is kept until then; a second call does nothing. */
  init(writeKey: string, options?: Options): void;
  page(properties?: Properties): void;
  page(name?: string, properties?: Properties): void;
  track(event: string, properties?: Properties): void;
  identify(userId: string | number, traits?: Properties): void;
  /** Forgets user, anonymous id and session, as at a log-out. */
  reset(): void;
  /** Sends what waits; resolves when the attempt is over, whatever came of it. */
  flush(): Promise<void>;
  consent(state: Consent): void;
}
