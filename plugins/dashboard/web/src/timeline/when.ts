import { none } from '@/format/format';

// Days and hours of a time zone, for many events: a formatter is made once a zone, and a day is found once for each
// ten minutes (in which no zone's day begins but at their edge).
const made = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const found = made.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
  made.set(key, found);
  return found;
}

export function daysOf(zone: string): (at: string) => string {
  const known = new Map<string, string>();
  const format = formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => {
    const tens = at.slice(0, 15);
    let day = known.get(tens);
    if (day === undefined) known.set(tens, (day = format.format(new Date(at))));
    return day;
  };
}

export const hourOf = (at: string, zone: string) => formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
export const dayWords = (at: string, zone: string) => formatter(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at));
export const whenOf = (at: string | null | undefined, zone: string) => (at ? formatter(zone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at)) : none);
