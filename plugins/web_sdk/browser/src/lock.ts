import { PREFIX, type Store } from './store.js';

const NAME = PREFIX + 'lock';

/**
 * Runs the work in one tab at a time; not at all where another tab is at it. Web Locks where there
 * are any (https), else a key with a lease of 40 s, longer than a request may take.
 */
export const locked = async (store: Store, work: () => Promise<void>): Promise<void> => {
  if (navigator.locks) {
    return navigator.locks.request(NAME, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
    });
  }
  const until = parseInt(store.get_(NAME) || '0') - Date.now();
  // A lease far ahead was written before the clock went back.
  if (until > 0 && until < 6e4) return;
  const mine = Date.now() + 4e4 + '.' + Math.random();
  store.set_(NAME, mine);
  // Whoever wrote last has it; the others see that after a moment.
  await new Promise((done) => setTimeout(done, 50 + Math.random() * 50));
  if (store.get_(NAME) !== mine) return;
  try {
    await work();
  } finally {
    store.remove_(NAME);
  }
};
