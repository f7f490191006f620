import { formats, type Format } from '@/format/format';
import type { Mark } from '@/notes/notes';
import { base, decals, nameAxis, text, valueAxis, type Draw } from './base';
import { across } from './marks';

export interface Bar {
  name: string;
  value: number | null;
  low?: number | null; // of its 95 % interval
  high?: number | null;
}

// A ranking: the longest on top, the number at each end, the interval as a line where there is one.
export function ranking(bars: Bar[], format: Format = 'count', accent?: (bar: Bar) => boolean): Draw {
  const written = formats[format];
  return (c) => ({
    ...base(c),
    grid: { left: 4, right: 64, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...(base(c).tooltip as object), axisPointer: { type: 'shadow' }, valueFormatter: (x: unknown) => (Array.isArray(x) ? '' : written(x as number)) },
    xAxis: { ...valueAxis(c, format), axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: nameAxis(c, bars.map((bar) => bar.name), { inverse: true, axisLabel: { ...text(c, c.ink), width: 150, overflow: 'truncate' }, axisLine: { show: false } }),
    series: [
      { type: 'bar', barMaxWidth: 18, data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: accent?.(bar) ? c.series[1] : c.series[0], borderRadius: [0, 2, 2, 0] } })),
        label: { show: bars.every((bar) => bar.high == null), position: 'right', ...text(c, c.ink), formatter: ({ value }: { value: number }) => written(value) } },
      ...intervals(bars, c.ink, (value) => ({ text: written(value), fill: c.ink, font: `12px ${c.font}`, verticalAlign: 'middle' })),
    ],
  });
}

// Whiskers from low to high over bars that lie, the number beyond them.
function intervals(bars: Bar[], color: string, number: (value: number | null) => object) {
  if (bars.every((bar) => bar.high == null)) return [];
  return [{
    type: 'custom', silent: true, tooltip: { show: false }, z: 3, encode: { x: [0, 1], y: 2 },
    data: bars.map((bar, at) => [bar.low ?? null, bar.high ?? null, at]),
    renderItem: (_: unknown, api: { value: (n: number) => number; coord: (p: number[]) => number[] }) => {
      if (api.value(1) === null || Number.isNaN(api.value(1))) return null;
      const [x1, y] = api.coord([api.value(0), api.value(2)]) as [number, number];
      const [x2] = api.coord([api.value(1), api.value(2)]) as [number, number];
      const stroke = { stroke: color, lineWidth: 1.5, fill: undefined };
      return { type: 'group', children: [
        { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: stroke },
        { type: 'line', shape: { x1, y1: y - 4, x2: x1, y2: y + 4 }, style: stroke },
        { type: 'line', shape: { x1: x2, y1: y - 4, x2, y2: y + 4 }, style: stroke },
        { type: 'text', x: x2 + 6, y, style: number(bars[api.value(2)]!.value) },
      ] };
    },
  }];
}

export interface Group {
  name: string;
  values: (number | null)[];
}

// How many lines the names of a legend take where there is least room, on a phone.
function legendLines(groups: Group[]): number {
  let lines = 1, used = 0;
  for (const { name } of groups) {
    const width = 34 + 7 * Math.min(name.length, 36);
    if (used > 0 && used + width > 300) [lines, used] = [lines + 1, 0];
    used += width;
  }
  return lines;
}

// Columns side by side or stacked, with patterns; their names stand above.
export function columns(labels: string[], groups: Group[], { format = 'count' as Format, stacked = false, marks = [] as Mark[] } = {}): Draw {
  return (c) => ({
    ...base(c),
    grid: { left: 4, right: 8, top: (groups.length > 1 ? 14 + 18 * legendLines(groups) : 16) + (marks.length ? 10 : 0), bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: groups.length > 1 ? { top: 0, left: 0, textStyle: text(c, c.ink), itemWidth: 18, itemHeight: 10 } : undefined,
    tooltip: { ...(base(c).tooltip as object), axisPointer: { type: 'shadow' }, valueFormatter: (x: unknown) => formats[format](x as number) },
    xAxis: nameAxis(c, labels),
    yAxis: valueAxis(c, format),
    series: groups.map((group, i) => ({
      type: 'bar', name: group.name, data: group.values, stack: stacked ? 'all' : undefined, barMaxWidth: 36, barCategoryGap: '20%',
      markLine: i === 0 ? across(c, marks) : undefined,
      itemStyle: { color: c.series[i % c.series.length], decal: decals(c)[i % 6] },
    })),
  });
}
