import { addDays, daysOf, type Range } from '@/view/range';

// ISO's: 1 is Monday.
export const weekdayOf = (day: string) => ((new Date(day + 'T00:00:00Z').getUTCDay() + 6) % 7) + 1;

export function weekdayName(weekday: number, width: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(undefined, { weekday: width, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, weekday))); // 2024-01-01 was a Monday
}

export function hourName(hour: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: 'numeric', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1, hour)));
}

export interface Here {
  day: string;
  hour: number;
}

// Where the clock of a zone stands.
export function hereIn(zone: string, now = new Date()): Here {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' }).formatToParts(now);
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return { day: `${of('year')}-${of('month')}-${of('day')}`, hour: Number(of('hour')) };
}

// Whether a range has that hour of that weekday at all, up to now: where it has not, nobody is not 0 people.
export function covers(range: Range, here: Here): (weekday: number, hour: number) => boolean {
  if (daysOf(range) > 7) return () => true;
  const hours = new Map<number, number>();
  for (let day = range.from; day <= range.to && day <= here.day; day = addDays(day, 1)) {
    const until = day === here.day ? here.hour : 23;
    hours.set(weekdayOf(day), Math.max(hours.get(weekdayOf(day)) ?? -1, until));
  }
  return (weekday, hour) => hour <= (hours.get(weekday) ?? -1);
}
