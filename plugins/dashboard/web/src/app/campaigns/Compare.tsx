'use client';
import type { Reports } from '@/api/reports';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { wilson } from '@/stats/shares';
import { useAddress } from '@/view/view';
import { measureOf, measures, pickedOf, type Campaigns, type Measure, type PartName, type Row } from './asked';

// Side by side by one rate, each with its interval: bars whose whiskers overlap may well be the same.
export function Compare({ asked, part }: { asked: Campaigns; part: PartName }) {
  const { params, set } = useAddress();
  const measure = measureOf(params.get('measure'));
  const { label, part: of, whole } = measures[measure];
  const interval = (row: Row) => wilson(row[of], row[whole]);
  const picked = (data: Reports['/campaigns']) => pickedOf(data[part], params.get('pick')).sort((a, b) => (b[measure] ?? -1) - (a[measure] ?? -1));
  return (
    <Panel
      title="Side by side" source="/campaigns" asked={asked}
      definition={`${label}: ${of} of ${whole}, with the 95 % interval (Wilson). No winner is named: what is compared went to different people at different times.`}
      table={({ data }) => tableOf(picked(data), [
        { name: 'value', label: 'Name', value: (row) => row.value },
        { name: whole, label: whole, value: (row) => row[whole] },
        { name: of, label: of, value: (row) => row[of] },
        { name: measure, label, value: (row) => row[measure], format: 'share' },
        { name: 'low', label: 'at least', value: (row) => interval(row)?.low, format: 'share' },
        { name: 'high', label: 'at most', value: (row) => interval(row)?.high, format: 'share' },
      ])}
      note={
        <label className="flex items-center gap-2">Compare by
          <select className="control" value={measure} onChange={(event) => set({ measure: event.target.value === 'reply_rate' ? null : event.target.value })}>
            {(Object.keys(measures) as Measure[]).map((name) => <option key={name} value={name}>{measures[name].label}</option>)}
          </select>
        </label>
      }
    >
      {({ data }) => {
        const rows = picked(data);
        return <Chart label={`${label} side by side`} height={40 + 34 * rows.length} option={ranking(rows.map((row) => ({ name: row.value ?? 'unknown', value: row[measure], low: interval(row)?.low, high: interval(row)?.high })), 'share')} />;
      }}
    </Panel>
  );
}
