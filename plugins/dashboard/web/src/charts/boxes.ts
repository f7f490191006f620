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

// Box plots that lie, on one scale from zero: the box holds the middle half, its line is the median, the whisker ends
// where nine of ten are done. The numbers of median and p90 stand beyond it.
export function boxes(rows: Box[], target?: number, format: Format = 'duration'): Draw {
  const written = formats[format];
  return (c) => {
    const line = (points: [number, number, number, number], width = 1.5, stroke = c.series[0]) => {
      const [x1, y1, x2, y2] = points;
      return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width } };
    };
    return {
      ...base(c),
      grid: { left: 4, right: 104, top: 6, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: { show: false },
      xAxis: { ...valueAxis(c, format, timeSteps([target ?? null, ...rows.map((row) => row.p90)])), axisLabel: { ...text(c), formatter: written, hideOverlap: true } },
      yAxis: nameAxis(c, rows.map((row) => row.name), { inverse: true, axisLine: { show: false }, axisLabel: { ...text(c, c.ink), width: 110, overflow: 'truncate' } }),
      series: [{
        type: 'custom', silent: true, encode: { x: [0, 1, 2, 3], y: 4 },
        data: rows.map((row, at) => [row.p25, row.median, row.p75, row.p90, at]),
        markLine: target === undefined ? undefined : { silent: true, symbol: 'none', lineStyle: { color: c.ink, type: 'dashed' }, label: { show: false }, data: [{ xAxis: target }] },
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
