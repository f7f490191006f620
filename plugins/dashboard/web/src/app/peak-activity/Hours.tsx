'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { heat } from '@/charts/heat';
import { Chart } from '@/components/Chart/Chart';
import { Choice } from '@/components/Choice/Choice';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useAddress, useLink, useView } from '@/view/view';
import { covers, hereIn, hourName, weekdayName } from './hours';

const layers = { people: 'people', received: 'messages in', sent: 'messages out' } as const;

// A week's hours, and how much happens in each: people, or messages of either direction.
export function Hours({ asked }: { asked: Asked<Answer<Reports['/heatmap']>> }) {
  const { range, project } = useView();
  const { params } = useAddress();
  const to = useLink();
  const said = params.get('layer') ?? '';
  const layer = said === 'received' || said === 'sent' ? said : 'people';
  type Row = { weekday: number | null; hour: number | null; people?: number | null; own_events?: number | null; received?: number | null; sent?: number | null };
  const rowsOf = (data: Reports['/heatmap']): Row[] => (layer === 'people' ? data.people : data.messages);
  return (
    <Panel
      title="The week by hour" source="/heatmap" asked={asked} evidence={layer === 'people' ? { href: to('/people'), label: 'Who they are' } : undefined}
      definition="Different people with own events in each hour of the week, by the project's clock; or the messages that came and went. Blank: the period has no such hour yet."
      table={({ data }) => tableOf(rowsOf(data), [
        { name: 'weekday', label: 'Day', value: (row) => row.weekday, format: (value) => weekdayName(value as number) },
        { name: 'hour', label: 'Hour', value: (row) => row.hour, format: (value) => hourName(value as number) },
        ...(layer === 'people'
          ? [{ name: 'people', label: 'People', value: (row: Row) => row.people }, { name: 'own_events', label: 'Events', value: (row: Row) => row.own_events }]
          : [{ name: 'received', label: 'In', value: (row: Row) => row.received }, { name: 'sent', label: 'Out', value: (row: Row) => row.sent }]),
      ])}
    >
      {({ data }) => {
        const has = covers(range, hereIn(project.timezone));
        const values = new Map(rowsOf(data).map((row) => [row.weekday! * 24 + row.hour!, row[layer] ?? 0]));
        const cells = Array.from({ length: 7 * 24 }, (_, n) => ({ x: n % 24, y: Math.floor(n / 24) }))
          .map(({ x, y }) => ({ x, y, value: has(y + 1, x) ? values.get((y + 1) * 24 + x) ?? 0 : null }));
        return (
          <>
            <Chart height={300} label={`${layers[layer]} by weekday and hour`} option={heat(
              Array.from({ length: 24 }, (_, hour) => hourName(hour)), Array.from({ length: 7 }, (_, day) => weekdayName(day + 1, 'short')), cells, layers[layer])} />
            <Choice name="layer" label="Of what" otherwise="People" choices={{ received: 'Messages in', sent: 'Messages out' }} />
          </>
        );
      }}
    </Panel>
  );
}
