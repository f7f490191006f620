import { createGriot } from './client.js';
import type { Griot } from './types.js';
import { safe } from './util.js';

declare global {
  interface Window {
    griot: Griot;
  }
}

type Call = [keyof Griot, ...unknown[]];

// The script as pages load it: takes over from the snippet's list and makes the calls that wait there.
safe(() => {
  const before = window.griot as unknown as Call[] & { version?: string };
  if (before?.version) return;
  const script = document.currentScript as HTMLScriptElement | null;
  const griot = createGriot(script?.src && new URL('v1/capture', script.src).href);
  const call = safe(([name, ...args]: Call) => (griot[name] as any)(...args));
  // Who pushes calls, or kept the snippet's list, may go on to do so.
  window.griot = Object.assign(griot, { push: call });
  if (before) {
    before.forEach?.((waiting) => call(waiting));
    before.push = call as any;
  }
  const { key, options } = script?.dataset || {};
  if (key) griot.init(key, JSON.parse(options || '{}'));
})();
