'use client';
import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ask } from '@/api/client';
import { StatCard } from '@/components/StatCard/StatCard';
import { useView } from '@/view/view';
import { rate, type FeedState } from './feed';

const seconds = 10;

// Events a second, and people who did something in the last five minutes.
export function Now({ heard, state }: { heard: React.RefObject<number[]>; state: FeedState }) {
  const { project, filters } = useView();
  const [now, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const asked = useQuery({
    queryKey: ['active now', project.id, filters.channel],
    refetchInterval: 5000,
    queryFn: ({ signal }) => {
      const to = Date.now();
      const range = { from: new Date(to - 300_000).toISOString(), to: new Date(to).toISOString() };
      return ask('/overview', { project: project.id, channel: filters.channel, part: 'cards', ...range }, signal);
    },
  });
  return (
    <div className="grid grid-cols-2 gap-3 sm:max-w-md" data-cards>
      <StatCard stat={{ name: 'active_now', label: 'Active now', value: asked.data?.data.cards.active_people, definition: 'People with an event of their own in the last five minutes.' }} />
      <StatCard stat={{ name: 'events_per_second', label: 'Events a second', format: 'decimal', value: state === 'open' ? rate(heard.current, now, seconds) : null,
        definition: `Events of this feed, over the last ${seconds} seconds.` }} />
    </div>
  );
}
