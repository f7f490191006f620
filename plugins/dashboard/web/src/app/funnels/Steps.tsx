'use client';
import { stairs } from '@/charts/steps';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';
import { textAt, type Funnel } from './model';
import type { StepsAsked } from './use';
import { worstOf } from './worst';

interface Props {
  asked: StepsAsked;
  funnel: Funnel;
  title?: string;
  showWorst?: boolean;
}

// How many came how far. Who is still inside the window is open, not lost.
export function Steps({ asked, funnel, title = 'Funnel', showWorst = false }: Props) {
  const to = useLink();
  const who = funnel.scope === 'session' ? 'Sessions' : 'People';
  return (
    <Panel
      title={title} source="/funnel" asked={asked} className="lg:col-span-2"
      evidence={{ href: to('/explore', { name: funnel.steps[0]?.event || undefined }), label: 'The events of the first step' }}
      definition={`${who} by the furthest step they ever reached within the window from step 1, which lies in the period; later steps may follow after it. Open: the window is not over, so they may still go on.`}
      empty="Nobody took the first step in the period."
      table={({ data }) => tableOf(data.steps[0]?.reached ? data.steps.filter((row) => row.value === null) : [], [
        { name: 'step', label: 'Step', value: (row) => row.step, format: (_, row) => `${row.step}. ${textAt(funnel, row.step! - 1)}` },
        { name: 'reached', label: who, value: (row) => row.reached },
        { name: 'conversion', label: 'Of the first', value: (row) => row.conversion, format: 'share' },
        { name: 'conversion_from_previous', label: 'Of the one before', value: (row) => row.conversion_from_previous, format: 'share' },
        // Those at the end have nowhere to be lost to.
        { name: 'dropped', label: 'Dropped', value: (row) => row.dropped, format: 'count' },
        { name: 'open', label: 'Still open', value: (row) => row.open },
      ])}
    >
      {({ data }) => {
        const rows = data.steps.filter((row) => row.value === null);
        const worst = showWorst ? worstOf(rows) : -1;
        return <Chart label={`${who} at each step`} height={48 + 46 * rows.length} option={stairs(rows.map((row, i) => ({
          name: `${i + 1}. ${textAt(funnel, i)}`, reached: row.reached ?? 0,
          open: row.open ?? 0, dropped: row.dropped ?? 0, worst: i === worst,
        })), { on: 'went on', open: 'still open', dropped: 'dropped' })} />;
      }}
    </Panel>
  );
}
