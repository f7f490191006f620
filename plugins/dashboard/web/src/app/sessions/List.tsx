'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import type { Query } from '@/api/client';
import type { Reports } from '@/api/reports';
import { useLong } from '@/api/useLong';
import { Choice } from '@/components/Choice/Choice';
import { LongTable, type LongColumn } from '@/components/LongTable/LongTable';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { country, duration } from '@/format/format';
import { whenOf } from '@/timeline/when';
import { useLink, useView } from '@/view/view';

type Session = Reports['/sessions']['sessions'][number];

export function List({ choice, at }: { choice: Query; at: number }) {
  const { project } = useView();
  const to = useLink();
  const long = useLong<'/sessions', Session>('/sessions', 'sessions', choice, at);
  const columns = useMemo<LongColumn<Session>[]>(() => [
    { name: 'session_id', label: 'Began', width: 185, value: (row) => row.session_id, cell: (row) => (
      <Link prefetch={false} className="link" href={to('/sessions', { session: row.session_id })}>{whenOf(row.first_at, project.timezone)}</Link>
    ) },
    { name: 'channel', label: 'Channel', width: 85, value: (row) => row.channel },
    { name: 'seconds', label: 'Lasted', width: 75, value: (row) => row.seconds, format: (value) => duration(value as number | null) },
    { name: 'events', label: 'Events', width: 65, value: (row) => row.events, format: 'count' },
    { name: 'entry', label: 'Began with', width: 120, value: (row) => row.entry }, { name: 'exit', label: 'Ended with', width: 120, value: (row) => row.exit },
    { name: 'source', label: 'Source', width: 85, value: (row) => row.source }, { name: 'device', label: 'Device', width: 70, value: (row) => row.device },
    { name: 'country', label: 'Country', width: 95, value: (row) => row.country, format: (_, row) => country(row.country) },
    { name: 'converted', label: 'Converted', width: 80, value: (row) => String(row.converted), format: (value) => (value === 'true' ? 'yes' : 'no') },
  ], [project.timezone, to]);
  return (
    <Panel
      title="Sessions" source="/sessions" asked={long.asked} ownTable empty="No session began in this period."
      definition="Each visit: events of one person on one channel without a pause of more than half an hour. Only engaged ones count in the figures above."
      note="The latest first. A time leads to what happened in it."
      table={() => tableOf(long.loaded, columns)}
    >
      {() => (
        <>
          <LongTable caption="Sessions" columns={columns} long={long} at={at} />
          <div className="mt-3 flex flex-wrap gap-2">
            <Choice name="engaged" label="Engaged" otherwise="Engaged or not" choices={{ true: 'Engaged', false: 'Not engaged' }} />
            <Choice name="converted" label="Converted" otherwise="Converted or not" choices={{ true: 'Converted', false: 'Not converted' }} />
          </div>
        </>
      )}
    </Panel>
  );
}
