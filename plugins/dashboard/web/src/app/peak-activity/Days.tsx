'use client';
import { useReport } from '@/api/use';
import { calendar } from '@/charts/calendar';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { dayLabel } from '@/format/format';
import { addDays, daysOf } from '@/view/range';
import { useView } from '@/view/view';

const least = 84; // days: twelve weeks make a calendar

// Day by day, for as long as the range is, and twelve weeks at least.
export function Days() {
  const { range } = useView();
  const from = daysOf(range) < least ? addDays(range.to, 1 - least) : range.from;
  const asked = useReport('/overview', { part: 'series', from, to: range.to });
  return (
    <Panel
      title="Day by day" source="/overview" asked={asked} note={from < range.from ? 'Twelve weeks that end with the period.' : undefined}
      definition="Active people of each day in the project's time zone. A lighter day is a quieter one."
      table={({ data }) => tableOf(data.series ?? [], [
        { name: 'start', label: 'Day', value: (row) => row.start, format: (value) => dayLabel(String(value)) }, { name: 'active_people', label: 'People', value: (row) => row.active_people },
      ])}
    >
      {({ data }) => <Chart height={230} label="Active people by day" option={calendar(data.series.map((row) => ({ day: row.start!.slice(0, 10), value: row.active_people })), 'people')} />}
    </Panel>
  );
}
