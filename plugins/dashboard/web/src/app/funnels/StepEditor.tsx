'use client';
import { useId } from 'react';
import { useChoices } from '@/shell/choices';
import { FilterEditor } from './FilterEditor';
import { kindOf, kinds, stepOf, type Kind } from './kinds';
import type { Step } from './model';
import { useValues } from './values';

interface Props {
  label: string;
  step: Step;
  change: (step: Step) => void;
  remove?: () => void;
  up?: () => void;
}

// One step: an event with its filters, or what was chosen.
export function StepEditor({ label, step, change, remove, up }: Props) {
  const id = useId();
  const names = useChoices('name');
  const kind = kindOf(step);
  const of = kinds[kind];
  const values = useValues('property' in of ? of.property : '');
  const value = kind === 'event' ? step.event : String(step.filters[0]!.value ?? '');
  return (
    <fieldset className="border-line rounded-md border p-2">
      <legend className="text-fine text-ink-2 px-1">{label}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <select aria-label={`${label}: kind`} className="control" value={kind} onChange={(event) => change(stepOf(event.target.value as Kind, ''))}>
          {(Object.keys(kinds) as Kind[]).map((one) => <option key={one} value={one}>{kinds[one].label}</option>)}
        </select>
        <input aria-label={`${label}: ${of.label}`} className="control min-w-0 grow" list={id} value={value} maxLength={200} placeholder={kind === 'event' && step.filters.length ? 'any event' : of.label}
          onChange={(event) => change(kind === 'event' ? { ...step, event: event.target.value } : stepOf(kind, event.target.value))} />
        <datalist id={id}>{(kind === 'event' ? names : values).map((one) => <option key={one} value={one} />)}</datalist>
        {up && <button type="button" className="control-quiet" aria-label={`${label}: one up`} onClick={up}>↑</button>}
        {remove && <button type="button" className="control-quiet" aria-label={`Remove ${label}`} onClick={remove}>×</button>}
      </div>
      {kind === 'event' && <FilterEditor label={label} filters={step.filters} change={(filters) => change({ ...step, filters })} />}
    </fieldset>
  );
}
