'use client';
import { histogram } from '@/charts/histogram';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { bucketOf, secondsBucket } from '@/format/bucket';
import { duration, share } from '@/format/format';
import { useLink } from '@/view/view';
import type { WhatsApp } from './asked';
import { useTarget } from './target';

// How long customers waited, with median and p90 against the target.
export function Responses({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  const target = useTarget();
  const totals = asked.data?.data.totals;
  return (
    <Panel
      title="Response times" source="/whatsapp" asked={asked} evidence={{ href: to('/agents'), label: 'By agent' }}
      definition="How long each answer took from the customer's first unanswered message, by the day the wait began. Three messages and one answer are one. Waits that nobody answered are not in it: they stand below."
      table={({ data }) => tableOf(data.response_times.some((row) => row.answers) ? data.response_times : [], [
        { name: 'from_seconds', label: 'Waited', value: (row) => row.from_seconds, format: (_, row) => secondsBucket(row.from_seconds, row.to_seconds) },
        { name: 'to_seconds', label: 'To', value: (row) => row.to_seconds, hidden: true },
        { name: 'answers', label: 'Answers', value: (row) => row.answers },
        { name: 'by_agents', label: 'Of them by agents', value: (row) => row.by_agents },
      ])}
      note={totals && <span data-figure="within_target_share" data-value={totals.within_target_share ?? ''}>
        {target !== undefined && <>Within the target of {duration(target)}: {share(totals.within_target_share)}. </>}
        Never answered: {totals.missed}; resolved without an answer: {totals.resolved_unanswered}.
      </span>}
    >
      {({ data }) => {
        const buckets = data.response_times.map((row) => ({ from: row.from_seconds, to: row.to_seconds }));
        const marks = [
          { name: `median ${duration(data.totals.median_response_seconds)}`, at: bucketOf(data.totals.median_response_seconds, buckets) },
          { name: `p90 ${duration(data.totals.p90_response_seconds)}`, at: bucketOf(data.totals.p90_response_seconds, buckets) },
          ...(target === undefined ? [] : [{ name: `target ${duration(target)}`, at: bucketOf(target - 1, buckets), quiet: true }]),
        ].filter((mark) => mark.at >= 0);
        return <Chart label="Answers by how long they took" option={histogram(buckets.map(({ from, to }) => secondsBucket(from, to)), data.response_times.map((row) => row.answers), marks, 'answers')} />;
      }}
    </Panel>
  );
}
