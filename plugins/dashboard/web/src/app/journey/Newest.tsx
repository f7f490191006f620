'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { whenOf } from '@/timeline/when';
import { useLink, useView } from '@/view/view';

// Somebody to begin with, for who has nobody in mind.
export function Newest() {
  const { project } = useView();
  const to = useLink();
  const asked = useReport('/people', { limit: 10 });
  return (
    <Panel
      title="The newest people" source="/people" asked={asked} evidence={{ href: to('/people'), label: 'All of them' }}
      definition="Who came last for the first time." empty="Nobody has come in the last 28 days."
      table={({ data }) => tableOf(data.people, [
        { name: 'person_id', label: 'Person', value: (row) => row.person_id, cell: (row) => <Link prefetch={false} className="link" href={to('/journey', { user: row.person_id })}>{row.phone ?? row.email ?? row.account ?? 'A visitor without a name'}</Link> },
        { name: 'first_seen', label: 'First seen', value: (row) => row.first_seen, format: (value) => whenOf(value as string, project.timezone) },
        { name: 'events', label: 'Events', value: (row) => row.events },
      ])}
    />
  );
}
