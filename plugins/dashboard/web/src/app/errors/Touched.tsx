'use client';
import { useReport } from '@/api/use';
import { stairs } from '@/charts/steps';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';

const names = ['Met an error', 'Then saw a page'];

// How many sessions met an error, and what it did to them: a funnel of sessions.
export function Touched() {
  const to = useLink();
  const steps = JSON.stringify(['error', 'page_view']);
  const asked = useReport('/funnel', { steps, scope: 'session', window: 86_400 });
  return (
    <Panel
      title="Sessions touched" source="/funnel" asked={asked} evidence={{ href: to('/drop-offs', { steps, scope: 'session' }), label: 'As a funnel' }}
      definition="Sessions with at least one error, and those of them that saw a page after it: who leaves at an error does not."
      empty="No session met an error in the period."
      table={({ data }) => tableOf(data.steps[0]?.reached ? data.steps : [], [
        { name: 'name', label: 'Sessions that', value: (row) => row.name, format: (_, row) => names[row.step! - 1]! },
        { name: 'reached', label: 'Sessions', value: (row) => row.reached },
        { name: 'conversion', label: 'Of those touched', value: (row) => row.conversion, format: 'share' },
        { name: 'open', label: 'Not over yet', value: (row) => row.open },
      ])}
    >
      {({ data }) => <Chart label="Sessions with an error, and those that went on" height={110}
        option={stairs(data.steps.map((row, i) => ({ name: names[i]!, reached: row.reached ?? 0 })), { on: 'sessions', open: '', dropped: '' })} />}
    </Panel>
  );
}
