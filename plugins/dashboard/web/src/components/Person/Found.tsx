'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { whenOf } from '@/timeline/when';
import { useLink, useView } from '@/view/view';
import type { Identifier } from './evidence';
import { kinds, nameOf } from './names';

// Who is known by a word.
export function Found({ q }: { q: string }) {
  const { project } = useView();
  const to = useLink();
  const asked = useReport('/people/search', { q });
  return (
    <Panel
      title="Found" source="/people/search" asked={asked} empty={`Nobody is known by ${q}.`}
      definition="People who are known by exactly this identifier, however it is written: a phone, an e-mail address, an account, a browser's id. At most 20."
      table={({ data }) => tableOf(data.people, [
        { name: 'person_id', label: 'Person', value: (row) => row.person_id, cell: (row) => <Link prefetch={false} className="link" href={to('/journey', { user: row.person_id })}>{nameOf((row.identifiers ?? []) as Identifier[])}</Link> },
        { name: 'first_seen', label: 'First seen', value: (row) => row.first_seen, format: (value) => whenOf(value as string, project.timezone) },
        { name: 'identifiers', label: 'Known by', value: (row) => JSON.stringify(row.identifiers),
          format: (_, row) => ((row.identifiers ?? []) as Identifier[]).slice(0, 4).map((one) => `${kinds[one.type] ?? one.type}: ${one.value}`).join(', ') },
      ])}
    />
  );
}
