'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useChange, useThing } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import { Trouble, Waiting } from '@/components/Panel/states';
import { useView } from '@/view/view';
import { hoursOf, HoursFields, readHours, type Hours } from './Hours';

interface Settings {
  name: string;
  settings: {
    timezone?: string | null;
    week_start?: number | null;
    response_target?: number | null;
    text?: string | null;
    idle?: Record<string, number> | null;
    business_hours?: Hours | null;
  };
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

// "web 1800, whatsapp 3600" and back.
const idleText = (idle: Record<string, number> | null | undefined) => Object.entries(idle ?? {}).map(([channel, seconds]) => `${channel} ${seconds}`).join(', ');
const readIdle = (text: string) => Object.fromEntries(text.split(',').map((part) => part.trim().split(/\s+/)).filter(([channel]) => channel).map(([channel, seconds]) => [channel, Number(seconds)]));

export function ProjectForm() {
  const asked = useThing<Settings>('/settings');
  const { project } = useView();
  const client = useQueryClient();
  const change = useChange<object>('PATCH', '/settings');
  if (asked.isError && !asked.data) return <Trouble error={asked.error} retry={asked.refetch} />;
  if (!asked.data) return <Waiting />;
  const { name, settings } = asked.data;
  const wrong = (parameter: string) => (change.error?.parameter?.startsWith(parameter) ? change.error.message : undefined);
  const send = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? '').trim();
    const body = {
      name: text('name'), timezone: text('timezone'), week_start: Number(text('week_start')), text: text('text'), idle: readIdle(text('idle')),
      response_target: text('response_target') ? Number(text('response_target')) : null, business_hours: readHours(form),
    };
    change.mutate({ body }, { onSuccess: () => client.invalidateQueries() });
  };
  return (
    <Block title="Project" what="What is set here holds for all stored events, past ones too, within a second or two.">
      <form key={project.id} onSubmit={send} className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" error={wrong('name')}>{(props) => <input {...props} name="name" className="control w-full" defaultValue={name} maxLength={200} />}</Field>
        <Field label="Time zone" hint="Whose days and hours reports have" error={wrong('timezone')}>
          {(props) => (
            <>
              <input {...props} name="timezone" list="zones" className="control w-full" defaultValue={settings.timezone ?? 'UTC'} />
              <datalist id="zones">{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>
            </>
          )}
        </Field>
        <Field label="Weeks begin on" error={wrong('week_start')}>
          {(props) => (
            <select {...props} name="week_start" className="control w-full" defaultValue={settings.week_start ?? 1}>
              {days.map((day, i) => <option key={day} value={i + 1}>{day}</option>)}
            </select>
          )}
        </Field>
        <Field label="Answer customers within, seconds" hint="What response times are held against; empty: 300" error={wrong('response_target')}>
          {(props) => <input {...props} name="response_target" type="number" min={1} max={604800} className="control w-full" defaultValue={settings.response_target ?? ''} />}
        </Field>
        <Field label="Words of messages" hint="Dropped words are not stored from then on" error={wrong('text')}>
          {(props) => (
            <select {...props} name="text" className="control w-full" defaultValue={settings.text ?? 'keep'}>
              <option value="keep">are kept</option>
              <option value="drop">are dropped</option>
            </select>
          )}
        </Field>
        <Field label="A session ends after, seconds by channel" hint="As: web 1800, whatsapp 3600. Others: 1800" error={wrong('idle')}>
          {(props) => <input {...props} name="idle" className="control w-full" defaultValue={idleText(settings.idle)} />}
        </Field>
        <div className="sm:col-span-2"><HoursFields hours={hoursOf(settings.business_hours)} error={wrong('business_hours')} /></div>
        <div className="flex items-center gap-3 sm:col-span-2">
          <button type="submit" className="control" disabled={project.role !== 'owner' || change.isPending}>Save</button>
          {project.role !== 'owner' && <span className="text-fine text-ink-2">Owners change this.</span>}
          <Said error={change.error} done={change.isSuccess && 'Saved.'} />
        </div>
      </form>
    </Block>
  );
}
