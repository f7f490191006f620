'use client';
import { spreads } from '@/charts/spreads';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { textAt, type Funnel } from './model';
import type { StepsAsked } from './use';

export function Times({ asked, funnel }: { asked: StepsAsked; funnel: Funnel }) {
  const name = (step: number | null) => `to ${textAt(funnel, step! - 1)}`;
  return (
    <Panel
      title="Time to convert" source="/funnel" asked={asked} className={funnel.by ? '' : 'lg:col-span-2'}
      definition="From each step to the next, of those who reached it: half were quicker than the median, nine of ten than p90."
      empty="Nobody reached a second step yet."
      table={({ data }) => tableOf(data.steps.filter((row) => row.value === null && row.median_seconds !== null), [
        { name: 'step', label: 'Step', value: (row) => row.step, format: (_, row) => name(row.step) },
        { name: 'median_seconds', label: 'Median', value: (row) => row.median_seconds, format: 'duration' },
        { name: 'p90_seconds', label: 'p90', value: (row) => row.p90_seconds, format: 'duration' },
      ])}
    >
      {({ data }) => {
        const rows = data.steps.filter((row) => row.value === null && row.median_seconds !== null);
        return <Chart label="Time from each step to the next" height={56 + 40 * rows.length} option={spreads(rows.map((row) => ({ name: name(row.step), median: row.median_seconds, p90: row.p90_seconds })))} />;
      }}
    </Panel>
  );
}
