'use client';
import { useState } from 'react';
import { useAddress, useView, type FilterName } from '@/view/view';
import { useChoices } from './choices';

const labels: Record<FilterName, string> = {
  channel: 'Channel', name: 'Event', country: 'Country', campaign: 'Campaign', template: 'Template', agent: 'Agent', device: 'Device', property: 'Property',
};

// What the page is held to: each filter a chip that can be taken away, and one to add another.
export function FilterBar({ names }: { names: FilterName[] }) {
  const { filters } = useView();
  const { set } = useAddress();
  const [adding, setAdding] = useState<FilterName | null>(null);
  const free = names.filter((name) => filters[name] === undefined);
  const held = names.filter((name) => filters[name] !== undefined);
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-1">
      {held.map((name) => (
        <button key={name} type="button" className="control bg-raised" aria-label={`Remove the filter ${labels[name]} ${filters[name]}`} onClick={() => set({ [name]: null })}>
          <span className="text-ink-2">{labels[name]}</span> {filters[name]} <span aria-hidden>×</span>
        </button>
      ))}
      {adding === null && free.length > 0 && (
        <select aria-label="Add a filter" className="control" value="" onChange={(event) => setAdding(event.target.value as FilterName)}>
          <option value="">Filter…</option>
          {free.map((name) => <option key={name} value={name}>{labels[name]}</option>)}
        </select>
      )}
      {adding !== null && <Value name={adding} done={(value) => { setAdding(null); if (value) set({ [adding]: value }); }} />}
    </div>
  );
}

// Values that the project has, as a list; anything else can be typed.
function Value({ name, done }: { name: FilterName; done: (value: string) => void }) {
  const choices = useChoices(name);
  return (
    <form className="flex items-center gap-1" onSubmit={(event) => { event.preventDefault(); done(String(new FormData(event.currentTarget).get('value') ?? '').trim()); }}
      onKeyDown={(event) => event.key === 'Escape' && done('')}>
      <input name="value" autoFocus list="filter-values" aria-label={labels[name]} placeholder={name === 'property' ? 'path=value' : labels[name]} className="control w-40" maxLength={200}
        onChange={(event) => choices.includes(event.target.value) && done(event.target.value)} />
      <datalist id="filter-values">{choices.map((value) => <option key={value} value={value} />)}</datalist>
      <button type="submit" className="control">Set</button>
    </form>
  );
}
