'use client';
import { lines } from '@/charts/lines';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel } from '@/format/format';
import { useNotes } from '@/notes/use';
import type { TrendAsked } from './asked';
import type { Exploration } from './model';
import { measureText, nameOf, splitText, written } from './words';

const most = 4; // lines that one can tell apart; the table has all

export function Trend({ asked, said }: { asked: TrendAsked; said: Exploration }) {
  const label = (start: string) => dayLabel(start, said.granularity);
  const named = nameOf(said.by);
  const notes = useNotes();
  const parts = asked.data?.data.totals.length ?? 0;
  return (
    <Panel
      title="Over time" source="/trend" asked={asked} className={said.by ? '' : 'lg:col-span-2'}
      definition="The measure of each part of the period, in the project's time zone. Somebody on two days is on both. Without an event it is of people's own events; with one, of all who had it."
      table={({ data }) => tableOf(data.totals.some((row) => row.measure) ? data.series : [], [
        { name: 'start', label: 'When', value: (row) => row.start, format: (value) => label(String(value)) },
        ...(said.by ? [{ name: 'value', label: splitText(said.by), value: (row: (typeof data.series)[number]) => row.value, format: named }] : []),
        { name: 'measure', label: measureText(said), value: (row) => row.measure, format: (value) => written(said)(value as number | null) },
        ...notes.column(data.series),
      ])}
      note={parts > most ? `The ${most} largest are drawn; the table has all.` : undefined}
    >
      {({ data, period }) => {
        const starts = [...new Set(data.series.map((row) => row.start!))];
        const at = new Map(data.series.map((row) => [JSON.stringify([row.value, row.start]), row.measure]));
        return <TimeChart open={period?.open} height={280} label={`${measureText(said)} over time`} starts={starts} granularity={said.granularity} draw={(labels, marks) => lines(labels,
          data.totals.slice(0, most).map((total) => ({ name: said.by ? named(total.value) : measureText(said), values: starts.map((start) => at.get(JSON.stringify([total.value, start])) ?? null) })),
          { open: period?.open, marks, format: said.measure === 'count' || said.measure === 'people' ? 'count' : 'decimal' })} />;
      }}
    </Panel>
  );
}
