import { formats, type Format } from '@/format/format';
import { base, nameAxis, text, timeSteps, valueAxis, type Draw } from './base';

export interface Box {
  name: string;
  p25: number | null;
  median: number | null;
  p75: number | null;
  p90: number | null;
}

interface Api {
  value: (n: number) => number;
  coord: (point: number[]) => number[];
}

const far = 6; // times as long as the longest box: then whiskers would leave boxes no room
const seconds = [1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400, 180 * 86_400];

// Whether the times are drawn on a scale whose steps multiply: who shows them says so.
export function multiplies(rows: Box[]): boolean {
  return Math.max(0, ...rows.map((row) => row.p90 ?? 0)) > far * Math.max(1, ...rows.map((row) => row.p75 ?? 0));
}

// Such a scale, as places on a plain axis: from the last step below all to the first above.
function byFactors(rows: Box[], target?: number) {
  const all = rows.flatMap((row) => [row.p25, row.p90]).concat(target ?? null).filter((x): x is number => x !== null);
  const first = Math.max(0, seconds.findLastIndex((step) => step <= Math.min(...all)));
  const last = seconds.findIndex((step) => step >= Math.max(...all));
  const steps = seconds.slice(first, last < 0 ? undefined : last + 1);
  const place = (x: number) => Math.log(Math.max(x, steps[0]!));
  const at = steps.map(place);
  return { place, axis: { min: at[0], max: at.at(-1), axisTick: { show: false, customValues: at }, axisLabel: { customValues: at } }, back: (x: number) => Math.exp(x) };
}

// Box plots that lie, on one scale from zero, or by factors where few take very much longer than most: the box holds the
// middle half, its line is the median, the whisker ends where nine of ten are done. The numbers of median and p90 stand
// beyond it.
export function boxes(rows: Box[], target?: number, format: Format = 'duration'): Draw {
  const written = formats[format];
  const factors = multiplies(rows) ? byFactors(rows, target) : null;
  const place = (x: number | null) => (x === null || !factors ? x : factors.place(x));
  return (c) => {
    const line = (points: [number, number, number, number], width = 1.5, stroke = c.series[0]) => {
      const [x1, y1, x2, y2] = points;
      return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width } };
    };
    return {
      ...base(c),
      grid: { left: 4, right: 104, top: 6, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: { show: false },
      xAxis: {
        ...valueAxis(c, format, factors?.axis ?? timeSteps([target ?? null, ...rows.map((row) => row.p90)])),
        axisLabel: { ...text(c), ...factors?.axis.axisLabel, formatter: (x: number) => written(factors ? Math.round(factors.back(x)) : x), hideOverlap: true },
      },
      yAxis: nameAxis(c, rows.map((row) => row.name), { inverse: true, axisLine: { show: false }, axisLabel: { ...text(c, c.ink), width: 110, overflow: 'truncate' } }),
      series: [{
        type: 'custom', silent: true, encode: { x: [0, 1, 2, 3], y: 4 },
        data: rows.map((row, at) => [place(row.p25), place(row.median), place(row.p75), place(row.p90), at]),
        markLine: target === undefined ? undefined : { silent: true, symbol: 'none', lineStyle: { color: c.ink, type: 'dashed' }, label: { show: false }, data: [{ xAxis: place(target) }] },
        renderItem: (_: unknown, api: Api) => {
          const row = api.value(4);
          const at = (n: number) => api.coord([api.value(n), row]) as [number, number];
          const [p25, y] = at(0), [median] = at(1), [p75] = at(2), [p90] = at(3);
          return { type: 'group', children: [
            { type: 'rect', shape: { x: p25, y: y - 7, width: Math.max(1, p75 - p25), height: 14 }, style: { fill: c.series[0] + '40', stroke: c.series[0], lineWidth: 1.5 } },
            line([median, y - 7, median, y + 7], 3), line([p75, y, p90, y]), line([p90, y - 4, p90, y + 4]),
            { type: 'text', x: p90 + 6, y, style: { text: `${written(rows[row]!.median)} · ${written(rows[row]!.p90)}`, fill: c.ink, font: `12px ${c.font}`, verticalAlign: 'middle' } },
          ] };
        },
      }],
    };
  };
}
