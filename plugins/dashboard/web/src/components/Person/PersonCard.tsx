'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf, type Value } from '@/components/table';
import { count, country, duration } from '@/format/format';
import type { Timeline } from '@/timeline/useTimeline';
import { whenOf } from '@/timeline/when';
import { useView } from '@/view/view';
import type { Identifier } from './evidence';
import { Identifiers } from './Identifiers';
import { lifecycles, nameOf } from './names';
import { seenWith } from './seen';

type Person = Reports['/people/:id']['person'];

interface Props {
  asked: Asked<Answer<Reports['/people/:id']>>;
  timeline: Timeline;
  evidence?: { href: string; label: string };
}

// Who somebody is, as known today: what is known of them, and why it is one person.
export function PersonCard({ asked, timeline, evidence }: Props) {
  const { project } = useView();
  const rows = (person: Person): { field: string; label: string; value: Value; shown: string }[] => {
    const of = (field: keyof Person, label: string, shown: string) => ({ field, label, value: person[field] as Value, shown });
    return [
      of('lifecycle', 'State', person.lifecycle ? `${lifecycles[person.lifecycle]?.word ?? person.lifecycle}: ${lifecycles[person.lifecycle]?.meaning ?? ''}` : '–'),
      of('first_seen', 'First seen', whenOf(person.first_seen, project.timezone)), of('last_seen', 'Last seen', whenOf(person.last_seen, project.timezone)),
      of('country', 'Country', country(person.country)), of('sessions', 'Sessions', count(person.sessions)),
      of('events', 'Events', count(person.events)), of('own_events', 'Own events', count(person.own_events)),
      of('messages_received', 'Messages from them', count(person.messages_received)), of('conversions', 'Conversions', count(person.conversions)),
      of('median_response_seconds', 'Half of our answers took up to', duration(person.median_response_seconds)), of('longest_response_seconds', 'The longest', duration(person.longest_response_seconds)),
      of('answered', 'Answers they got', count(person.answered)), of('missed', 'Never answered', count(person.missed)),
      of('waiting_since', 'Waits for an answer', person.waiting_since ? `since ${whenOf(person.waiting_since, project.timezone)}` : 'no'),
    ];
  };
  const some = timeline.whole ? '' : ` (their latest ${count(timeline.events.length)} events)`;
  return (
    <Panel
      title="Who this is" source="/people/:id" asked={asked} evidence={evidence}
      definition="A person is all the identifiers that events showed together, as known today. Counts are of all their events, whatever the period; a state goes by weeks."
      table={({ data }) => tableOf(rows(data.person), [
        { name: 'field', label: 'What', value: (row) => row.field }, { name: 'value', label: 'Value', value: (row) => row.value, format: (_, row) => row.shown },
      ])}
    >
      {({ data }) => (
        <div className="grid gap-x-8 gap-y-3 lg:grid-cols-2">
          <div>
            <p className="text-story font-semibold break-words" data-person={data.person.person_id}>{nameOf((data.person.identifiers ?? []) as Identifier[])}</p>
            <dl className="mt-1 grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-3">
              {rows(data.person).map((row) => <Fact key={row.field} label={row.label} value={row.shown} wide={row.field === 'lifecycle'} />)}
              <Fact label="Channels" value={((data.person.channels ?? []) as string[]).join(', ')} />
              <Fact label={'Devices' + some} value={seenWith(timeline.events).devices.join(', ')} />
              <Fact label={'Campaigns' + some} value={seenWith(timeline.events).campaigns.join(', ')} wide />
            </dl>
          </div>
          <Identifiers identifiers={(data.person.identifiers ?? []) as Identifier[]} timeline={timeline} />
        </div>
      )}
    </Panel>
  );
}

function Fact({ label, value, wide = false }: { label: string; value: string; wide?: boolean }) {
  return (
    <div className={wide ? 'col-span-2 sm:col-span-3' : ''}>
      <dt className="text-fine text-ink-2">{label}</dt>
      <dd className="break-words">{value || '–'}</dd>
    </div>
  );
}
