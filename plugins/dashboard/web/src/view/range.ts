// Days of a project's time zone, as "2026-10-31". All ranges are days, both ends included.
export const presets = {
  today: 'Today',
  '7d': '7 days',
  '28d': '28 days',
  '90d': '90 days',
  month: 'This month',
} as const;
export type Preset = keyof typeof presets;
export const defaultPreset: Preset = '28d';

export interface Range {
  from: string;
  to: string;
  preset?: Preset;
}

export function todayIn(zone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

export function addDays(day: string, days: number): string {
  const at = new Date(day + 'T00:00:00Z');
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

export function daysOf(range: Range): number {
  return (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1;
}

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text + 'T00:00:00Z'));
}

function ofPreset(preset: Preset, today: string): Range {
  const from = { today, '7d': addDays(today, -6), '28d': addDays(today, -27), '90d': addDays(today, -89), month: today.slice(0, 8) + '01' };
  return { from: from[preset], to: today, preset };
}

// What the address says, else the default: a preset moves with the days, two days stay.
export function readRange(params: URLSearchParams, today: string): Range {
  const from = params.get('from');
  const to = params.get('to');
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  const said = params.get('range');
  return ofPreset(said !== null && Object.hasOwn(presets, said) ? (said as Preset) : defaultPreset, today);
}
