'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { longOf } from '@/api/useLong';
import { LongTable, type LongColumn } from '@/components/LongTable/LongTable';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { count } from '@/format/format';
import { whenOf } from '@/timeline/when';
import { useAddress, useLink, useView } from '@/view/view';
import { peopleIn, type Somebody } from './people';

const most = 1000; // events that are looked through, the latest

// Who was at a place: from the events that make it one.
export function Through({ node }: { node: string }) {
  const { project } = useView();
  const { set } = useAddress();
  const to = useLink();
  // A node is a page's path, else an event's name (docs/sessions.md).
  const page = node.startsWith('/');
  const asked = useReport('/events', { ...(page ? { name: 'page_view', property: `path=${node}` } : { name: node }), limit: most });
  const more = asked.data?.page?.more ?? false;
  const columns: LongColumn<Somebody>[] = [
    { name: 'who', label: 'Person', width: 200, value: (row) => row.who, cell: (row) => <Link prefetch={false} className="link" href={to('/journey', { user: row.who })}>{row.known ? row.who : 'A visitor without a name'}</Link> },
    { name: 'channel', label: 'Channel', width: 90, value: (row) => row.channel },
    { name: 'last', label: 'Last time', width: 180, value: (row) => row.last, format: (value) => whenOf(String(value), project.timezone) },
    { name: 'times', label: 'Times', width: 60, value: (row) => row.times, format: 'count' },
  ];
  return (
    <Panel
      title="Who was there" source="/events" asked={asked} empty={`No event of the period is named so: ${node}.`}
      definition="People by the events that make this place, the latest first. A name leads to their whole journey."
      note={<><strong className="text-ink">{node}</strong>{more ? ` · from the latest ${count(most)} events of it` : ''} · <button type="button" className="link" onClick={() => set({ node: null })}>close</button></>}
      ownTable table={({ data }) => tableOf(peopleIn(data.events), columns)}
    >
      {({ data }) => <LongTable caption="Who was there" columns={columns} long={longOf(peopleIn(data.events))} beside />}
    </Panel>
  );
}
