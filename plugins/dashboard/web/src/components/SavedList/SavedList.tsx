'use client';
import { useChange } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import { useView } from '@/view/view';

interface Named {
  id: string;
  name: string;
}

interface Props<One extends Named> {
  title: string;
  path: string; // of the API, where they are kept
  list: One[] | undefined; // undefined while it is asked for
  pick: (one: One) => void;
  content: object; // of what is shown, to be kept
}

// What has a name, for all who may see the project: to pick, and, but for viewers, to add to and delete.
export function SavedList<One extends Named>({ title, path, list, pick, content }: Props<One>) {
  const { project } = useView();
  const save = useChange<object>('POST', path);
  const remove = useChange('DELETE', path);
  const may = project.role !== 'viewer';
  return (
    <Block title={title} waits={list === undefined}>
      {list?.length === 0 && <p className="text-ink-2">None yet.</p>}
      <ul className="divide-line divide-y" data-saved>
        {list?.map((one) => (
          <li key={one.id} className="flex items-center gap-3 py-1.5">
            <button type="button" className="link min-w-0 truncate" onClick={() => pick(one)}>{one.name}</button>
            <span className="grow" />
            {may && <button type="button" className="control-quiet" aria-label={`Delete ${one.name}`} onClick={() => remove.mutate({ id: one.id })}>Delete</button>}
          </li>
        ))}
      </ul>
      {may && (
        <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          save.mutate({ body: { name: String(new FormData(form).get('name')).trim(), content } }, { onSuccess: () => form.reset() });
        }}>
          <Field label="Save what is shown as">{(props) => <input {...props} name="name" required maxLength={200} className="control w-64 max-w-full" />}</Field>
          <button type="submit" className="control">Save</button>
          <Said error={save.error ?? remove.error} done={save.isSuccess && 'Saved.'} />
        </form>
      )}
    </Block>
  );
}
