'use client';
import { bare, numeric, ops, type Filter, type Op } from './model';

// "Only where …": filters on an event's properties.
export function FilterEditor({ label, filters, change }: { label: string; filters: Filter[]; change: (filters: Filter[]) => void }) {
  const put = (at: number, filter: Filter) => change(filters.map((one, i) => (i === at ? filter : one)));
  const valueOf = (op: Op, text: string): Pick<Filter, 'value'> => (bare.has(op) ? {} : { value: numeric.has(op) && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text });
  return (
    <div className="mt-1 space-y-1">
      {filters.map((filter, i) => (
        <div key={i} className="flex flex-wrap items-center gap-1 pl-3">
          <span className="text-fine text-ink-2">where</span>
          <input aria-label={`${label}, filter ${i + 1}: property`} className="control w-32 min-w-0" value={filter.property} placeholder="property" maxLength={200} onChange={(event) => put(i, { ...filter, property: event.target.value })} />
          <select aria-label={`${label}, filter ${i + 1}: how`} className="control" value={filter.op} onChange={(event) => { const op = event.target.value as Op; put(i, { property: filter.property, op, ...valueOf(op, String(filter.value ?? '')) }); }}>
            {(Object.keys(ops) as Op[]).map((op) => <option key={op} value={op}>{ops[op]}</option>)}
          </select>
          {!bare.has(filter.op) && <input aria-label={`${label}, filter ${i + 1}: value`} className="control w-32 min-w-0" inputMode={numeric.has(filter.op) ? 'decimal' : 'text'} value={String(filter.value ?? '')} placeholder="value" maxLength={200}
            onChange={(event) => put(i, { ...filter, ...valueOf(filter.op, event.target.value) })} />}
          <button type="button" className="control-quiet" aria-label={`Remove filter ${i + 1} of ${label}`} onClick={() => change(filters.filter((_, at) => at !== i))}>×</button>
        </div>
      ))}
      <button type="button" className="control-quiet" onClick={() => change([...filters, { property: '', op: 'is', value: '' }])}>+ where a property …</button>
    </div>
  );
}
