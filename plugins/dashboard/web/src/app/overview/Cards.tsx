'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { StatCard, type Stat } from '@/components/StatCard/StatCard';
import { duration } from '@/format/format';

interface Props {
  overview: Asked<Answer<Reports['/overview']>>;
  whatsapp: Asked<Answer<Reports['/whatsapp']>>;
}

// The six figures of the first screen; a figure is undefined while it is asked for.
export function Cards({ overview, whatsapp }: Props) {
  const { cards, series } = overview.data?.data ?? {};
  const moved = overview.data?.change?.cards ?? {};
  const { totals, open_waits: waits, series: days } = whatsapp.data?.data ?? {};
  const messages = whatsapp.data?.change?.totals ?? {};
  const stats: Stat[] = [
    { name: 'active_people', label: 'Active people', value: cards?.active_people, change: moved.active_people, series: series?.map((day) => day.active_people),
      definition: 'People with at least one event of their own in the period: a visit, a message to you, a purchase. Each person counts once, on whichever channels.' },
    { name: 'new_people', label: 'New people', value: cards?.new_people, change: moved.new_people, series: series?.map((day) => day.new_people),
      definition: 'People whose first own event ever falls in the period. Under a filter there is no such number.' },
    { name: 'conversion_rate', label: 'Session conversion', format: 'share', value: cards?.conversion_rate, change: moved.conversion_rate,
      series: series?.map((day) => (day.engaged_sessions ? (day.converted_sessions ?? 0) / day.engaged_sessions : null)),
      definition: 'Engaged sessions with a goal, of all engaged sessions.' },
    { name: 'received', label: 'Messages in', value: totals?.received, change: messages.received, series: days?.map((day) => day.received),
      definition: 'Messages from customers, each counted once however often it was delivered.' },
    { name: 'median_response_seconds', label: 'Median response', format: 'duration', value: totals?.median_response_seconds, change: messages.median_response_seconds, better: 'down',
      series: days?.map((day) => day.median_response_seconds),
      definition: 'Half of the answers came faster: from the first unanswered message to the answer, by the day the wait began. Bots and campaigns are no answers.' },
    { name: 'open_waits', label: 'Open waits', value: waits?.open_waits, beside: waits?.open_waits ? `longest ${duration(waits.longest_seconds)}` : undefined,
      definition: 'Customers who wrote and have no answer yet, now, whatever the period.' },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6" data-cards>
      {stats.map((stat) => <StatCard key={stat.name} stat={stat} />)}
    </div>
  );
}
