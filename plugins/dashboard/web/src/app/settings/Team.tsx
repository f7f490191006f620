'use client';
import { useState } from 'react';
import { useChange, useThing } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import { time } from '@/format/format';
import { useView } from '@/view/view';

interface Member {
  id: string;
  name: string;
  email: string;
  role: string;
  seen_at: string | null;
  everywhere: boolean;
}
interface Invitation {
  id: string;
  email: string;
  role: string;
}

const roles = ['viewer', 'analyst', 'owner'];

export function Team() {
  const { project, me } = useView();
  const team = useThing<{ team: Member[] }>('/team');
  const open = useThing<{ invitations: Invitation[] }>('/invitations');
  const change = useChange<object>('PATCH', '/team');
  const remove = useChange('DELETE', '/team');
  const invite = useChange<object, { link: string; email: string }>('POST', '/invitations');
  const takeBack = useChange('DELETE', '/invitations');
  const [made, setMade] = useState<{ link: string; email: string }>();
  const send = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    invite.mutate({ body: { email: String(data.get('email')).trim(), role: String(data.get('role')) } }, { onSuccess: (link) => { setMade(link); form.reset(); } });
  };
  return (
    <Block title="People" waits={team.isPending || open.isPending} what="Viewers see masked reports, analysts everything and files, owners change what stands here.">
      <ul className="divide-line divide-y">
        {team.data?.team.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="font-medium">{one.name || one.email}</span>
            <span className="text-fine text-ink-2">{one.email}{one.seen_at && `, last seen ${time(one.seen_at, project.timezone)}`}</span>
            <span className="grow" />
            {one.everywhere ? <span className="text-fine text-ink-2">{one.role} of all projects</span> : (
              <select aria-label={`Role of ${one.email}`} className="control" value={one.role} onChange={(event) => change.mutate({ id: one.id, body: { role: event.target.value } })}>
                {roles.map((role) => <option key={role}>{role}</option>)}
              </select>
            )}
            {!one.everywhere && one.id !== me.user.id && <button type="button" className="control-quiet" aria-label={`Remove ${one.email}`} onClick={() => remove.mutate({ id: one.id })}>Remove</button>}
          </li>
        ))}
        {open.data?.invitations.map((one) => (
          <li key={one.id} className="flex items-center gap-3 py-1.5">
            <span>{one.email}</span><span className="text-fine text-ink-2">invited as {one.role}</span><span className="grow" />
            <button type="button" className="control-quiet" aria-label={`Take back the invitation of ${one.email}`} onClick={() => takeBack.mutate({ id: one.id })}>Take back</button>
          </li>
        ))}
      </ul>
      <form onSubmit={send} className="flex flex-wrap items-end gap-3">
        <Field label="E-mail">{(props) => <input {...props} name="email" type="email" required className="control w-64 max-w-full" maxLength={254} />}</Field>
        <Field label="Role">{(props) => <select {...props} name="role" className="control">{roles.map((role) => <option key={role}>{role}</option>)}</select>}</Field>
        <button type="submit" className="control" disabled={invite.isPending}>Invite</button>
        <Said error={invite.error ?? change.error ?? remove.error ?? takeBack.error} />
      </form>
      {made && <p role="status">Give {made.email} this link; it is shown this once: <code className="bg-raised rounded px-1 break-all">{made.link}</code></p>}
    </Block>
  );
}
