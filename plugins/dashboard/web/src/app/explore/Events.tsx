'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { time } from '@/format/format';
import { useAddress, useLink, useView } from '@/view/view';

const rows = 25;

// The events behind the numbers, the latest first, page by page.
export function Events() {
  const to = useLink();
  const { project } = useView();
  const { params, set } = useAddress();
  const offset = Math.max(0, Math.min(100_000, Number(params.get('events')) || 0));
  const asked = useReport('/events', { limit: rows, offset });
  const more = asked.data?.page?.more;
  return (
    <Panel
      title="The events" source="/events" asked={asked}
      definition="Events of the period as they were stored, held to the filters; times are when they happened. All of them: the API as CSV, for who may export."
      table={({ data }) => tableOf(data.events, [
        { name: 'name', label: 'Event', value: (row) => row.name },
        { name: 'occurred_at', label: 'When', value: (row) => row.occurred_at, format: (value) => time(value as string | null, project.timezone) },
        { name: 'channel', label: 'Channel', value: (row) => row.channel },
        { name: 'user_id', label: 'Who', value: (row) => row.user_id ?? row.anonymous_id,
          cell: (row) => { const who = row.user_id ?? row.anonymous_id; return who ? <Link prefetch={false} className="link" href={to('/journey', { user: who })}>{who}</Link> : '–'; } },
        { name: 'properties', label: 'Properties', value: (row) => JSON.stringify(row.properties), cell: (row) => <code className="text-fine text-ink-2 block max-w-96 truncate">{JSON.stringify(row.properties)}</code> },
        { name: 'id', label: 'Id', value: (row) => row.id, hidden: true },
      ])}
      note={(offset > 0 || more) && (
        <span className="flex gap-2">
          <button type="button" className="control" disabled={offset === 0} onClick={() => set({ events: offset > rows ? String(offset - rows) : null })}>Later</button>
          <button type="button" className="control" disabled={!more} onClick={() => set({ events: String(offset + rows) })}>Earlier</button>
        </span>
      )}
    />
  );
}
