'use client';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { count } from '@/format/format';
import { Inspector } from '@/timeline/Inspector';
import { Timeline } from '@/timeline/Timeline';
import type { Timeline as Events } from '@/timeline/useTimeline';
import { useAddress } from '@/view/view';

// All that they did and were told, over all channels, with one event open beside it.
export function Story({ timeline }: { timeline: Events }) {
  const { params, set } = useAddress();
  const picked = timeline.events.find((event) => event.id === params.get('event'));
  return (
    <Panel
      title="Timeline" source="/people/:id/timeline" asked={timeline.asked} ownTable
      definition="Every event of this person on all channels, the latest first. Receipts stand at their message; pauses of more than half an hour are marked."
      note={`${count(timeline.events.length)} events${timeline.whole ? ', which are all' : ' so far; earlier ones come as you scroll'}`}
      table={(events) => tableOf(events, [
        { name: 'occurred_at', label: 'Time', value: (row) => row.occurred_at }, { name: 'channel', label: 'Channel', value: (row) => row.channel },
        { name: 'name', label: 'Event', value: (row) => row.name }, { name: 'session_id', label: 'Session', value: (row) => row.session_id },
        { name: 'properties', label: 'Properties', value: (row) => JSON.stringify(row.properties) },
      ])}
    >
      {(events) => (
        <div className={picked ? 'grid gap-4 lg:grid-cols-[3fr_2fr]' : ''}>
          <Timeline events={events} whole={timeline.whole} more={timeline.more} label="Timeline" />
          {picked && <Inspector event={picked} close={() => set({ event: null }, 'replace')} />}
        </div>
      )}
    </Panel>
  );
}
