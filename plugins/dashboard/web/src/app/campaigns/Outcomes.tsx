'use client';
import { columns } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useAddress } from '@/view/view';
import { pickedOf, type Campaigns, type PartName } from './asked';

const steps = [['attempted', 'attempted'], ['delivered', 'delivered'], ['read', 'read'], ['responded', 'responded'], ['converted', 'converted']] as const;
const few = 4; // groups of bars that one can tell apart

// How much of each got how far, as shares of what was attempted, so that large and small can be compared.
export function Outcomes({ asked, part }: { asked: Campaigns; part: PartName }) {
  const { params } = useAddress();
  return (
    <Panel
      title="How far messages got" source="/campaigns" asked={asked}
      definition="Of what was attempted: delivered, read (at least), clicked or replied within 72 hours, and converted within 7 days after that. Each is a part of the one before."
      table={({ data }) => tableOf(pickedOf(data[part], params.get('pick')), [
        { name: 'value', label: 'Name', value: (row) => row.value },
        ...steps.map(([name, label]) => ({ name, label, value: (row: (typeof data)['campaigns'][number]) => row[name] })),
      ])}
      note={asked.data && pickedOf(asked.data.data[part], params.get('pick')).length > few ? `The first ${few} are drawn.` : undefined}
    >
      {({ data }) => {
        const rows = pickedOf(data[part], params.get('pick')).slice(0, few);
        return <Chart label="Shares of the attempted messages that got to each step" height={300} option={columns(steps.slice(1).map(([, label]) => label),
          rows.map((row) => ({ name: row.value ?? 'unknown', values: steps.slice(1).map(([name]) => (row.attempted ? (row[name] ?? 0) / row.attempted : null)) })), { format: 'share' })} />;
      }}
    </Panel>
  );
}
