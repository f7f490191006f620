'use client';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import type { TrendAsked } from './asked';
import type { Exploration } from './model';
import { measureText, nameOf, splitText, written } from './words';

const most = 12;

export function Totals({ asked, said }: { asked: TrendAsked; said: Exploration }) {
  const named = nameOf(said.by);
  return (
    <Panel
      title={`By ${splitText(said.by).toLowerCase()}`} source="/trend" asked={asked}
      definition="The measure over the whole period: people are not the sum of their days, and somebody can be in two parts. The 20 largest."
      table={({ data }) => tableOf(data.totals, [
        { name: 'value', label: splitText(said.by), value: (row) => row.value, format: named },
        { name: 'measure', label: measureText(said), value: (row) => row.measure, format: (value) => written(said)(value as number | null) },
      ])}
      note={(asked.data?.data.totals.length ?? 0) > most ? `The ${most} largest are drawn; the table has all.` : undefined}
    >
      {({ data }) => <Chart label={`${measureText(said)} by ${splitText(said.by)}`} height={24 + 28 * Math.min(data.totals.length, most)}
        option={ranking(data.totals.slice(0, most).map((row) => ({ name: named(row.value), value: row.measure })), said.measure === 'count' || said.measure === 'people' ? 'count' : 'decimal')} />}
    </Panel>
  );
}
