'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { count, duration, share } from '@/format/format';
import { StatCard, type Stat } from '@/components/StatCard/StatCard';

// What visits came to, beside the days before.
export function Figures({ asked }: { asked: Asked<Answer<Reports['/sessions/summary']>> }) {
  const all = asked.data?.data.summary;
  const moved = asked.data?.change?.summary ?? {};
  const stats: Stat[] = [
    { name: 'engaged_sessions', label: 'Engaged sessions', value: all?.engaged_sessions, change: moved.engaged_sessions,
      definition: 'Sessions with at least one event of the person’s own. A pause of more than half an hour begins another; a day’s are those that began on it.' },
    { name: 'conversion_rate', label: 'Session conversion', format: 'share', value: all?.conversion_rate, change: moved.conversion_rate, definition: 'Engaged sessions with a goal, of all engaged sessions.' },
    { name: 'median_seconds', label: 'Median duration', format: 'duration', value: all?.median_seconds, change: moved.median_seconds, better: 'neither',
      definition: 'Half were longer: from the first own event to the last. A session of one event has no known duration and is left out.' },
    { name: 'p90_seconds', label: 'One in ten over', format: 'duration', value: all?.p90_seconds, change: moved.p90_seconds, better: 'neither', definition: 'One session in ten lasted longer than this.' },
    { name: 'events_per_session', label: 'Events a session', format: 'decimal', value: all?.events_per_session, change: moved.events_per_session, better: 'neither', definition: 'The average number of events in an engaged session.' },
    { name: 'single_event_share', label: 'Left at once', format: 'share', value: all?.single_event_share, change: moved.single_event_share, better: 'down', definition: 'Engaged sessions with only one own event, of all engaged sessions.' },
  ];
  return (
    <>
      {all && (
        <p className="text-story font-semibold" data-story>
          {all.engaged_sessions ? `${count(all.engaged_sessions)} engaged sessions; ${share(all.conversion_rate)} of them reached a goal, half lasted over ${duration(all.median_seconds)}.` : 'No engaged session in the period.'}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6" data-cards>
        {stats.map((stat) => <StatCard key={stat.name} stat={stat} />)}
      </div>
    </>
  );
}
