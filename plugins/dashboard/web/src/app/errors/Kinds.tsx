'use client';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { time } from '@/format/format';
import { useLink, useView } from '@/view/view';
import { orNot, type Kinds as Asked } from './asked';

export function Kinds({ asked }: { asked: Asked }) {
  const to = useLink();
  const { project } = useView();
  const at = (value: unknown) => time(value as string | null, project.timezone);
  return (
    <Panel
      title="Errors by kind" source="/errors" asked={asked} evidence={{ href: to('/explore', { name: 'error' }) }} empty="No application error was told in the period."
      definition="Errors of the same code, origin and step, with the first message of them. People: distinct persons who met it, as known today."
      table={({ data }) => tableOf(data.errors, [
        { name: 'code', label: 'Code', value: (row) => row.code, format: orNot },
        { name: 'origin', label: 'Origin', value: (row) => row.origin },
        { name: 'step', label: 'Step', value: (row) => row.step, format: orNot },
        { name: 'events', label: 'Times', value: (row) => row.events },
        { name: 'people', label: 'People', value: (row) => row.people },
        { name: 'fatal', label: 'Fatal', value: (row) => row.fatal },
        { name: 'first_at', label: 'First', value: (row) => row.first_at, format: at },
        { name: 'last_at', label: 'Last', value: (row) => row.last_at, format: at },
        { name: 'example', label: 'It says', value: (row) => row.example, cell: (row) => <span className="block max-w-80 truncate" title={row.example ?? ''}>{row.example}</span> },
      ])}
    />
  );
}
