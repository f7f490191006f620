'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import { useReport, type Asked } from '@/api/use';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { count, country, duration } from '@/format/format';
import { Inspector } from '@/timeline/Inspector';
import { Timeline } from '@/timeline/Timeline';
import { whenOf } from '@/timeline/when';
import { useAddress, useLink, useView } from '@/view/view';

const most = 1000; // events of one session, which the API gives at once

// One session: what is known of it, and its events.
export function OneSession({ id }: { id: string }) {
  const { params, set } = useAddress();
  const to = useLink();
  const asked = useReport('/sessions/:id', { id, limit: most });
  const events = useMemo(() => (asked.data?.data.events ?? []).toReversed(), [asked.data]);
  const picked = events.find((event) => event.id === params.get('event'));
  const session = asked.data?.data.session;
  return (
    <Panel
      title="One session" source="/sessions/:id" asked={asked} ownTable
      evidence={session?.person_id ? { href: to('/journey', { user: session.person_id }), label: 'Whose it is: their whole journey' } : undefined}
      definition="All events that the session holds, the latest first: the person's own, and what was sent to them meanwhile."
      note={<>{count(events.length)} events{asked.data?.page?.more ? ', the first of more' : ''} · <Link prefetch={false} className="link" href={to('/sessions')} onClick={(event) => { event.preventDefault(); set({ session: null, event: null }); }}>all sessions</Link></>}
      table={({ data }) => tableOf(data.events, [
        { name: 'occurred_at', label: 'Time', value: (row) => row.occurred_at }, { name: 'name', label: 'Event', value: (row) => row.name },
        { name: 'properties', label: 'Properties', value: (row) => JSON.stringify(row.properties) },
      ])}
    >
      {() => (
        <>
          <Facts asked={asked} />
          <div className={`mt-2 ${picked ? 'grid gap-4 lg:grid-cols-[3fr_2fr]' : ''}`}>
            <Timeline events={events} whole label="Timeline of the session" short />
            {picked && <Inspector event={picked} close={() => set({ event: null }, 'replace')} />}
          </div>
        </>
      )}
    </Panel>
  );
}

function Facts({ asked }: { asked: Asked<Answer<Reports['/sessions/:id']>> }) {
  const { project } = useView();
  const session = asked.data!.data.session;
  const facts = [
    ['first_at', 'Began', whenOf(session.first_at, project.timezone)], ['seconds', 'Lasted', duration(session.seconds)], ['channel', 'Channel', session.channel],
    ['own_events', 'Own events', count(session.own_events)], ['pages', 'Pages', count(session.pages)], ['entry', 'Began with', session.entry], ['exit', 'Ended with', session.exit],
    ['source', 'Source', session.source], ['campaign', 'Campaign', session.campaign], ['device', 'Device', session.device], ['country', 'Country', country(session.country)],
    ['converted', 'Converted', session.converted ? 'yes' : 'no'],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-4 lg:grid-cols-6" data-session-facts>
      {facts.map(([name, label, value]) => (
        <div key={name} data-fact={name} data-value={String(session[name] ?? '')}>
          <dt className="text-fine text-ink-2">{label}</dt>
          <dd className="break-words">{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
