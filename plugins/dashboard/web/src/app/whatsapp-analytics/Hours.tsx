'use client';
import { columns } from '@/charts/bars';
import { heat } from '@/charts/heat';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { weekdays } from '@/format/bucket';
import { useLink } from '@/view/view';
import type { WhatsApp } from './asked';
import { byHour } from './hours';

const clock = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

// When messages come and go: by hour of the day, and by weekday and hour.
export function Hours({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  const days = weekdays();
  return (
    <>
      <Panel
        title="Volume by hour" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { name: 'message.received' }) }}
        definition="Messages of all days of the period by the hour of the project's clock: received from customers, and sent by the business."
        table={({ data }) => tableOf(data.hours.length ? byHour(data.hours) : [], [
          { name: 'hour', label: 'Hour', value: (row) => row.hour, format: (value) => clock[Number(value)]! },
          { name: 'received', label: 'Received', value: (row) => row.received },
          { name: 'sent', label: 'Sent', value: (row) => row.sent },
        ])}
      >
        {({ data }) => {
          const hours = byHour(data.hours);
          return <Chart label="Messages by hour of the day" option={columns(clock, [{ name: 'received', values: hours.map((row) => row.received) }, { name: 'sent', values: hours.map((row) => row.sent) }])} />;
        }}
      </Panel>
      <Panel
        title="By weekday and hour" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { name: 'message.received' }) }}
        definition="Messages from customers by weekday and hour of the project's clock, over the whole period. An empty cell has none."
        table={({ data }) => tableOf(data.hours, [
          { name: 'weekday', label: 'Weekday', value: (row) => row.weekday, format: (value) => days[Number(value) - 1]! },
          { name: 'hour', label: 'Hour', value: (row) => row.hour, format: (value) => clock[Number(value)]! },
          { name: 'received', label: 'Received', value: (row) => row.received },
          { name: 'sent', label: 'Sent', value: (row) => row.sent },
        ])}
      >
        {({ data }) => <Chart label="Messages received by weekday and hour" option={heat(clock, days, data.hours.map((row) => ({ x: row.hour!, y: row.weekday! - 1, value: row.received })), 'received')} />}
      </Panel>
    </>
  );
}
