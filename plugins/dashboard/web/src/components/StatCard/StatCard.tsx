import { Change } from '@/components/Change/Change';
import { Info } from '@/components/Info/Info';
import { formats, type Format } from '@/format/format';
import { Sparkline } from './Sparkline';

export interface Stat {
  name: string; // of the API's field, for who reads the page by program
  label: string;
  definition: string;
  value: number | null | undefined;
  format?: Format;
  change?: number | 'new' | null;
  better?: 'up' | 'down' | 'neither';
  series?: (number | null)[];
  beside?: string; // a word or two more: "longest 23h"
}

// A figure, how it moved, and its course.
export function StatCard({ stat }: { stat: Stat }) {
  const { name, label, definition, value, format = 'count', series } = stat;
  return (
    <div data-stat={name} data-value={value ?? ''} aria-busy={value === undefined} className="bg-surface border-line relative flex min-w-0 flex-col rounded-lg border px-2.5 pt-1.5 pb-2.5">
      <div className="flex items-center justify-between">
        <h3 className="text-fine text-ink-2 truncate font-medium">{label}</h3>
        <span className="-mr-1.5"><Info label={label} text={definition} /></span>
      </div>
      <p className="text-figure tabular truncate font-semibold">{value === undefined ? <span className="text-ink-2">…</span> : formats[format](value)}</p>
      <div className="mt-0.5 flex h-5 items-end justify-between gap-2">
        <span className="truncate">
          <Change value={stat.change} better={stat.better} />
          {stat.beside && <span className="text-fine text-ink-2">{stat.change != null ? ' · ' : ''}{stat.beside}</span>}
        </span>
        {series && series.length > 1 && <Sparkline values={series} />}
      </div>
    </div>
  );
}
