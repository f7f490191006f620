'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { lines } from '@/charts/lines';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { TimeChart } from '@/components/TimeChart/TimeChart';
import { dayLabel } from '@/format/format';
import { useNotes } from '@/notes/use';
import { useLink } from '@/view/view';

export function Growth({ asked }: { asked: Asked<Answer<Reports['/overview']>> }) {
  const to = useLink();
  const notes = useNotes();
  return (
    <Panel
      title="People by day" source="/overview" asked={asked} evidence={{ href: to('/people'), label: 'Who they are' }}
      definition="Active people of each day in the project's time zone; someone active on two days counts on both. New: their first own event ever was on that day."
      table={({ data }) => tableOf(data.series, [
          { name: 'start', label: 'Day', value: (row) => row.start, format: (value) => dayLabel(String(value)) },
          { name: 'active_people', label: 'Active', value: (row) => row.active_people },
          { name: 'new_people', label: 'New', value: (row) => row.new_people },
          ...notes.column(data.series),
        ])}
    >
      {({ data, period }) => (
        <TimeChart open={period?.open} height={220} label="Active and new people by day" starts={data.series.map((row) => row.start!)} draw={(labels, marks) => lines(
          labels,
          [{ name: 'active', values: data.series.map((row) => row.active_people) }, { name: 'new', values: data.series.map((row) => row.new_people) }],
          { open: period?.open, marks },
        )} />
      )}
    </Panel>
  );
}
