'use client';
import { useThing } from '@/api/use';
import { DataTable } from '@/components/DataTable/DataTable';
import { Block } from '@/components/Form/Form';
import { tableOf } from '@/components/table';
import { time } from '@/format/format';
import { useAddress, useView } from '@/view/view';

interface Entry {
  number: number;
  at: string;
  who: string;
  action: string;
  target: string | null;
  detail: unknown;
  address: string | null;
}

const pageSize = 50;

export function Audit() {
  const { project } = useView();
  const { params, set } = useAddress();
  const before = params.get('before') ?? undefined;
  const asked = useThing<{ audit: Entry[] }>('/audit', { limit: pageSize, before });
  const rows = asked.data?.audit ?? [];
  return (
    <Block title="Log" waits={asked.isPending} what="Who changed what, and from where. It can be added to, never changed.">
      <DataTable caption="Log" {...tableOf(rows, [
        { name: 'at', label: 'When', value: (row) => row.at, format: (value) => time(value as string, project.timezone) },
        { name: 'who', label: 'Who', value: (row) => row.who },
        { name: 'action', label: 'What', value: (row) => row.action },
        { name: 'target', label: 'Of', value: (row) => row.target },
        { name: 'address', label: 'From', value: (row) => row.address },
      ])} />
      <div className="flex gap-2">
        {before && <button type="button" className="control" onClick={() => set({ before: null })}>Newest</button>}
        {rows.length === pageSize && <button type="button" className="control" onClick={() => set({ before: String(rows.at(-1)!.number) })}>Older</button>}
      </div>
    </Block>
  );
}
