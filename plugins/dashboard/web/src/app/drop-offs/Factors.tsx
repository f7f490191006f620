'use client';
import type { Reports } from '@/api/reports';
import { useThing } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { share } from '@/format/format';
import { useView } from '@/view/view';
import { queryOf, type Funnel } from '../funnels/model';

type Factor = Reports['/drop-offs']['factors'][number];

// "property:plan" is told as it is in the events, the rest by its name.
const named = (factor: string) => factor.replace(/^property:/, '');

// What those have in common who are lost at the worst step.
export function Factors({ funnel }: { funnel: Funnel }) {
  const { query } = useView();
  const asked = useThing<{ data: { factors: Factor[] } }>('/drop-offs', { from: query.from, to: query.to, ...queryOf(funnel) });
  return (
    <Panel
      title="Likely factors" source="/drop-offs" asked={asked} className="lg:col-span-2"
      definition="Traits that were known before the weakest step: of those who have one, the share that went on, against all who lack it, with the 95 % interval of the difference (Newcombe). Marked are those that chance alone would hardly give, corrected for how many were looked at. What goes together need not be the cause."
      empty="No trait is known of at least 30 people on either side."
      table={({ data }) => tableOf(data.factors, [
        { name: 'factor', label: 'Trait', value: (row) => row.factor, format: (value, row) => `${named(String(value))}: ${row.value}` },
        { name: 'people', label: 'Have it', value: (row) => row.people },
        { name: 'rate', label: 'Went on', value: (row) => row.rate, format: 'share' },
        { name: 'others_rate', label: 'Others', value: (row) => row.others_rate, format: 'share' },
        { name: 'difference', label: 'Difference (points)', value: (row) => row.difference, format: (value, row) => `${share(value as number)} (${share(row.difference_low)} to ${share(row.difference_high)})` },
        { name: 'finding', label: 'Chance?', value: (row) => String(row.finding), cell: (row) => (row.finding ? <strong className="font-semibold">hardly chance</strong> : <span className="text-ink-2">may be chance</span>) },
      ])}
    />
  );
}
