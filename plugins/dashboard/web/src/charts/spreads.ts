import { formats, type Format } from '@/format/format';
import { base, decals, nameAxis, text, valueAxis, type Draw } from './base';

export interface Spread {
  name: string;
  median: number | null;
  p90: number | null;
}

// How long half took, and how long nine of ten: from zero to the median solid, from there to p90 patterned.
export function spreads(rows: Spread[], target?: number, format: Format = 'duration'): Draw {
  const written = formats[format];
  return (c) => {
    const bar = { type: 'bar', stack: 'all', barMaxWidth: 16 };
    return {
      ...base(c),
      grid: { left: 4, right: 96, top: 36, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: { top: 0, left: 0, data: ['median', 'to p90'], textStyle: text(c, c.ink), itemWidth: 18, itemHeight: 10 },
      tooltip: { ...(base(c).tooltip as object), axisPointer: { type: 'shadow' }, valueFormatter: (x: unknown) => written(x as number) },
      xAxis: { ...valueAxis(c, format), axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: nameAxis(c, rows.map((row) => row.name), { inverse: true, axisLine: { show: false }, axisLabel: { ...text(c, c.ink), width: 140, overflow: 'truncate' } }),
      series: [
        { ...bar, name: 'median', data: rows.map((row) => row.median), itemStyle: { color: c.series[0] },
          markLine: target && { silent: true, symbol: 'none', lineStyle: { color: c.ink, type: 'dashed' }, label: { show: false }, data: [{ xAxis: target }] } },
        { ...bar, name: 'to p90', itemStyle: { color: c.series[0] + '80', decal: decals(c)[1] }, tooltip: { show: false },
          data: rows.map((row) => (row.p90 === null || row.median === null ? null : row.p90 - row.median)),
          label: { show: true, position: 'right', ...text(c, c.ink), formatter: ({ dataIndex }: { dataIndex: number }) => `${written(rows[dataIndex]!.median)} · ${written(rows[dataIndex]!.p90)}` } },
      ],
    };
  };
}
