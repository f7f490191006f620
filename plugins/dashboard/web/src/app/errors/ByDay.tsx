'use client';
import { columns } from '@/charts/bars';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel } from '@/format/format';
import { useNotes } from '@/notes/use';
import { orNot, type Trend } from './asked';

const most = 5; // parts that one can tell apart; the table has all

interface Props {
  asked: Trend;
  title: string;
  what: string; // a series is of
  definition: string;
  evidence: string;
  empty: string;
}

export function ByDay({ asked, title, what, definition, evidence, empty }: Props) {
  const notes = useNotes();
  return (
    <Panel
      title={title} source="/trend" asked={asked} definition={definition} evidence={{ href: evidence }} empty={empty}
      table={({ data }) => tableOf(data.totals.length ? data.series : [], [
        { name: 'start', label: 'Day', value: (row) => row.start, format: (value) => dayLabel(String(value)) },
        { name: 'value', label: what, value: (row) => row.value, format: orNot },
        { name: 'measure', label: 'Events', value: (row) => row.measure },
        ...notes.column(data.series),
      ])}
      note={asked.data && asked.data.data.totals.length > most ? `The ${most} most frequent are drawn; the table has all.` : undefined}
    >
      {({ data }) => {
        const days = [...new Set(data.series.map((row) => row.start!))];
        return <TimeChart label={title} starts={days} draw={(labels, marks) => columns(labels,
          data.totals.slice(0, most).map((total) => ({ name: orNot(total.value), values: days.map((day) => data.series.find((row) => row.start === day && row.value === total.value)?.measure ?? 0) })),
          { stacked: true, marks })} />;
      }}
    </Panel>
  );
}
