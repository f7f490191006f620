'use client';
import { count } from '@/format/format';
import { orNot, type Kinds, type Trend } from './asked';

// What is broken most, and how many it touched.
export function Story({ kinds, people, failed }: { kinds: Kinds; people: Trend; failed: Trend }) {
  const rows = kinds.data?.data.errors;
  if (!rows || !people.data || !failed.data) return <p className="text-story text-ink-2 min-h-13">…</p>;
  const events = rows.reduce((sum, row) => sum + (row.events ?? 0), 0);
  const touched = people.data.data.totals[0]?.measure ?? 0;
  const messages = failed.data.data.totals.reduce((sum, row) => sum + (row.measure ?? 0), 0);
  const worst = rows[0];
  return (
    <div className="min-h-13" data-story>
      <p className="text-story font-semibold">
        <span data-figure="people" data-value={touched}>{events === 0 ? 'No application error was told in the period.' : `${count(events)} errors touched ${count(touched)} ${touched === 1 ? 'person' : 'people'}.`}</span>
      </p>
      <p>
        {worst && <>Most often {orNot(worst.code)}{worst.step ? ` at ${worst.step}` : ''}: {count(worst.events)} times{worst.fatal ? `, ${count(worst.fatal)} of them fatal` : ''}. </>}
        <span data-figure="failed" data-value={messages}>{messages === 0 ? 'No message failed.' : `${count(messages)} messages failed.`}</span>
      </p>
    </div>
  );
}
