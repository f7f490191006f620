'use client';
import { useChange, useThing } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import type { Note } from '@/notes/notes';
import { useView } from '@/view/view';

// Annotations: what happened on a day, for who reads a chart later.
export function Notes() {
  const { project, range } = useView();
  const asked = useThing<{ annotations: Note[] }>('/saved/annotations');
  const make = useChange<object>('POST', '/saved/annotations');
  const remove = useChange('DELETE', '/saved/annotations');
  const may = project.role !== 'viewer';
  const send = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    make.mutate({ body: { name: String(data.get('name')).trim(), content: { at: String(data.get('at')) } } }, { onSuccess: () => form.reset() });
  };
  return (
    <Block title="Notes on charts" waits={asked.isPending} what="What happened when, shown on charts over time: a launch, an outage, a holiday.">
      <ul className="divide-line divide-y">
        {asked.data?.annotations.map((note) => (
          <li key={note.id} className="flex items-baseline gap-3 py-1.5">
            <span className="tabular text-ink-2">{note.content.at?.slice(0, 10)}</span><span>{note.name}</span><span className="grow" />
            {may && <button type="button" className="control-quiet" aria-label={`Remove the note ${note.name}`} onClick={() => remove.mutate({ id: note.id })}>Remove</button>}
          </li>
        ))}
      </ul>
      {asked.data?.annotations.length === 0 && <p className="text-ink-2">None yet.</p>}
      {may && (
        <form onSubmit={send} className="flex flex-wrap items-end gap-3">
          <Field label="Day">{(props) => <input {...props} name="at" type="date" required className="control" defaultValue={range.to} />}</Field>
          <Field label="What happened">{(props) => <input {...props} name="name" required className="control w-72 max-w-full" maxLength={200} />}</Field>
          <button type="submit" className="control" disabled={make.isPending}>Add</button>
          <Said error={make.error ?? remove.error} />
        </form>
      )}
    </Block>
  );
}
