'use client';
import { useReport } from '@/api/use';
import { lines } from '@/charts/lines';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel, share } from '@/format/format';
import { useNotes } from '@/notes/use';

// How many come daily, weekly, monthly: in the 1, 7 and 28 days that end with each day.
export function Regulars() {
  const asked = useReport('/regulars');
  const notes = useNotes();
  // Today is not over: how many of the month's people come on a day is said of the day before.
  const whole = asked.data?.data.days.at(asked.data.period?.open ? -2 : -1);
  return (
    <Panel
      className="xl:col-span-2" title="Daily, weekly, monthly" source="/regulars" asked={asked}
      definition="People active in the 1, 7 and 28 days that end with each day (DAU, WAU, MAU). Daily of monthly says how often they come: half would be every other day."
      note={whole?.monthly ? `${dayLabel(whole.start!)}: ${share((whole.daily ?? 0) / whole.monthly)} of the month's people came on the day, ${share((whole.weekly ?? 0) / whole.monthly)} in the week.` : undefined}
      table={({ data }) => tableOf(data.days.some((row) => row.monthly) ? data.days : [], [
        { name: 'start', label: 'Day', value: (row) => row.start, format: (value) => dayLabel(String(value)) },
        { name: 'daily', label: 'Daily', value: (row) => row.daily },
        { name: 'weekly', label: 'Weekly', value: (row) => row.weekly },
        { name: 'monthly', label: 'Monthly', value: (row) => row.monthly },
        ...notes.column(data.days),
      ])}
    >
      {({ data, period }) => (
        <TimeChart open={period?.open} label="People active daily, weekly and monthly" starts={data.days.map((row) => row.start!)} draw={(labels, marks) => lines(labels, [
          { name: 'monthly', values: data.days.map((row) => row.monthly) }, { name: 'weekly', values: data.days.map((row) => row.weekly) }, { name: 'daily', values: data.days.map((row) => row.daily) },
        ], { open: period?.open, marks })} />
      )}
    </Panel>
  );
}
