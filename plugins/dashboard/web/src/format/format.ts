// Numbers as people of the browser's locale write them. Nothing (null) is a dash, never 0.
export const none = '–';
type Maybe = number | null | undefined;

const cache = new Map<string, Intl.NumberFormat>();
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const made = cache.get(key) ?? new Intl.NumberFormat(undefined, options);
  cache.set(key, made);
  return made;
}

export const count = (x: Maybe) => (x == null ? none : formatter({ maximumFractionDigits: 0 }).format(x));
export const decimal = (x: Maybe) => (x == null ? none : formatter({ maximumFractionDigits: 1 }).format(x));
export const share = (x: Maybe) => (x == null ? none : formatter({ style: 'percent', maximumFractionDigits: x < 0.1 ? 1 : 0 }).format(x));
export const compact = (x: Maybe) => (x == null ? none : formatter({ notation: 'compact', maximumFractionDigits: 1 }).format(x));

// "+12 %", "−4 %", "new" from zero, nothing where it is not known.
export function change(x: number | 'new' | null | undefined): string {
  if (x == null) return '';
  if (x === 'new') return 'new';
  return formatter({ style: 'percent', maximumFractionDigits: Math.abs(x) < 0.095 ? 1 : 0, signDisplay: 'exceptZero' }).format(x);
}

const unit = (x: number, of: string, digits = 0) =>
  formatter({ style: 'unit', unit: of, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(x);

// "48s", "4m 44s", "1h 12m", "2d 3h": two units at most.
export function duration(seconds: Maybe): string {
  if (seconds == null) return none;
  const s = Math.round(seconds);
  if (seconds < 9.95) return unit(seconds, 'second', 1);
  if (s < 60) return unit(s, 'second');
  const steps = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const first = steps.findIndex(([, size]) => s >= size);
  const [name, size] = steps[first]!;
  const next = steps[first + 1]!;
  const rest = Math.floor((s % size) / next[1]);
  return unit(Math.floor(s / size), name) + (rest > 0 ? ' ' + unit(rest, next[0]) : '');
}

// Days and times of the project's zone. A label of a series ("2026-10-31T00:00:00+03:00") says its own day.
export function dayLabel(start: string, granularity = 'day'): string {
  const local = new Date(start.slice(0, 19) + 'Z');
  const options: Intl.DateTimeFormatOptions =
    granularity === 'hour' ? { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' }
    : granularity === 'month' ? { month: 'short', year: 'numeric' }
    : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' }).format(local);
}

export function time(at: string | null | undefined, zone: string, timeStyle: 'short' | 'medium' = 'short'): string {
  if (!at) return none;
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle, timeZone: zone }).format(new Date(at));
}

export function date(at: string | null | undefined, zone: string): string {
  return at ? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: zone }).format(new Date(at)) : none;
}

export function clock(at: string | Date, zone: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', timeZone: zone }).format(new Date(at));
}

// A country's name in the reader's language; what is no code stands as it is.
export function country(code: string | null | undefined): string {
  if (!code) return 'unknown';
  try {
    return new Intl.DisplayNames(undefined, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const formats = { count, decimal, share, compact, duration };
export type Format = keyof typeof formats;
