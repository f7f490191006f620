'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useAddress } from '@/view/view';
import { totals, type Edge } from './flow';

const most = 10;

// Where visits begin, and where they end within the steps that are looked at.
export function Ends({ asked, steps }: { asked: Asked<Answer<Reports['/paths']>>; steps: number }) {
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Side title="Where visits begin" asked={asked} which={(edge) => edge.step === 1} definition="Visits by the first thing that the person did, on any channel." />
      <Side title="Where visits end" asked={asked} which={(edge) => edge.kind === 'exit'} definition={`Visits that ended within their first ${steps} steps, by the last thing that the person did.`} />
    </div>
  );
}

function Side({ title, definition, asked, which }: { title: string; definition: string; asked: Asked<Answer<Reports['/paths']>>; which: (edge: Edge) => boolean }) {
  const { set } = useAddress();
  return (
    <Panel
      title={title} source="/paths" asked={asked} definition={definition}
      table={({ data }) => tableOf(totals(data.edges, which).slice(0, most), [{ name: 'node', label: 'Place', value: (row) => row.name }, { name: 'visits', label: 'Visits', value: (row) => row.value }])}
    >
      {({ data }) => <Chart label={title} option={ranking(totals(data.edges, which).slice(0, most))} onPick={(name) => name !== 'other' && set({ node: name })} />}
    </Panel>
  );
}
