'use client';
import { useLink, useView } from '@/view/view';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useHeard } from '@/shell/heard';
import { Feed } from '../live/Feed';
import { useFeed } from '../live/feed';

// A project without data waits for its first event, and shows it the moment it lands.
export function FirstEvent() {
  const { project } = useView();
  const to = useLink();
  const [none, setNone] = useState(false); // it stays when the first one has come
  const heard = useHeard(project.id);
  useEffect(() => setNone(false), [project.id]);
  useEffect(() => { if (heard === false) setNone(true); }, [heard]);
  const { events, state } = useFeed(project.id, undefined, undefined, !none);
  if (!none) return null;
  return (
    <section aria-labelledby="first" className="space-y-2" data-panel="First event" data-state="ready">
      <div className="bg-surface border-line rounded-lg border px-4 py-3">
        <h2 id="first" className="text-story font-semibold">
          {events.length > 0 ? 'There it is: your first event.' : `Nothing was heard for ${project.name || project.id} yet.`}
        </h2>
        <p className="text-ink-2" role="status">
          {events.length > 0 ? <Link prefetch={false} className="link" href={to('/overview')}>On to the overview</Link>
            : state === 'open' ? 'Send an event, as it says below: it shows here within a second.' : 'Connecting…'}
        </p>
      </div>
      {events.length > 0 && <Feed events={events.slice(0, 5)} zone={project.timezone} />}
    </section>
  );
}
