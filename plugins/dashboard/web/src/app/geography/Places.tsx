'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { country } from '@/format/format';

// Where in a country, of those events that say so.
export function Places({ asked }: { asked: Asked<Answer<Reports['/geography']>> }) {
  return (
    <Panel
      title="Regions and cities" source="/geography" asked={asked}
      definition="People and events by region and city, of the events that have one: an address tells them where griot is given a database of cities. A phone's number tells its country only."
      empty="No event says a region or a city. The geo_enricher adds them with a database of cities (docs/enrichers.md); the one that is built in knows countries."
      note={(asked.data?.data.places.length ?? 0) > 0 ? <>Where they come from DB-IP&apos;s database: <a className="link" href="https://db-ip.com" rel="noreferrer">IP Geolocation by DB-IP</a>.</> : undefined}
      table={({ data }) => tableOf(data.places, [
        { name: 'country', label: 'Country', value: (row) => row.country, format: (_, row) => country(row.country) },
        { name: 'region', label: 'Region', value: (row) => row.region },
        { name: 'city', label: 'City', value: (row) => row.city },
        { name: 'people', label: 'People', value: (row) => row.people },
        { name: 'own_events', label: 'Own events', value: (row) => row.own_events },
      ])}
    />
  );
}

const known: Record<string, string> = { phone: 'the phone’s number', ip: 'the address (IP)', event: 'the event itself' };

// From what countries are known: the same person may be known from several.
export function Sources({ asked }: { asked: Asked<Answer<Reports['/geography']>> }) {
  return (
    <Panel
      title="How it is known" source="/geography" asked={asked}
      definition="People and events of each country by what told it: the number of a phone, the address that the event came from, or who sent the event and wrote its country into it."
      table={({ data }) => tableOf(data.sources, [
        { name: 'country', label: 'Country', value: (row) => row.country, format: (_, row) => country(row.country) },
        { name: 'source', label: 'Known from', value: (row) => row.source, format: (value) => known[String(value)] ?? String(value) },
        { name: 'people', label: 'People', value: (row) => row.people },
        { name: 'own_events', label: 'Own events', value: (row) => row.own_events },
      ])}
    />
  );
}
