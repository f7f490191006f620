'use client';
import { lines } from '@/charts/lines';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel, duration } from '@/format/format';
import { useNotes } from '@/notes/use';
import { useLink } from '@/view/view';
import type { WhatsApp } from './asked';
import { useTarget } from './target';

const day = (value: unknown) => dayLabel(String(value));

export function Volume({ asked }: { asked: WhatsApp }) {
  const notes = useNotes();
  const to = useLink();
  return (
    <Panel
      title="Messages by day" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { channel: 'whatsapp' }) }}
      definition="Messages received from customers, and sent by the business, by day of the project's time zone."
      table={({ data }) => tableOf(data.series, [
        { name: 'start', label: 'Day', value: (row) => row.start, format: day },
        { name: 'received', label: 'Received', value: (row) => row.received },
        { name: 'sent', label: 'Sent', value: (row) => row.sent },
        ...notes.column(data.series),
      ])}
    >
      {({ data, period }) => <TimeChart open={period?.open} label="Messages received and sent by day" starts={data.series.map((row) => row.start!)} draw={(labels, marks) => lines(labels,
        [{ name: 'received', values: data.series.map((row) => row.received) }, { name: 'sent', values: data.series.map((row) => row.sent) }], { open: period?.open, marks })} />}
    </Panel>
  );
}

export function ResponseTrend({ asked }: { asked: WhatsApp }) {
  const notes = useNotes();
  const target = useTarget();
  return (
    <Panel
      title="Median response by day" source="/whatsapp" asked={asked}
      definition="Half of the answers to waits that began on the day came faster. p90 stands in the table: on one axis it would hide the median."
      table={({ data }) => tableOf(data.series.some((row) => row.answered) ? data.series : [], [
        { name: 'start', label: 'Day', value: (row) => row.start, format: day },
        { name: 'answered', label: 'Answers', value: (row) => row.answered },
        { name: 'median_response_seconds', label: 'Median', value: (row) => row.median_response_seconds, format: 'duration' },
        { name: 'p90_response_seconds', label: 'p90', value: (row) => row.p90_response_seconds, format: 'duration' },
        ...notes.column(data.series),
      ])}
    >
      {({ data, period }) => <TimeChart open={period?.open} label="Median response time by day" starts={data.series.map((row) => row.start!)} draw={(labels, marks) => lines(labels,
        [{ name: 'median', values: data.series.map((row) => row.median_response_seconds) }],
        { format: 'duration', open: period?.open, marks, target: target === undefined ? undefined : { name: `target ${duration(target)}`, value: target } })} />}
    </Panel>
  );
}

const rate = (row: { read: number | null; delivered: number | null }) => (row.delivered ? (row.read ?? 0) / row.delivered : null);

export function ReadRate({ asked }: { asked: WhatsApp }) {
  const notes = useNotes();
  return (
    <Panel
      title="Read rate by day" source="/whatsapp" asked={asked}
      definition="Of the messages attempted on the day and delivered, those that were read: at least, and the last days can still rise."
      table={({ data }) => tableOf(data.series.some((row) => row.delivered) ? data.series : [], [
        { name: 'start', label: 'Day', value: (row) => row.start, format: day },
        { name: 'delivered', label: 'Delivered', value: (row) => row.delivered },
        { name: 'read', label: 'Read', value: (row) => row.read },
        { name: 'read_rate', label: 'Read rate', value: rate, format: 'share' },
        ...notes.column(data.series),
      ])}
    >
      {({ data, period }) => <TimeChart open={period?.open} label="Read rate by day" starts={data.series.map((row) => row.start!)} draw={(labels, marks) => lines(labels, [{ name: 'read rate', values: data.series.map(rate) }], { format: 'share', open: period?.open, marks })} />}
    </Panel>
  );
}
