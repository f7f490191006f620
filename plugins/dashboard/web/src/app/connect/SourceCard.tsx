'use client';
import { request, type ApiError } from '@/api/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy } from '@/components/Copy';
import { DataTable } from '@/components/DataTable/DataTable';
import { Block, Said } from '@/components/Form/Form';
import { tableOf } from '@/components/table';
import { time } from '@/format/format';
import { useView } from '@/view/view';
import { stepsOf, titleOf, type Heard, type Source } from './sources';

interface Sent {
  id: string;
  status: number;
  seconds: number;
}

// One door: its address, what it needs, the steps at the other side, and what it has answered.
export function SourceCard({ source, heard }: { source: Source; heard: Heard[] }) {
  const { project } = useView();
  const client = useQueryClient();
  const test = useMutation<Sent, ApiError>({
    mutationFn: () => request('POST', '/sources/test-event', { project: project.id }, { source: source.source }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['/sources'] }),
  });
  const name = titleOf(source);
  const keyed = source.plugin === 'web_sdk' || source.plugin === 'segment_api';
  return (
    <Block title={name} what={[source.plugin, source.provider].filter(Boolean).join(', ') + (source.open ? '' : ' (no collector says that it is open)')}>
      {source.url && <Copy text={source.url} label={`address of ${name}`} />}
      {source.variables.length > 0 && (
        <ul className="text-fine flex flex-wrap gap-x-4 gap-y-1">
          {source.variables.map((one) => (
            <li key={one.name}><code>{one.name}</code> <span className={one.set ? 'text-good' : 'text-ink-2'}>{one.set ? '✓ is set' : 'is not set'}</span></li>
          ))}
        </ul>
      )}
      <ol className="list-decimal space-y-0.5 pl-5">{stepsOf(source).map((step) => <li key={step}>{step}</li>)}</ol>
      {keyed && project.role === 'owner' && (
        <div className="flex flex-wrap items-center gap-3">
          <button type="button" className="control" disabled={test.isPending} onClick={() => test.mutate()}>Send a test event</button>
          <Said error={test.error} done={test.data && `The door answered ${test.data.status} in ${test.data.seconds.toFixed(1)} s.`} />
        </div>
      )}
      {heard.length > 0 ? (
        <DataTable caption={`What ${name} heard`} limit={5} {...tableOf(heard, [
          { name: 'at', label: 'Last heard', value: (row) => row.at, format: (value) => time(value as string, project.timezone) },
          { name: 'status', label: 'Answer', value: (row) => row.status, format: (value) => String(value ?? '') },
          { name: 'reason', label: 'Why', value: (row) => row.reason },
          { name: 'key', label: 'Key', value: (row) => row.key },
          { name: 'accepted', label: 'Accepted', value: (row) => row.accepted },
          { name: 'refused', label: 'Refused', value: (row) => row.refused },
        ])} />
      ) : <p className="text-ink-2">Nothing was heard here yet.</p>}
    </Block>
  );
}
