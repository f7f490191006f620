'use client';
import Link from 'next/link';
import { memo, useState } from 'react';
import { clock } from '@/format/format';
import { useLink } from '@/view/view';
import type { LiveEvent } from './feed';

// The newest on top. What an event says of itself opens below it. `loading`: what stood before is not known yet, so
// that nothing is called none.
export function Feed({ events, zone, loading = false }: { events: LiveEvent[]; zone: string; loading?: boolean }) {
  const [open, setOpen] = useState<string | null>(null);
  const seen = events.slice(0, 200);
  return (
    <section aria-label="Events" data-panel="Events" data-state={events.length ? 'ready' : loading ? 'loading' : 'empty'} className="bg-surface border-line rounded-lg border">
      {events.length === 0 && (
        <p className="text-ink-2 px-4 py-8 text-center" aria-busy={loading}>
          {loading ? 'Asking for the latest…' : 'Nothing yet. What happens now stands here within a second.'}
        </p>
      )}
      <ol>
        {seen.map((event) => <Entry key={event.place} event={event} zone={zone} open={open === event.id} toggle={setOpen} />)}
      </ol>
    </section>
  );
}

interface EntryProps {
  event: LiveEvent;
  zone: string;
  open: boolean;
  toggle: (id: string | null) => void;
}

const wrong = (event: LiveEvent) => event.name === 'error' || event.name.endsWith('.failed');

const Entry = memo(function Entry({ event, zone, open, toggle }: EntryProps) {
  const to = useLink();
  const who = event.user_id ?? event.anonymous_id;
  return (
    <li data-event={event.id} className="border-line/60 border-b px-3 py-1.5 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <button type="button" aria-expanded={open} className={`text-left font-medium hover:underline ${wrong(event) ? 'text-bad' : ''}`} onClick={() => toggle(open ? null : event.id)}>
          {wrong(event) && <span aria-hidden>⚠ </span>}{event.name}
        </button>
        <span className="text-fine text-ink-2">{event.channel}</span>
        {who && <Link prefetch={false} className="text-fine link truncate" href={to('/journey', { user: who })}>{who}</Link>}
        <time className="text-fine text-ink-2 tabular ml-auto" dateTime={event.occurred_at}>{clock(event.occurred_at, zone)}</time>
      </div>
      {open && <pre className="bg-raised text-fine mt-1 max-h-64 overflow-auto rounded p-2 whitespace-pre-wrap" tabIndex={0}>{JSON.stringify(event.properties, null, 2)}</pre>}
    </li>
  );
});
