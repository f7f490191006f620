'use client';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useLink } from '@/view/view';
import type { WhatsApp } from '../whatsapp-analytics/asked';

const outcome = (value: unknown) => (value ? String(value) : 'not said');

export function Outcomes({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  return (
    <Panel
      title="Resolutions by outcome" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { name: 'chat.resolved' }) }}
      definition="Chats resolved in the period, by the outcome that the agent gave, with how long each kind took. The provider's own time stands beside ours where it sends one."
      table={({ data }) => tableOf(data.outcomes, [
        { name: 'outcome', label: 'Outcome', value: (row) => row.outcome, format: outcome },
        { name: 'resolutions', label: 'Resolutions', value: (row) => row.resolutions },
        { name: 'median_seconds', label: 'Median', value: (row) => row.median_seconds, format: 'duration' },
        { name: 'p90_seconds', label: 'p90', value: (row) => row.p90_seconds, format: 'duration' },
        { name: 'median_provider_seconds', label: 'Provider’s median', value: (row) => row.median_provider_seconds, format: 'duration' },
      ])}
    >
      {({ data }) => <Chart label="Resolutions by outcome" height={24 + 32 * Math.min(data.outcomes.length, 10)} option={ranking(data.outcomes.slice(0, 10).map((row) => ({ name: outcome(row.outcome), value: row.resolutions })))} />}
    </Panel>
  );
}
