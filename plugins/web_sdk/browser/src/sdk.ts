import { createAnalytics, type Analytics } from './incumbent.js';
import { safe } from './util.js';

type Call = [keyof Analytics, ...unknown[]];

declare global {
  interface Window {
    analytics_sdk?: { Analytics: Analytics; default: Analytics };
  }
}

/** `[name, …arguments]`, or `[name, [arguments]]` from a stub that keeps them together. */
const argumentsOf = (call: Call): unknown[] => {
  const [, first] = call as [string, any];
  const together = call.length === 2 && typeof first === 'object' && first?.length >= 0;
  return together ? Array.from(first as ArrayLike<unknown>) : call.slice(1);
};

// The script as the incumbent's pages load it: its global, and whatever their snippet has kept in
// `window.analytics`, whose methods are ours from here on. What is taken off its lists is made, so that
// a snippet that replays them itself finds them empty.
safe(() => {
  if (window.analytics_sdk) return;
  const script = document.currentScript as HTMLScriptElement | null;
  const analytics = createAnalytics(script?.src && new URL('v1/capture', script.src).href);
  window.analytics_sdk = { Analytics: analytics, default: analytics };

  const stub = (window as any).analytics;
  // Segment's own is called the same, and is left to it.
  if (!stub || stub.load || stub.initialize) return;
  const call = safe((waiting: Call) => (analytics[waiting[0]] as any)(...argumentsOf(waiting)));
  // The list is the stub itself, or one of its members (whose names are no numbers, as its items' are).
  const members = Object.keys(stub).filter((name) => isNaN(+name));
  const lists: any[][] = [stub, ...members.map((name) => stub[name])].filter(Array.isArray);
  const waiting = lists.flatMap((list) => list.splice(0));
  Object.assign(stub, analytics);
  lists.forEach((list) => (list.push = (...calls) => (calls.forEach(call), 0)));
  waiting.forEach(call);
})();
