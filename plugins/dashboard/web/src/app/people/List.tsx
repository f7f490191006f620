'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import type { Query } from '@/api/client';
import type { Reports } from '@/api/reports';
import { useLong } from '@/api/useLong';
import { LongTable, type LongColumn } from '@/components/LongTable/LongTable';
import { Panel } from '@/components/Panel/Panel';
import { lifecycles } from '@/components/Person/names';
import { tableOf } from '@/components/table';
import { country } from '@/format/format';
import { whenOf } from '@/timeline/when';
import { useLink, useView } from '@/view/view';
import { Choices } from './Choices';

type Person = Reports['/people']['people'][number];

// All who came for the first time in the period, one row each, however many.
export function List({ choice, at }: { choice: Query; at: number }) {
  const { project } = useView();
  const to = useLink();
  const long = useLong<'/people', Person>('/people', 'people', choice, at);
  const columns = useMemo<LongColumn<Person>[]>(() => {
    const when = (value: unknown) => whenOf(value as string | null, project.timezone);
    const name = (row: Person) => row.phone ?? row.email ?? row.account ?? 'A visitor without a name';
    return [
      { name: 'person_id', label: 'Person', width: 220, value: (row) => row.person_id, cell: (row) => <Link prefetch={false} className="link" href={to('/journey', { user: row.person_id })}>{name(row)}</Link> },
      { name: 'country', label: 'Country', width: 130, value: (row) => row.country, format: (_, row) => country(row.country) },
      { name: 'first_seen', label: 'First seen', width: 190, value: (row) => row.first_seen, format: when },
      { name: 'last_seen', label: 'Last seen', width: 190, value: (row) => row.last_seen, format: when },
      { name: 'events', label: 'Events', width: 80, value: (row) => row.events, format: 'count' },
      { name: 'messages_received', label: 'Messages in', width: 100, value: (row) => row.messages_received, format: 'count' },
      { name: 'lifecycle', label: 'State', width: 110, value: (row) => row.lifecycle, format: (value) => lifecycles[String(value)]?.word ?? '–' },
    ];
  }, [project.timezone, to]);
  return (
    <Panel
      title="People" source="/people" asked={long.asked} ownTable empty="Nobody came for the first time in this period."
      definition="People whose first event of any kind lies in the period, each once, with what is known of them today over all time."
      note="First seen in the period. A name leads to their whole journey."
      table={() => tableOf(long.loaded, columns)}
    >
      {() => (
        <>
          <LongTable caption="People" columns={columns} long={long} at={at} />
          <Choices />
        </>
      )}
    </Panel>
  );
}
