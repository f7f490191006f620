'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { sankey } from '@/charts/sankey';
import { Chart } from '@/components/Chart/Chart';
import { Choice } from '@/components/Choice/Choice';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { useNarrow } from '@/view/narrow';
import { useAddress } from '@/view/view';
import { flowOf, totals } from './flow';
import { wordsOf } from './words';

export function Paths({ asked, steps }: { asked: Asked<Answer<Reports['/paths']>>; steps: number }) {
  const { set } = useAddress();
  const narrow = useNarrow();
  return (
    <Panel
      title="Paths" source="/paths" asked={asked} empty="Nobody has come in this period."
      definition="Visits of one person over all channels, by what they did: pages, screens, messages, other events. Repeats in a row are one. A band is as high as the number of visits that went that way; what is rare is “other”."
      note={narrow && steps > 2 ? 'The first two steps: a wider screen shows more. Pick a place to see who was there.' : 'Pick a place to see who was there.'}
      table={({ data }) => tableOf(data.edges, [
        { name: 'step', label: 'Step', value: (row) => row.step },
        { name: 'from', label: 'From', value: (row) => row.from, format: (value) => (value === null ? 'other' : String(value)) },
        { name: 'kind', label: 'Then', value: (row) => row.kind, format: (value) => ({ exit: 'left', more: 'went on' })[String(value)] ?? '' },
        { name: 'to', label: 'To', value: (row) => row.to, format: (value, row) => (value === null && row.kind === 'node' ? 'other' : String(value ?? '')) },
        { name: 'transitions', label: 'Visits', value: (row) => row.transitions }, { name: 'people', label: 'People', value: (row) => row.people },
      ])}
    >
      {({ data }) => {
        const drawn = flowOf(data.edges, narrow ? 2 : steps);
        return (
          <>
            <p className="mb-2" data-story>{wordsOf(data.edges)}</p>
            <Chart label="From where to where visits go" height={narrow ? 440 : 520} option={sankey(drawn.nodes, drawn.flows, { narrow })}
              onPick={(name) => { const node = drawn.nameOf(name); if (node !== null) set({ node }); }} />
            <div className="mt-2 flex flex-wrap gap-2">
              <Choice name="node" label="Who was at a place" otherwise="Who was at …" choices={Object.fromEntries(totals(data.edges, (edge) => edge.from !== null).map(({ name }) => [name, name]))} />
              <Choice name="steps" label="Steps" otherwise="5 steps" choices={Object.fromEntries([2, 3, 4, 6, 7, 8, 9, 10].map((n) => [n, `${n} steps`]))} />
            </div>
          </>
        );
      }}
    </Panel>
  );
}
