'use client';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';
import { ByDay } from './ByDay';
import { orNot, type Trend } from './asked';
import { meaning } from './meanings';

export function FailedByDay({ asked }: { asked: Trend }) {
  const to = useLink();
  return (
    <ByDay asked={asked} title="Failed messages by day" what="Code" evidence={to('/explore', { name: 'message.failed' })} empty="No message failed in the period."
      definition="Messages that WhatsApp did not take or could not deliver, by the code it gave and the day it said so." />
  );
}

export function FailedMessages({ asked }: { asked: Trend }) {
  const to = useLink();
  return (
    <Panel
      title="Failed messages by code" source="/trend" asked={asked} evidence={{ href: to('/explore', { name: 'message.failed' }) }} empty="No message failed in the period."
      definition="Failures by WhatsApp's code, with what it means where it is one of the usual."
      table={({ data }) => tableOf(data.totals, [
        { name: 'value', label: 'Code', value: (row) => row.value, format: orNot },
        { name: 'measure', label: 'Failures', value: (row) => row.measure },
        { name: 'meaning', label: 'What it means', value: (row) => meaning(row.value) },
      ])}
    >
      {({ data }) => (
        <>
          <Chart label="Failed messages by code" height={24 + 32 * Math.min(data.totals.length, 8)} option={ranking(data.totals.slice(0, 8).map((row) => ({ name: orNot(row.value), value: row.measure })))} />
          <dl className="text-fine text-ink-2 mt-2 space-y-0.5">
            {data.totals.slice(0, 8).filter((row) => meaning(row.value)).map((row) => (
              <div key={row.value} className="flex gap-2"><dt className="text-ink shrink-0 font-medium">{row.value}</dt><dd>{meaning(row.value)}</dd></div>
            ))}
          </dl>
        </>
      )}
    </Panel>
  );
}
