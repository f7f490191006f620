import { count } from './format';

const units = [['h', 3600], ['min', 60], ['s', 1]] as const;

// "1–5 min", "1–4 h", "24 h +": a bucket of seconds, [from, to).
export function secondsBucket(from: number | null, to: number | null): string {
  const start = from ?? 0;
  const [name, size] = units.find(([, seconds]) => (to ?? start) % seconds === 0 && start % seconds === 0) ?? units[2];
  return to === null ? `${count(start / size)} ${name} +` : `${count(start / size)}–${count(to / size)} ${name}`;
}

// "1–3", "21 +": a bucket of whole things, [from, to).
export function countBucket(from: number | null, to: number | null): string {
  const start = from ?? 0;
  if (to === null) return `${count(start)} +`;
  return to - start === 1 ? count(start) : `${count(start)}–${count(to - 1)}`;
}

// The bucket that a value lies in; -1: none.
export function bucketOf(value: number | null | undefined, buckets: { from: number | null; to: number | null }[]): number {
  if (value == null) return -1;
  return buckets.findIndex(({ from, to }) => value >= (from ?? 0) && (to === null || value < to));
}

// Monday is 1, as in the API.
export function weekdays(): string[] {
  const name = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => name.format(new Date(Date.UTC(2024, 0, day))));
}
