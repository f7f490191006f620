'use client';
import type { Reports } from '@/api/reports';
import { useReport } from '@/api/use';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { share } from '@/format/format';
import { useAddress } from '@/view/view';

type Variant = Reports['/campaigns/variants']['variants'][number];

const doubtful = 0.001; // of the sample ratio: less is no accident

// Never certain: 0.9995 is no 100 %.
const likely = (p: number | null) => (p !== null && p > 0.99 ? `over ${share(0.99)}` : p !== null && p < 0.01 ? `under ${share(0.01)}` : share(p));

// Tests: of a campaign whose messages name two variants or more. Anything else is a comparison, above.
export function Variants({ campaigns }: { campaigns: string[] }) {
  const { params, set } = useAddress();
  const chosen = campaigns.find((name) => name === params.get('test')) ?? campaigns[0] ?? '';
  const named = useReport('/trend', { name: 'message.sent', by: 'property:variant', part: 'totals' });
  const any = (named.data?.data.totals.filter((row) => row.value).length ?? 0) > 1;
  const asked = useReport('/campaigns/variants', { campaign: chosen }, { enabled: any && chosen !== '' });
  if (!any || chosen === '') return null;
  const all = asked.data?.data.variants ?? [];
  const odds = all[0]?.sample_ratio_p ?? null;
  return (
    <Panel
      title="A/B" source="/campaigns/variants" asked={asked} className="lg:col-span-2"
      definition="People of each variant of the campaign who wrote to you within 72 hours after its message, with the 95 % interval; the difference from the first variant (Newcombe), and the probability that it is better (Beta(1,1) priors). The sample ratio: whether chance would make the groups so uneven, if equal ones were meant."
      empty={`The messages of ${chosen} name no two variants: what stands above is a comparison.`}
      table={({ data }) => tableOf<Variant>(data.variants, [
        { name: 'variant', label: 'Variant', value: (row) => row.variant },
        { name: 'people', label: 'People', value: (row) => row.people },
        { name: 'responded', label: 'Wrote back', value: (row) => row.responded },
        { name: 'rate', label: 'Rate', value: (row) => row.rate, format: 'share' },
        { name: 'rate_low', label: 'at least', value: (row) => row.rate_low, format: 'share' },
        { name: 'rate_high', label: 'at most', value: (row) => row.rate_high, format: 'share' },
        { name: 'difference', label: 'Against the first', value: (row) => row.difference, format: (value, row) => (value == null ? '–' : `${share(value as number)} (${share(row.difference_low)} to ${share(row.difference_high)})`) },
        { name: 'probability', label: 'Better than the first', value: (row) => row.probability, format: (value) => likely(value as number | null) },
      ])}
      note={
        <span className="flex flex-wrap items-center gap-3">
          <label className="flex items-center gap-2">Campaign
            <select className="control" value={chosen} onChange={(event) => set({ test: event.target.value })}>
              {campaigns.map((name) => <option key={name} value={name}>{name}</option>)}
            </select>
          </label>
          {odds !== null && <span data-figure="sample_ratio" data-value={odds} className={odds < doubtful ? 'text-bad font-semibold' : ''}>
            {odds < doubtful ? `Do not trust this: groups of ${all.map((row) => row.people).join(' and ')} are no even split.` : `The groups are as even as chance makes them (p ${odds.toFixed(2)}).`}
          </span>}
        </span>
      }
    >
      {({ data }) => {
        const rows = data.variants;
        return (
          <>
            <Chart label="Share of each variant who wrote back" height={32 + 36 * rows.length} option={ranking(rows.map((row) => ({ name: row.variant ?? '', value: row.rate, low: row.rate_low, high: row.rate_high })), 'share')} />
            <p>{rows.slice(1).map((row) => `${row.variant} is better than ${rows[0]!.variant} with a probability of ${likely(row.probability)}.`).join(' ')}</p>
          </>
        );
      }}
    </Panel>
  );
}
