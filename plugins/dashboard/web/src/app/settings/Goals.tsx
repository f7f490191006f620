'use client';
import { useState } from 'react';
import { useChange, useThing } from '@/api/use';
import { Block, Field, Said } from '@/components/Form/Form';
import { useChoices } from '@/shell/choices';
import { useView } from '@/view/view';

interface Filter {
  property: string;
  op: string;
  value?: unknown;
}
interface Goal {
  id: string | null;
  name: string;
  event: string;
  default: boolean;
  filters: Filter[];
  value_property: string | null;
}

const ops = { is: 'is', is_not: 'is not', contains: 'contains', gt: '>', gte: '≥', lt: '<', lte: '≤', set: 'is set', not_set: 'is not set' };
const described = (goal: Goal) =>
  [goal.event ? `event ${goal.event}` : 'any event', ...goal.filters.map((one) => `${one.property} ${ops[one.op as keyof typeof ops] ?? one.op} ${one.value === undefined ? '' : String(one.value)}`)].join(', ');

export function Goals() {
  const { project } = useView();
  const asked = useThing<{ goals: Goal[] }>('/goals');
  const make = useChange<object>('POST', '/goals');
  const remove = useChange('DELETE', '/goals');
  const names = useChoices('name');
  const [op, setOp] = useState('');
  const may = project.role !== 'viewer';
  const send = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (field: string) => String(data.get(field) ?? '').trim();
    const raw = text('value');
    const value = ['gt', 'gte', 'lt', 'lte'].includes(op) ? Number(raw) : raw;
    const filters = op && text('property') ? [{ property: text('property'), op, ...(!['set', 'not_set'].includes(op) && { value }) }] : [];
    make.mutate({ body: { name: text('name'), event: text('event'), filters, ...(text('value_property') && { value_property: text('value_property') }) } },
      { onSuccess: () => { form.reset(); setOp(''); } });
  };
  return (
    <Block title="Goals" waits={asked.isPending} what="A conversion is an event that matches one of these. A change holds for past events, too.">
      <ul className="divide-line divide-y">
        {asked.data?.goals.map((goal) => (
          <li key={goal.id ?? goal.name} className="flex items-baseline gap-3 py-1.5">
            <span className="font-medium">{goal.name}</span>
            <span className="text-ink-2 text-fine">{described(goal)}{goal.value_property && `, worth ${goal.value_property}`}</span>
            <span className="grow" />
            {goal.default ? <span className="text-fine text-ink-2">griot's own</span>
              : may && <button type="button" className="control-quiet" aria-label={`Remove the goal ${goal.name}`} onClick={() => remove.mutate({ id: goal.id! })}>Remove</button>}
          </li>
        ))}
      </ul>
      {may && (
        <form onSubmit={send} className="grid gap-3 sm:grid-cols-3">
          <Field label="Name">{(props) => <input {...props} name="name" required className="control w-full" maxLength={200} />}</Field>
          <Field label="Event" hint="Empty: any">{(props) => <><input {...props} name="event" list="events" className="control w-full" /><datalist id="events">{names.map((name) => <option key={name} value={name} />)}</datalist></>}</Field>
          <Field label="Property with its worth">{(props) => <input {...props} name="value_property" className="control w-full" />}</Field>
          <Field label="Only where property">{(props) => <input {...props} name="property" className="control w-full" placeholder="total" />}</Field>
          <Field label="Holds">{(props) => <select {...props} className="control w-full" value={op} onChange={(event) => setOp(event.target.value)}><option value="">(any)</option>{Object.entries(ops).map(([name, label]) => <option key={name} value={name}>{label}</option>)}</select>}</Field>
          <Field label="Value">{(props) => <input {...props} name="value" className="control w-full" disabled={['', 'set', 'not_set'].includes(op)} />}</Field>
          <div className="flex items-center gap-3 sm:col-span-3"><button type="submit" className="control" disabled={make.isPending}>Add the goal</button><Said error={make.error ?? remove.error} done={make.isSuccess && 'Added.'} /></div>
        </form>
      )}
    </Block>
  );
}
