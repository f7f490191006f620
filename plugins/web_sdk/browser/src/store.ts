import type { Options } from './types.js';
import { safe } from './util.js';

/** Every key of ours in localStorage begins so, and every cookie of ours. */
export const PREFIX = 'griot_';

/**
 * Texts by key: in localStorage, and in memory what it does not take (private mode, a full quota).
 * Ids go to a cookie instead where the options or the browser want it.
 */
export interface Store {
  get_(key: string): string | null;
  set_(key: string, value: string): void;
  remove_(key: string): void;
  keys_(prefix: string): string[];
  id_(name: string): string | null;
  /** An empty value forgets the id. */
  setId_(name: string, value: string): void;
  /** Forgets all ids. */
  forget_(): void;
  /** Removes all that this library ever kept here. */
  wipe_(): void;
}

export const createStore = (options: Options): Store => {
  const memory = new Map<string, string>();
  let local: Storage | undefined;
  let cookies = false;
  if (options.persistence !== 'memory') {
    try {
      local = localStorage;
      local.setItem(PREFIX, '');
      local.removeItem(PREFIX);
    } catch {
      // A full quota refuses the probe but what is there can still be read and removed.
      if (!local?.length) local = undefined;
    }
    cookies = options.persistence === 'cookie' || !local;
  }

  const cookie = (name: string, value: string, age: number): string =>
    (document.cookie =
      `${name}=${encodeURIComponent(value)};path=/;samesite=lax;max-age=${age}` +
      (options.cookieDomain ? ';domain=' + options.cookieDomain : '') +
      (location.protocol === 'https:' ? ';secure' : ''));

  const store: Store = {
    get_: (key) => memory.get(key) ?? local?.getItem(key) ?? null,
    set_(key, value) {
      try {
        local!.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove_(key) {
      memory.delete(key);
      local?.removeItem(key);
    },
    keys_: (prefix) =>
      [...Object.keys(local || {}), ...memory.keys()].filter((key) => key.startsWith(prefix)).sort(),
    id_(name) {
      const found = cookies && document.cookie.match(`(?:^|; )${PREFIX}${name}=([^;]+)`);
      return (found && safe(decodeURIComponent)(found[1])) || store.get_(PREFIX + name);
    },
    setId_(name, value) {
      const key = PREFIX + name;
      // Kept in memory too, where cookies are refused.
      if (cookies) cookie(key, value, value ? 34e6 : 0), value && memory.set(key, value);
      else if (value) store.set_(key, value);
      if (!value) store.remove_(key);
    },
    forget_: () => ['id', 'user', 'session'].forEach((name) => store.setId_(name, '')),
    wipe_() {
      store.forget_();
      store.keys_(PREFIX).forEach(store.remove_);
    },
  };
  return store;
};
