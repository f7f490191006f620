'use client';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { wilson } from '@/stats/shares';
import type { Funnel } from './model';
import { useSteps, type StepRow } from './use';

const value = (row: StepRow) => row.value || 'not known';

// Who goes all the way, by the first value that is known of a property.
export function Breakdown({ funnel, wide = false }: { funnel: Funnel; wide?: boolean }) {
  const asked = useSteps(funnel, true);
  if (funnel.by === '') return null;
  const last = funnel.steps.length;
  const first = (rows: StepRow[], row: StepRow) => rows.find((other) => other.value === row.value && other.step === 1)?.reached ?? 0;
  return (
    <Panel
      title={`By ${funnel.by}`} source="/funnel" asked={asked} className={wide ? 'lg:col-span-2' : ''}
      definition="Each step by the first value that is known of the property; the ten values that most have. The bars are those who reached the last step, of those who took the first, with the 95 % interval."
      empty="The property has no value at these steps."
      table={({ data }) => tableOf(data.steps.filter((row) => row.value !== null), [
        { name: 'value', label: funnel.by, value: (row) => row.value, format: (_, row) => value(row) },
        { name: 'step', label: 'Step', value: (row) => row.step },
        { name: 'reached', label: 'Reached', value: (row) => row.reached },
        { name: 'conversion', label: 'Of the first', value: (row) => row.conversion, format: 'share' },
        { name: 'open', label: 'Still open', value: (row) => row.open },
      ])}
    >
      {({ data }) => {
        const ends = data.steps.filter((row) => row.value !== null && row.step === last);
        return <Chart label={`Conversion by ${funnel.by}`} height={32 + 34 * ends.length} option={ranking(ends.map((row) => {
          const interval = wilson(row.reached, first(data.steps, row));
          return { name: value(row), value: row.conversion, low: interval?.low, high: interval?.high };
        }), 'share')} />;
      }}
    </Panel>
  );
}
