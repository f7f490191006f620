'use client';
import { useEffect, useState } from 'react';
import { useChange, useThing } from '@/api/use';
import { Copy } from '@/components/Copy';
import { Block, Field, Said } from '@/components/Form/Form';
import { time } from '@/format/format';
import { useView } from '@/view/view';
import { curlOf, snippetOf } from './sources';

interface Key {
  id: string;
  prefix: string;
  kind: string;
  name: string;
  created_at: string;
  revoked_at: string | null;
}

const kinds = { write: 'write: live events', read: 'read: reports', import: 'import: past events', link: 'link: tokens in chats' };

// Keys in use, and new ones: each is shown whole once, when it is made, with what to do with it.
export function Keys() {
  const { project } = useView();
  const asked = useThing<{ keys: Key[] }>('/keys');
  const make = useChange<object, { key: string; made: Key }>('POST', '/keys');
  const revoke = useChange('DELETE', '/keys');
  const [made, setMade] = useState<{ key: string; made: Key }>();
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(location.origin), []);
  const send = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const origins = String(data.get('origins')).split(/[\s,]+/).filter(Boolean);
    const name = String(data.get('name')).trim();
    make.mutate({ body: { kind: String(data.get('kind')), ...(name && { name }), ...(origins.length > 0 && { origins }) } }, { onSuccess: setMade });
  };
  const used = asked.data?.keys.filter((key) => key.revoked_at === null) ?? [];
  return (
    <Block title="Keys" waits={asked.isPending} what="A key says which project events are for. Who has one can send; it can be revoked at any time.">
      <form onSubmit={send} className="flex flex-wrap items-end gap-3">
        <Field label="Kind">{(props) => <select {...props} name="kind" className="control">{Object.entries(kinds).map(([kind, label]) => <option key={kind} value={kind}>{label}</option>)}</select>}</Field>
        <Field label="Name">{(props) => <input {...props} name="name" className="control" maxLength={200} placeholder="my site" />}</Field>
        <Field label="Only from these sites">{(props) => <input {...props} name="origins" className="control w-64 max-w-full" placeholder="https://shop.example" />}</Field>
        <button type="submit" className="control" disabled={make.isPending}>Make a key</button>
        <Said error={make.error ?? revoke.error} />
      </form>
      {made && (
        <div role="status" className="border-line space-y-2 rounded border p-3">
          <p><strong>Keep it now:</strong> the key is shown this once.</p>
          <Copy text={made.key} label="the key" />
          {made.made.kind === 'write' && (
            <>
              <p>On your site, before <code>&lt;/head&gt;</code>:</p>
              <Copy text={snippetOf(origin, made.key)} label="the snippet" />
              <p>Or from anywhere:</p>
              <Copy text={curlOf(origin + '/v1/capture', made.key)} label="the command" />
            </>
          )}
        </div>
      )}
      <ul className="divide-line divide-y">
        {used.map((key) => (
          <li key={key.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <code>{key.prefix}…</code><span>{key.name}</span>
            <span className="text-fine text-ink-2">{key.kind}, made {time(key.created_at, project.timezone)}</span>
            <span className="grow" />
            <button type="button" className="control-quiet" aria-label={`Revoke the key ${key.prefix}`} onClick={() => revoke.mutate({ id: key.id })}>Revoke</button>
          </li>
        ))}
        {asked.data && used.length === 0 && <li className="text-ink-2 py-1.5">None in use.</li>}
      </ul>
    </Block>
  );
}
