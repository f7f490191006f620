'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import { useReport, type Asked } from '@/api/use';
import { ranking } from '@/charts/bars';
import { lines } from '@/charts/lines';
import { donut } from '@/charts/parts';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel } from '@/format/format';
import { useNotes } from '@/notes/use';
import { useLink } from '@/view/view';
import { Campaigns } from './Campaigns';
import { Regulars } from './Regulars';

// Below the first screen: how the whole splits.
export function Rest({ overview }: { overview: Asked<Answer<Reports['/overview']>> }) {
  const to = useLink();
  const notes = useNotes();
  const channels = useReport('/trend', { by: 'channel', measure: 'people', compare: 'previous' });
  return (
    <div className="grid gap-3 lg:grid-cols-2 xl:grid-cols-6">
      <Panel
        className="xl:col-span-3" title="Channels" source="/trend" asked={channels} evidence={{ href: to('/explore', { by: 'channel' }), label: 'Explore' }}
        definition="People with own events on each channel and day. Someone on two channels counts on both."
        table={({ data }) => tableOf(data.series, [
          { name: 'start', label: 'Day', value: (row) => row.start, format: (value) => dayLabel(String(value)) },
          { name: 'channel', label: 'Channel', value: (row) => row.value },
          { name: 'people', label: 'People', value: (row) => row.measure },
          ...notes.column(data.series),
        ])}
      >
        {({ data, period }) => {
          const days = [...new Set(data.series.map((row) => row.start!))];
          return <TimeChart open={period?.open} label="People by channel and day" starts={days} draw={(labels, marks) => lines(labels,
            data.totals.map((total) => ({ name: total.value!, values: days.map((day) => data.series.find((row) => row.start === day && row.value === total.value)?.measure ?? 0) })),
            { open: period?.open, marks })} />;
        }}
      </Panel>
      <Campaigns />
      <Panel
        className="xl:col-span-2" title="Devices" source="/overview" asked={overview} definition="People with own events by the kind of their device; messages have none."
        table={({ data }) => tableOf(data.devices, [{ name: 'device', label: 'Device', value: (row) => row.device }, { name: 'people', label: 'People', value: (row) => row.people }])}
      >
        {({ data }) => <Chart label="People by device" option={donut(data.devices.map((row) => ({ name: row.device ?? 'unknown', value: row.people ?? 0 })))} />}
      </Panel>
      <Panel
        className="xl:col-span-2" title="Top pages" source="/overview" asked={overview} definition="People who saw each page of your site, by its path."
        table={({ data }) => tableOf(data.pages, [
          { name: 'page', label: 'Page', value: (row) => row.page }, { name: 'people', label: 'People', value: (row) => row.people }, { name: 'events', label: 'Views', value: (row) => row.events },
        ])}
      >
        {({ data }) => <Chart label="People by page" option={ranking(data.pages.slice(0, 10).map((row) => ({ name: row.page ?? 'unknown', value: row.people })))} />}
      </Panel>
      <Regulars />
    </div>
  );
}
