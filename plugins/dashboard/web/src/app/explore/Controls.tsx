'use client';
import { useThing } from '@/api/use';
import { Block, Field } from '@/components/Form/Form';
import { useChoices } from '@/shell/choices';
import { useAddress, useView } from '@/view/view';
import { grains, measures, ofProperty, splits, splitsOf, type Exploration, type Measure } from './model';

interface Goal {
  name: string;
  event: string;
  filters: { property: string; op: string; value?: string | number }[];
}

// A goal that the report can be held to: one event, and at most one property that is something.
const plain = ({ event, filters }: Goal) => event !== '' && (filters.length === 0 || (filters.length === 1 && filters[0]!.op === 'is'));

// What is counted, and split by what. The filters stand above, as on every page.
export function Controls({ said }: { said: Exploration }) {
  const { set } = useAddress();
  const { filters } = useView();
  const names = useChoices('name');
  const goals = (useThing<{ goals: Goal[] }>('/goals').data?.goals ?? []).filter(plain);
  const all = [...new Set([...names, ...goals.filter((goal) => goal.filters.length === 0).map((goal) => goal.event), ...(filters.name ? [filters.name] : [])])];
  const choose = (text: string) => {
    const goal = goals.find(({ name }) => 'goal:' + name === text);
    const filter = goal?.filters[0];
    set(goal ? { name: goal.event, property: filter ? `${filter.property}=${filter.value}` : null } : { name: text || null });
  };
  const property = said.by.startsWith('property:') ? said.by.slice(9) : null;
  return (
    <Block title="What is counted">
      <div className="flex flex-wrap items-start gap-3">
        <Field label="Event or goal">{(props) => (
          <select {...props} className="control max-w-64" value={filters.name ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">People’s own events</option>
            {goals.length > 0 && <optgroup label="Goals">{goals.map(({ name }) => <option key={name} value={'goal:' + name}>{name}</option>)}</optgroup>}
            <optgroup label="Events">{all.map((name) => <option key={name} value={name}>{name}</option>)}</optgroup>
          </select>)}</Field>
        <Field label="Measure">{(props) => (
          <select {...props} className="control" value={said.measure} onChange={(event) => { const measure = event.target.value as Measure; set({ measure, by: splitsOf(measure).some((one) => one === said.by) || property ? said.by : null }); }}>
            {(Object.keys(measures) as Measure[]).map((name) => <option key={name} value={name}>{measures[name]}</option>)}
          </select>)}</Field>
        {ofProperty(said.measure) && <Path key={'of' + said.of} label="Of property" value={said.of} done={(of) => set({ of })} />}
        <Field label="Split by">{(props) => (
          <select {...props} className="control" value={property === null ? said.by : 'property'} onChange={(event) => set({ by: event.target.value === 'property' ? 'property:contentType' : event.target.value })}>
            {splitsOf(said.measure).map((name) => <option key={name} value={name}>{splits[name]}</option>)}
            <option value="property">A property …</option>
          </select>)}</Field>
        {property !== null && <Path key={'by' + property} label="Property" value={property} done={(path) => set({ by: path ? 'property:' + path : null })} />}
        <Field label="By">{(props) => (
          <select {...props} className="control" value={said.granularity} onChange={(event) => set({ granularity: event.target.value })}>
            {grains.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>)}</Field>
      </div>
    </Block>
  );
}

function Path({ label, value, done }: { label: string; value: string; done: (path: string) => void }) {
  return (
    <form onSubmit={(event) => { event.preventDefault(); done(String(new FormData(event.currentTarget).get('path') ?? '').trim()); }}>
      <Field label={label}>{(props) => <input {...props} name="path" className="control w-36" defaultValue={value} placeholder="value, cart.total" maxLength={200} onBlur={(event) => event.target.value !== value && done(event.target.value.trim())} />}</Field>
    </form>
  );
}
