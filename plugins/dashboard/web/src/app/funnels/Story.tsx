'use client';
import { count, duration, share } from '@/format/format';
import { textAt, type Funnel } from './model';
import type { StepsAsked } from './use';
import { worstOf } from './worst';

// How many went all the way, and where most were lost.
export function Story({ asked, funnel, lead = 'whole' }: { asked: StepsAsked; funnel: Funnel; lead?: 'whole' | 'worst' }) {
  const rows = asked.data?.data.steps.filter((row) => row.value === null);
  const [first, last] = [rows?.[0], rows?.at(-1)];
  if (!rows || !first || !last) return <p className="text-story text-ink-2 min-h-13">…</p>;
  const who = (n: number | null) => `${count(n)} ${funnel.scope === 'session' ? (n === 1 ? 'session' : 'sessions') : n === 1 ? 'person' : 'people'}`;
  if (!first.reached) return <p className="text-story min-h-13 font-semibold" data-story>Nobody took the first step in the period: {textAt(funnel, 0)}.</p>;
  const worst = worstOf(rows), at = rows[worst], next = rows[worst + 1];
  const open = rows.reduce((sum, row) => sum + (row.open ?? 0), 0);
  const whole = `${share(last.conversion)} of ${who(first.reached)} went all the way, from ${textAt(funnel, 0)} to ${textAt(funnel, funnel.steps.length - 1)}. `;
  const weakest = at && next && `The weakest step is to ${textAt(funnel, worst + 1)}: ${who(at.dropped)} of ${count(at.reached)} did not go on. `;
  const [leads, follows] = lead === 'worst' && weakest ? [weakest, whole] : [whole, weakest];
  return (
    <div className="min-h-13" data-story>
      <p className="text-story font-semibold">{leads}</p>
      <p>{follows}{open > 0 && `${who(open)} ${open === 1 ? 'is' : 'are'} still within the window of ${duration(funnel.window)} and may.`}</p>
    </div>
  );
}
