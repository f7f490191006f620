// The incumbent's SDK, written anew from what it was seen to do: its global, its storage keys, its
// requests, and its retry, which takes up the stored list on each call without letting go of the one in
// memory, so that 3 unsent events and a new one make a batch of 7. Sites have it cached or bundled.
var analytics_sdk = (() => {
  const ANONYMOUS = 'analytics_anonymous_id';
  const USER = 'analytics_user_id';
  const QUEUE = 'analytics_queue';
  const SESSION = 'analytics_session';
  const ACTIVITY = 'analytics_last_activity';

  const id = () => crypto.randomUUID();

  class Sdk {
    queue = [];
    flushing = false;

    init(writeKey, options = {}) {
      this.key = writeKey;
      this.options = { apiEndpoint: '/v1/capture', batchSize: 10, flushIntervalMs: 5000, sessionTimeoutMs: 1800000, ...options };
      if (!localStorage.getItem(ANONYMOUS)) localStorage.setItem(ANONYMOUS, id());
      setInterval(() => this.flush(), this.options.flushIntervalMs);
      addEventListener('pagehide', () => this.leave());
    }

    page(properties) { this.push('page_view', 'page', properties); }
    track(name, properties) { this.push(name, 'track', properties); }
    identify(userId, traits) {
      localStorage.setItem(USER, userId);
      this.push('identify', 'identify', { userId, ...traits });
    }
    reset() {
      localStorage.removeItem(USER);
      sessionStorage.removeItem(SESSION);
    }

    session() {
      const now = Date.now();
      const stale = now - +(sessionStorage.getItem(ACTIVITY) || 0) > this.options.sessionTimeoutMs;
      if (stale || !sessionStorage.getItem(SESSION)) sessionStorage.setItem(SESSION, id());
      sessionStorage.setItem(ACTIVITY, now);
      return sessionStorage.getItem(SESSION);
    }

    push(name, type, properties) {
      if (!this.key) throw new Error('Analytics is not initialized');
      const token = new URLSearchParams(location.search).get('hs_token');
      this.recoverFromStorage();
      this.queue.push({
        event_id: id(), message_id: id(), event_name: name, event_type: type, timestamp: new Date().toISOString(),
        anonymous_id: localStorage.getItem(ANONYMOUS), user_id: localStorage.getItem(USER) ?? undefined,
        session_id: this.session(),
        context: {
          library: { name: '@analytics/sdk', version: '1.0.0' },
          page: { path: location.pathname, referrer: document.referrer, search: location.search, title: document.title,
            url: location.href },
          userAgent: navigator.userAgent, locale: navigator.language,
          screen: { width: screen.width, height: screen.height },
          ...(token && { handshakeToken: token }),
        },
        properties,
      });
      if (this.queue.length >= this.options.batchSize) this.flush();
    }

    recoverFromStorage() {
      this.queue = [...JSON.parse(localStorage.getItem(QUEUE) || '[]'), ...this.queue];
      localStorage.removeItem(QUEUE);
    }

    body(batch) {
      return JSON.stringify({ batch, sent_at: new Date().toISOString(), write_key: this.key });
    }

    async flush() {
      if (this.flushing || !this.queue.length) return;
      this.flushing = true;
      const batch = this.queue;
      this.queue = [];
      try {
        const answer = await fetch(this.options.apiEndpoint, {
          method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Write-Key': this.key }, keepalive: true,
          body: this.body(batch),
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        localStorage.removeItem(QUEUE);
      } catch {
        this.queue = [...batch, ...this.queue];
        localStorage.setItem(QUEUE, JSON.stringify(this.queue));
      }
      this.flushing = false;
    }

    leave() {
      if (this.flushing || !this.queue.length) return;
      navigator.sendBeacon(this.options.apiEndpoint, new Blob([this.body(this.queue)], { type: 'application/json' }));
      this.queue = [];
      localStorage.removeItem(QUEUE);
    }
  }

  const Analytics = new Sdk();
  return { Analytics, default: Analytics };
})();
