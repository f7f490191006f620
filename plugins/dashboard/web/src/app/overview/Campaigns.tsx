'use client';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';

export function Campaigns() {
  const to = useLink();
  const asked = useReport('/campaigns', { limit: 8 });
  return (
    <Panel
      className="xl:col-span-3" title="Campaigns" source="/campaigns" asked={asked} evidence={{ href: to('/campaigns'), label: 'Compare them' }}
      definition="Messages of each campaign and what became of them. Rates are of what was attempted; read is of what was delivered."
      table={({ data }) => tableOf(data.campaigns, [
        { name: 'value', label: 'Campaign', value: (row) => row.value },
        { name: 'attempted', label: 'Sent', value: (row) => row.attempted },
        { name: 'read_rate', label: 'Read', value: (row) => row.read_rate, format: 'share' },
        { name: 'reply_rate', label: 'Replied', value: (row) => row.reply_rate, format: 'share' },
        { name: 'converted', label: 'Converted', value: (row) => row.converted },
      ])}
    />
  );
}
