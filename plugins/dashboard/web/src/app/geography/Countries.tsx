'use client';
import Link from 'next/link';
import { useQueries } from '@tanstack/react-query';
import { ask, known, type Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import { useReport, type Asked } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf, type Column } from '@/components/table';
import { country, share } from '@/format/format';
import { useLink, useView } from '@/view/view';

type Place = Reports['/geography']['countries'][number];

const most = 6; // channels beside each other

// Each country, and on which channel its people were seen: which says how the country is known.
export function Countries({ asked }: { asked: Asked<Answer<Reports['/geography']>> }) {
  const view = useView();
  const to = useLink();
  const totals = useReport('/trend', { by: 'channel', measure: 'people', part: 'totals' });
  const channels = (totals.data?.data.totals ?? []).map((row) => row.value).filter((value): value is string => !!value).slice(0, most);
  const each = useQueries({
    queries: channels.map((channel) => {
      const query = known('/geography', { ...view.query, channel });
      return { queryKey: ['/geography', query], queryFn: ({ signal }: { signal: AbortSignal }) => ask('/geography', query, signal) };
    }),
  });
  const peopleOn = channels.map((_, at) => new Map((each[at]?.data?.data.countries ?? []).map((row) => [row.country, row.people])));
  const waiting = totals.data === undefined || each.some((one) => one.data === undefined && !one.isError);
    return (
    <Panel
      title="Countries" source="/geography" asked={waiting ? ({ ...asked, isFetching: true } as typeof asked) : asked}
      definition="People and events by country. Beside them the people of each channel; from what a country is known stands below."
      table={({ data }) => tableOf(data.countries, [
        { name: 'country', label: 'Country', value: (row) => row.country, cell: (row) => (row.country ? <Link prefetch={false} className="link" href={to('/overview', { country: row.country })}>{country(row.country)}</Link> : 'unknown') },
        { name: 'people', label: 'People', value: (row) => row.people },
        { name: 'own_events', label: 'Own events', value: (row) => row.own_events },
        { name: 'share', label: 'Of all', value: (row) => shareOf(row, data.countries), format: (value) => share(value as number | null) },
        ...channels.map((channel, at): Column<Place> => ({ name: 'people on ' + channel, label: `on ${channel}`, value: (row) => (peopleOn[at]!.size > 0 ? peopleOn[at]!.get(row.country) ?? 0 : null) })),
      ])}
    />
  );
}

function shareOf(row: Place, all: Place[]): number | null {
  const sum = all.reduce((whole, one) => whole + (one.own_events ?? 0), 0);
  return sum > 0 ? (row.own_events ?? 0) / sum : null;
}
