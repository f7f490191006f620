export interface Total {
  value: string | null;
  measure: number | null;
}

const least = 0.05; // of a change in how many people: less is no news

// How many people went, beside before. A change that is small, or that chance makes of so few, is none.
export function direction(now: number, before: number): 'Better' | 'Worse' | 'No clear change' {
  const by = now - before;
  if (by === 0 || Math.abs(by) < least * before || Math.abs(by) < 2 * Math.sqrt(now + before)) return 'No clear change';
  return by > 0 ? 'Better' : 'Worse';
}

// Of the values that moved as the whole did, the one that moved most. Null where nothing did.
export function moved(now: Total[] | undefined, before: Total[] | undefined, by: number): { value: string; by: number } | null {
  if (!now || !before || by === 0) return null;
  const was = new Map(before.map((total) => [total.value, total.measure ?? 0]));
  const values = new Set([...now, ...before].map((total) => total.value));
  const is = new Map(now.map((total) => [total.value, total.measure ?? 0]));
  let most: { value: string; by: number } | null = null;
  for (const value of values) {
    const step = (is.get(value) ?? 0) - (was.get(value) ?? 0);
    if (value !== null && Math.sign(step) === Math.sign(by) && Math.abs(step) > Math.abs(most?.by ?? 0)) most = { value, by: step };
  }
  return most;
}
