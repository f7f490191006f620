'use client';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';

const orNot = (value: unknown) => (value ? String(value) : 'not said');

// Where bots give up, and why.
export function Handovers() {
  const to = useLink();
  const asked = useReport('/handovers', { limit: 100 });
  return (
    <Panel
      title="Hand-overs from bots" source="/handovers" asked={asked} evidence={{ href: to('/explore', { name: 'agent.handoff' }) }}
      definition="Events agent.handoff: a bot gave a chat to people, by the step it stood at and the reason it gave."
      empty="No bot handed a chat over in the period."
      table={({ data }) => tableOf(data.handovers, [
        { name: 'step', label: 'Step', value: (row) => row.step, format: orNot },
        { name: 'reason', label: 'Reason', value: (row) => row.reason, format: orNot },
        { name: 'handovers', label: 'Hand-overs', value: (row) => row.handovers },
        { name: 'users', label: 'Customers', value: (row) => row.users },
      ])}
    />
  );
}
