'use client';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { country } from '@/format/format';
import { useLink } from '@/view/view';
import type { WhatsApp } from './asked';

export function Countries({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  return (
    <Panel
      title="Countries" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { name: 'message.received', by: 'country' }), label: 'By day' }}
      definition="Messages received, by the country of the customer's phone number."
      table={({ data }) => tableOf(data.countries, [
        { name: 'country', label: 'Country', value: (row) => row.country, format: (value) => country(value as string | null) },
        { name: 'received', label: 'Received', value: (row) => row.received },
      ])}
    >
      {({ data }) => <Chart label="Messages received by country" option={ranking(data.countries.slice(0, 8).map((row) => ({ name: country(row.country), value: row.received })))} />}
    </Panel>
  );
}

export function Templates({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  return (
    <Panel
      title="Templates" source="/whatsapp" asked={asked} evidence={{ href: to('/campaigns'), label: 'Compare them' }}
      definition="What became of each template's messages, by their attempt. Delivery and reply rates are of what was attempted, the read rate of what was delivered."
      table={({ data }) => tableOf(data.templates, [
        { name: 'template', label: 'Template', value: (row) => row.template },
        { name: 'attempted', label: 'Attempted', value: (row) => row.attempted },
        { name: 'failed', label: 'Failed', value: (row) => row.failed },
        { name: 'delivery_rate', label: 'Delivered', value: (row) => row.delivery_rate, format: 'share' },
        { name: 'read_rate', label: 'Read', value: (row) => row.read_rate, format: 'share' },
        { name: 'reply_rate', label: 'Replied', value: (row) => row.reply_rate, format: 'share' },
        { name: 'clicked', label: 'Clicked', value: (row) => row.clicked },
      ])}
    />
  );
}
