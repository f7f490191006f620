'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import { useReport, type Asked } from '@/api/use';
import { columns } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { duration } from '@/format/format';

type Split = Reports['/sessions/summary']['by_entry'][number];

const span = (from: number | null, to: number | null) => (to === null ? `${duration(from)} +` : `${duration(from)} – ${duration(to)}`);
const split = (rows: Split[], label: string) => tableOf(rows, [
  { name: 'value', label, value: (row) => row.value, format: (value) => (value == null ? 'unknown' : String(value)) },
  { name: 'engaged_sessions', label: 'Sessions', value: (row) => row.engaged_sessions },
  { name: 'conversion_rate', label: 'Converted', value: (row) => row.conversion_rate, format: 'share' },
  { name: 'median_seconds', label: 'Median', value: (row) => row.median_seconds, format: 'duration' },
  { name: 'single_event_share', label: 'Left at once', value: (row) => row.single_event_share, format: 'share' },
]);

// How long they were, and how they differ by where they began and ended, and by what brought them.
export function Splits({ asked }: { asked: Asked<Answer<Reports['/sessions/summary']>> }) {
  const overview = useReport('/overview');
  const first = 10; // of each
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Panel
        title="How long they lasted" source="/sessions/summary" asked={asked} definition="Engaged sessions by the time from the first own event to the last; those of one event have no known duration."
        table={({ data }) => tableOf(data.durations, [
          { name: 'from_seconds', label: 'From', value: (row) => row.from_seconds, format: 'duration' }, { name: 'to_seconds', label: 'To', value: (row) => row.to_seconds, format: 'duration' },
          { name: 'engaged_sessions', label: 'Sessions', value: (row) => row.engaged_sessions },
        ])}
      >
        {({ data }) => <Chart label="Sessions by duration" option={columns(data.durations.map((row) => span(row.from_seconds, row.to_seconds)), [{ name: 'sessions', values: data.durations.map((row) => row.engaged_sessions) }])} />}
      </Panel>
      <Panel title="By source" source="/sessions/summary" asked={asked} definition="Engaged sessions by the first known source: what brought the person." table={({ data }) => split(data.by_source.slice(0, first), 'Source')} />
      <Panel title="Where they began" source="/overview" asked={overview} definition="Engaged sessions by their first own event: a page's path, a screen, or the event's name." table={({ data }) => split(data.entries.slice(0, first), 'Began with')} />
      <Panel title="Where they ended" source="/overview" asked={overview} definition="Engaged sessions by their last own event. A page that many leave without a conversion is worth a look." table={({ data }) => split(data.exits.slice(0, first), 'Ended with')} />
    </div>
  );
}
