'use client';
import { useReport } from '@/api/use';
import { stairs } from '@/charts/steps';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';
import { deliveryOf } from './delivery';

// What became of the templates that went out: from the attempt to a goal.
export function Delivery() {
  const to = useLink();
  const asked = useReport('/campaigns', { limit: 1000 });
  return (
    <Panel
      title="Delivery funnel" source="/campaigns" asked={asked} evidence={{ href: to('/campaigns'), label: 'By campaign and template' }}
      definition="Template messages by their attempt, and what became of them. Read is at least that: what is answered was read. Responded: clicked or replied within 72 hours. Converted: a goal within 7 days after, credited to the latest such message."
      table={({ data }) => tableOf(data.templates.length ? deliveryOf(data.templates) : [], [
        { name: 'step', label: 'Step', value: (row) => row.step, format: (_, row) => row.label },
        { name: 'messages', label: 'Messages', value: (row) => row.messages },
        { name: 'share', label: 'Of attempted', value: (row) => row.share, format: 'share' },
      ])}
      note="The last ten days can still rise: who was written to may yet answer or buy."
    >
      {({ data }) => <Chart label="Messages from attempted to converted" height={260} option={stairs(deliveryOf(data.templates).map((row) => ({ name: row.label, reached: row.messages })), { on: 'messages', open: '', dropped: '' })} />}
    </Panel>
  );
}
