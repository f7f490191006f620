'use client';
import type { Draw } from '@/charts/base';
import { Chart, type ChartProps } from '@/components/Chart/Chart';
import { dayLabel } from '@/format/format';
import type { Mark } from '@/notes/notes';
import { useNotes } from '@/notes/use';

interface Props extends Omit<ChartProps, 'option'> {
  starts: string[]; // of the parts, as the API labels them
  granularity?: string;
  open?: boolean; // the last part is not over: it is drawn dotted, and said so
  draw: (labels: string[], marks: Mark[]) => Draw;
}

// A chart over time with the project's notes: a numbered line each, and what it says below.
export function TimeChart({ starts, granularity, open = false, draw, ...chart }: Props) {
  const labels = starts.map((start) => dayLabel(start, granularity));
  const marks = useNotes().marks(starts);
  return (
    <>
      <Chart {...chart} option={draw(labels, marks)} />
      {open && labels.length > 1 && <p data-open className="text-fine text-ink-2 mt-1">Dotted: {labels.at(-1)} is not over.</p>}
      {marks.length > 0 && (
        <ol data-notes className="text-fine text-ink-2 mt-1 flex flex-wrap gap-x-4">
          {marks.map((mark, i) => (
            <li key={mark.at} className="min-w-0 break-words"><b className="text-ink">{i + 1}</b> {labels[mark.at]}: {mark.names.join(' · ')}</li>
          ))}
        </ol>
      )}
    </>
  );
}
