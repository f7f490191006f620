import { compact, count } from '@/format/format';
import { base, nameAxis, text, type Draw } from './base';

export interface Cell {
  x: number;
  y: number;
  value: number | null;
}

// How much where two things meet: weekday and hour. Darker is more, from nothing on.
export function heat(xs: string[], ys: string[], cells: Cell[], name: string): Draw {
  const most = Math.max(1, ...cells.map((cell) => cell.value ?? 0));
  return (c) => ({
    ...base(c),
    grid: { left: 4, right: 4, top: 4, bottom: 44, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...(base(c).tooltip as object), trigger: 'item', valueFormatter: (x: unknown) => count((x as number[])[2] ?? null) },
    xAxis: nameAxis(c, xs, { splitArea: { show: false } }),
    yAxis: nameAxis(c, ys, { inverse: true, axisLabel: text(c, c.ink) }),
    visualMap: {
      min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 10, itemHeight: 120,
      text: [compact(most), '0'], textStyle: text(c), inRange: { color: [c.raised, c.series[0]] },
    },
    series: [{ type: 'heatmap', name, data: cells.map((cell) => [cell.x, cell.y, cell.value ?? '-']), itemStyle: { borderColor: c.surface, borderWidth: 1 } }],
  });
}
