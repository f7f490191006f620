'use client';
import { presets, type Preset } from '@/view/range';
import { useAddress, useView } from '@/view/view';

// Which days, in the project's time zone. A preset moves with the days; two dates stay.
export function RangePicker() {
  const { range, project } = useView();
  const { set } = useAddress();
  const choose = (value: string) =>
    value === 'dates' ? set({ from: range.from, to: range.to, range: null }) : set({ range: value as Preset, from: null, to: null });
  const days = (from: string, to: string) => from && to && from <= to && set({ from, to, range: null });
  return (
    <div className="flex items-center gap-1" title={`Days of ${project.timezone}`}>
      <select aria-label="Time" className="control" value={range.preset ?? 'dates'} onChange={(event) => choose(event.target.value)}>
        {Object.entries(presets).map(([name, label]) => <option key={name} value={name}>{label}</option>)}
        <option value="dates">Dates…</option>
      </select>
      {range.preset === undefined && (
        <>
          <input aria-label="From" type="date" className="control" value={range.from} max={range.to} onChange={(event) => days(event.target.value, range.to)} />
          <input aria-label="To" type="date" className="control" value={range.to} min={range.from} onChange={(event) => days(range.from, event.target.value)} />
        </>
      )}
    </div>
  );
}
