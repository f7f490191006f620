'use client';
import { boxes, multiplies, type Box } from '@/charts/boxes';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { duration } from '@/format/format';
import type { AgentsAsked } from './asked';

type Of = 'response' | 'first_response' | 'queue' | 'resolution';

interface Props {
  asked: AgentsAsked;
  of: Of;
  title: string;
  definition: string;
  target?: number; // seconds
}

type Rows = NonNullable<AgentsAsked['data']>['data']['agents'];

const most = 12; // boxes that one can tell apart; the table has all

// How evenly agents work: the median says what is usual, the box half of it, p90 what some customers meet.
export function Spreads({ asked, of, title, definition, target }: Props) {
  const [p25, median, p75, p90] = [`p25_${of}_seconds`, `median_${of}_seconds`, `p75_${of}_seconds`, `p90_${of}_seconds`] as const;
  const boxesOf = (agents: Rows): Box[] =>
    agents.filter((row) => row[median] !== null).slice(0, most).map((row) => ({ name: row.agent ?? 'unknown', p25: row[p25], median: row[median], p75: row[p75], p90: row[p90] }));
  const byFactors = asked.data !== undefined && multiplies(boxesOf(asked.data.data.agents));
  return (
    <Panel
      title={title} source="/agents" asked={asked} definition={definition}
      note={`Box: the middle half, its line the median; the whisker ends at nine of ten.${byFactors ? ' Some take far longer than most: the scale multiplies from step to step.' : ''}${target === undefined ? '' : ` Dashed: the target, ${duration(target)}.`}`}
      table={({ data }) => tableOf(data.agents.filter((row) => row[median] !== null), [
        { name: 'agent', label: 'Agent', value: (row) => row.agent },
        { name: p25, label: 'A quarter within', value: (row) => row[p25], format: 'duration' },
        { name: median, label: 'Half within', value: (row) => row[median], format: 'duration' },
        { name: p75, label: 'Three quarters within', value: (row) => row[p75], format: 'duration' },
        { name: p90, label: 'Nine of ten within', value: (row) => row[p90], format: 'duration' },
      ])}
    >
      {({ data }) => {
        const rows = boxesOf(data.agents);
        return <Chart label={title} height={40 + 32 * rows.length} option={boxes(rows, target)} />;
      }}
    </Panel>
  );
}
