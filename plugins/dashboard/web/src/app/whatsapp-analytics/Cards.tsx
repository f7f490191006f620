'use client';
import { StatCard, type Stat } from '@/components/StatCard/StatCard';
import { duration } from '@/format/format';
import type { WhatsApp } from './asked';

export function Cards({ asked }: { asked: WhatsApp }) {
  const { totals, series, open_waits: waits } = asked.data?.data ?? {};
  const moved = asked.data?.change?.totals ?? {};
  const stats: Stat[] = [
    { name: 'received', label: 'Received', value: totals?.received, change: moved.received, series: series?.map((day) => day.received),
      definition: 'Messages from customers, each counted once however often it was delivered.' },
    { name: 'sent', label: 'Sent', value: totals?.sent, change: moved.sent, better: 'neither', series: series?.map((day) => day.sent),
      definition: 'Messages that the business sent and WhatsApp took: answers, templates, campaigns. By the day of the attempt.' },
    { name: 'read_rate', label: 'Read rate', format: 'share', value: totals?.read_rate, change: moved.read_rate,
      definition: 'Messages read, of those delivered. At least: who has read receipts off is not seen to read; a reply counts as read.' },
    { name: 'new_contacts', label: 'New contacts', value: totals?.new_contacts, change: moved.new_contacts,
      definition: 'Phone numbers whose first event of any kind falls in the period.' },
    { name: 'median_response_seconds', label: 'Median response', format: 'duration', value: totals?.median_response_seconds, change: moved.median_response_seconds, better: 'down',
      beside: totals ? `p90 ${duration(totals.p90_response_seconds)}` : undefined,
      definition: 'From the first unanswered message to the answer: half of the answers came faster, nine of ten within p90. Bots and campaigns are no answers.' },
    { name: 'open_waits', label: 'Open waits now', value: waits?.open_waits, beside: waits?.open_waits ? `longest ${duration(waits.longest_seconds)}` : undefined,
      definition: 'Customers who wrote and have no answer yet, now, whatever the period.' },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6" data-cards>
      {stats.map((stat) => <StatCard key={stat.name} stat={stat} />)}
    </div>
  );
}
