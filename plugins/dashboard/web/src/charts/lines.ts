import { formats, type Format } from '@/format/format';
import type { Mark } from '@/notes/notes';
import { base, dashes, nameAxis, text, timeSteps, valueAxis, type Draw } from './base';
import { apart } from './ends';
import { across } from './marks';

export interface Line {
  name: string;
  values: (number | null)[];
  stack?: boolean; // as areas on each other: parts of a whole
  quiet?: boolean; // the period before, a target: beside what the chart is of
}

export interface LinesOptions {
  format?: Format;
  open?: boolean; // the last point is of a time that is not over
  target?: { name: string; value: number };
  marks?: Mark[]; // what happened when
}

// Lines over time, each with its name at its end and a dash of its own; no legend to look up.
export function lines(labels: string[], list: Line[], { format = 'count', open = false, target, marks }: LinesOptions = {}): Draw {
  const down = moved(list, target?.value ?? 0);
  return (c) => ({
    ...base(c),
    grid: { left: 4, right: list.length > 1 ? 96 : 16, top: marks?.length ? 22 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...(base(c).tooltip as object), valueFormatter: (x: unknown) => formats[format](x as number) },
    xAxis: nameAxis(c, labels, { boundaryGap: false }),
    yAxis: valueAxis(c, format, format === 'duration' ? timeSteps([target?.value ?? null, ...list.flatMap((line) => line.values)]) : {}),
    series: list.flatMap((line, i) => {
      const color = line.quiet ? c.muted : c.series[i % c.series.length];
      const look = {
        type: 'line', labelLayout: { dy: down[i] }, name: line.name, symbol: 'none', color, connectNulls: false, silent: false,
        ...(line.stack && { stack: 'all', areaStyle: { opacity: 0.35 } }),
        markLine: i === 0 ? across(c, marks, target) : undefined,
      };
      const width = line.quiet ? 1.25 : 2;
      const lineStyle = { width, type: dashes[i % dashes.length], color };
      const endLabel = { show: list.length > 1, formatter: line.name, ...text(c, color), width: 88, overflow: 'truncate', distance: 4 };
      const last = line.values.length - 1;
      if (!open || line.quiet || line.stack || last < 1) return [{ ...look, lineStyle, endLabel, data: line.values }];
      // What is not over yet is thin and dotted, and marked.
      return [
        { ...look, lineStyle, data: line.values.map((value, at) => (at === last ? null : value)) },
        { ...look, tooltip: { show: false }, markLine: undefined, endLabel, lineStyle: { ...lineStyle, type: 'dotted', width: 1.5 },
          symbol: 'circle', symbolSize: 5, showAllSymbol: true, itemStyle: { color: c.surface, borderColor: color },
          data: line.values.map((value, at) => (at === last ? value : at === last - 1 ? { value, symbol: 'none' } : null)) },
      ];
    }),
  });
}

// Of each name: lines that are stacked end on what is below them.
function moved(list: Line[], target: number): number[] {
  let below = 0;
  const heights = (values: (number | null)[]) => values.map((value) => value ?? 0);
  const ends = list.map((line) => (line.stack ? (below += heights(line.values).at(-1) ?? 0) : (heights(line.values).at(-1) ?? 0)));
  const stacked = list.filter((line) => line.stack);
  const sums = (stacked[0]?.values ?? []).map((_, at) => stacked.reduce((sum, line) => sum + (line.values[at] ?? 0), 0));
  return apart(ends, Math.max(target, ...sums, ...list.flatMap((line) => heights(line.values))));
}
