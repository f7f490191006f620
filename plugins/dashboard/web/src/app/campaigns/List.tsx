'use client';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { date } from '@/format/format';
import { useAddress, useView } from '@/view/view';
import { most, pickedOf, type Campaigns, type PartName } from './asked';

// All of them; a tick puts one beside the others.
export function List({ asked, part }: { asked: Campaigns; part: PartName }) {
  const { project } = useView();
  const { params, set } = useAddress();
  const all = asked.data?.data[part] ?? [];
  const picked = new Set(pickedOf(all, params.get('pick')).map((row) => row.value ?? ''));
  const toggle = (value: string) => {
    const next = new Set(picked);
    if (!next.delete(value)) next.add(value);
    set({ pick: [...next].join('|') });
  };
  return (
    <Panel
      title={part === 'campaigns' ? 'All campaigns' : 'All templates'} source="/campaigns" asked={asked} empty={`No ${part} in the period.`}
      definition="Messages by their attempt and what became of them. Delivery, reply and conversion rates are of what was attempted; the read rate is of what was delivered. What was sent in the last ten days can still rise."
      table={({ data }) => tableOf(data[part], [
        { name: 'value', label: part === 'campaigns' ? 'Campaign' : 'Template', value: (row) => row.value,
          cell: (row) => (
            <label className="flex items-center gap-2">
              <input type="checkbox" className="size-4 shrink-0" checked={picked.has(row.value ?? '')} disabled={!picked.has(row.value ?? '') && picked.size >= most} onChange={() => toggle(row.value ?? '')} />
              <span className="truncate">{row.value}</span>
            </label>
          ) },
        { name: 'attempted', label: 'Attempted', value: (row) => row.attempted },
        { name: 'failed', label: 'Failed', value: (row) => row.failed },
        { name: 'delivery_rate', label: 'Delivered', value: (row) => row.delivery_rate, format: 'share' },
        { name: 'read_rate', label: 'Read', value: (row) => row.read_rate, format: 'share' },
        { name: 'clicked', label: 'Clicked', value: (row) => row.clicked },
        { name: 'reply_rate', label: 'Replied', value: (row) => row.reply_rate, format: 'share' },
        { name: 'converted', label: 'Converted', value: (row) => row.converted },
        { name: 'conversion_rate', label: 'Conversion', value: (row) => row.conversion_rate, format: 'share' },
        { name: 'recipients', label: 'Recipients', value: (row) => row.recipients, hidden: true },
        { name: 'first_at', label: 'First sent', value: (row) => row.first_at, format: (value) => date(value as string | null, project.timezone) },
      ])}
    />
  );
}
