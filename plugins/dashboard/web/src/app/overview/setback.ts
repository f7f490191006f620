import { change, duration } from '@/format/format';
import { difference } from '@/stats/shares';

const least = 0.1; // what moves less is no news
const slower = 0.5; // of few answers the median moves by chance

export interface Course {
  people?: number | 'new' | null; // how they changed
  conversion?: number | 'new' | null;
  // Engaged sessions and those with a goal, now and before.
  sessions?: { converted: number | null; engaged: number | null }[];
  response?: number | 'new' | null;
  median?: number | null; // seconds to the answer, now
}

// What moved against the people, or for the worse beside them: so that one figure does not stand for all.
export function setbacks({ people, conversion, sessions = [], response, median }: Course): string[] {
  const said: string[] = [];
  if (typeof people === 'number' && typeof conversion === 'number' && Math.abs(conversion) >= least && people * conversion < 0 && certain(sessions)) {
    said.push(`But ${conversion < 0 ? 'fewer' : 'more'} of their sessions convert: ${change(conversion)}.`);
  }
  if (typeof response === 'number' && response >= slower && median != null) {
    said.push(`Answers are slower: half took over ${duration(median)}, ${change(response)}.`);
  }
  return said;
}

// Whether chance alone would hardly make two rates so different.
function certain(sessions: NonNullable<Course['sessions']>): boolean {
  const [now, before] = sessions.map(({ converted, engaged }) => ({ part: converted ?? 0, whole: engaged ?? 0 }));
  const interval = now && before && difference(now, before);
  return !!interval && (interval.low > 0 || interval.high < 0);
}
