// Intervals of docs/semantics.md §5: 95 %, Wilson's for a share.
const z = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

export function wilson(part: number | null, whole: number | null): Interval | null {
  if (part === null || !whole) return null;
  const p = part / whole, z2 = z * z;
  const middle = (p + z2 / (2 * whole)) / (1 + z2 / whole);
  const half = (z / (1 + z2 / whole)) * Math.sqrt((p * (1 - p)) / whole + z2 / (4 * whole * whole));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

// Newcombe's hybrid, of a − b.
export function difference(a: { part: number; whole: number }, b: { part: number; whole: number }): Interval | null {
  const ofA = wilson(a.part, a.whole), ofB = wilson(b.part, b.whole);
  if (!ofA || !ofB) return null;
  const p = a.part / a.whole, q = b.part / b.whole;
  return { low: p - q - Math.hypot(p - ofA.low, ofB.high - q), high: p - q + Math.hypot(ofA.high - p, q - ofB.low) };
}
