'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { map } from '@/charts/map';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { count, country, share } from '@/format/format';
import { useNarrow } from '@/view/narrow';
import { useLink } from '@/view/view';

type Place = Reports['/geography']['countries'][number];

// The shapes come with the first map.
function useWorld(): ReadonlySet<string> | null {
  const [world, setWorld] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => void import('@/charts/world').then(({ drawn }) => setWorld(drawn)), []);
  return world;
}

export function World({ asked }: { asked: Asked<Answer<Reports['/geography']>> }) {
  const to = useLink();
  const router = useRouter();
  const world = useWorld();
  const height = useNarrow() ? 220 : 480;
  return (
    <Panel
      title="People by country" source="/geography" asked={asked} evidence={{ href: to('/people'), label: 'Who they are' }}
      definition="Different people with own events in each country, in the period. A country is each event's own: of a message by the phone number, of a visit by its address, which griot does not keep. Someone seen in two countries counts in both."
      note={<>Pick a country for its overview. {world && asked.data && tooSmall(asked.data.data.countries, world)}</>}
      table={({ data }) => tableOf(data.countries, [
        { name: 'country', label: 'Country', value: (row) => row.country, format: (_, row) => country(row.country) }, { name: 'people', label: 'People', value: (row) => row.people },
      ])}
    >
      {({ data }) => (
        <>
          <p className="text-story mb-2 font-semibold" data-story>{wordsOf(data.countries)}</p>
          {world ? <Chart height={height} label="People by country, on a map" option={map(data.countries.filter((row) => row.country).map((row) => ({ code: row.country!, value: row.people ?? 0 })), 'people')}
            onPick={(code) => router.push(to('/overview', { country: code }))} />
            : <div data-state="loading" style={{ height }} />}
        </>
      )}
    </Panel>
  );
}

function wordsOf(countries: Place[]): string {
  const known = countries.filter((row) => row.country);
  const all = known.reduce((sum, row) => sum + (row.own_events ?? 0), 0);
  const first = known[0];
  if (!first) return 'Nobody’s country is known.';
  return `${count(known.length)} ${known.length === 1 ? 'country' : 'countries'}; most people are in ${country(first.country)}: ${count(first.people)}, with ${share(all ? (first.own_events ?? 0) / all : null)} of what happened.`;
}

// What cannot be seen on a map of this size is said.
function tooSmall(countries: Place[], world: ReadonlySet<string>): string {
  const missing = countries.filter((row) => row.country && !world.has(row.country)).map((row) => country(row.country));
  return missing.length > 0 ? `Too small for this map, but in the table: ${missing.join(', ')}.` : '';
}
