'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useChange, useThing } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import { time } from '@/format/format';
import { useView } from '@/view/view';

interface Device {
  id: string;
  this: boolean;
  agent: string;
  address: string;
  seen_at: string;
}

export function Account() {
  const { me, project } = useView();
  const client = useQueryClient();
  const rename = useChange<object>('PATCH', '/me');
  const password = useChange<object>('POST', '/me/password');
  const devices = useThing<{ devices: Device[] }>('/me/devices');
  const end = useChange('DELETE', '/me/devices');
  const read = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    return Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
  };
  return (
    <>
      <Block title="You" what={me.user.email}>
        <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => rename.mutate({ body: read(event) }, { onSuccess: () => client.invalidateQueries({ queryKey: ['/me'] }) })}>
          <Field label="Name">{(props) => <input {...props} name="name" className="control w-64 max-w-full" defaultValue={me.user.name} maxLength={200} autoComplete="name" />}</Field>
          <button type="submit" className="control">Save</button>
          <Said error={rename.error} done={rename.isSuccess && 'Saved.'} />
        </form>
        <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => { const form = event.currentTarget; password.mutate({ body: read(event) }, { onSuccess: () => form.reset() }); }}>
          <Field label="Password now">{(props) => <input {...props} name="old" type="password" required className="control" autoComplete="current-password" />}</Field>
          <Field label="New password">{(props) => <input {...props} name="new" type="password" required minLength={10} className="control" autoComplete="new-password" />}</Field>
          <button type="submit" className="control">Change</button>
          <Said error={password.error} done={password.isSuccess && 'Changed; all other devices are signed out.'} />
        </form>
      </Block>
      <Block title="Where you are signed in" waits={devices.isPending}>
        <ul className="divide-line divide-y">
          {devices.data?.devices.map((device) => (
            <li key={device.id} className="flex items-baseline gap-3 py-1.5">
              <span className="min-w-0 truncate">{device.agent || 'unknown browser'}</span>
              <span className="text-fine text-ink-2 whitespace-nowrap">{device.address}, {time(device.seen_at, project.timezone)}</span>
              <span className="grow" />
              {device.this ? <span className="text-fine text-ink-2">this one</span>
                : <button type="button" className="control-quiet" aria-label={`Sign out ${device.agent} at ${device.address}`} onClick={() => end.mutate({ id: device.id })}>Sign out</button>}
            </li>
          ))}
        </ul>
      </Block>
    </>
  );
}
