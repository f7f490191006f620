import { count } from '@/format/format';
import { base, nameAxis, text, valueAxis, type Draw } from './base';

// A line across the bars: a median, a target. `at` is the number of the bucket that it lies in.
export interface Mark {
  at: number;
  name: string;
  quiet?: boolean;
}

// How many lie in each bucket, with marks for what the whole is summed up as.
export function histogram(labels: string[], values: (number | null)[], marks: Mark[] = [], name = 'how many'): Draw {
  return (c) => ({
    ...base(c),
    grid: { left: 4, right: 8, top: 12 + 18 * marks.length, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...(base(c).tooltip as object), axisPointer: { type: 'shadow' }, valueFormatter: (x: unknown) => count(x as number) },
    // The number stands below its bucket's name, where no mark crosses it.
    xAxis: nameAxis(c, labels, { axisLabel: { ...text(c, c.ink), lineHeight: 16, interval: 0, hideOverlap: false,
      formatter: (label: string, i: number) => `${label.replace(/ (?=[a-z]+$)/, '\n')}\n${count(values[i])}` } }),
    yAxis: valueAxis(c),
    series: [{
      type: 'bar', name, data: values, barCategoryGap: '8%', itemStyle: { color: c.series[0] },
      // Each mark's words stand on a line of their own, so that two in one bucket can be read.
      markLine: marks.length === 0 ? undefined : {
        silent: true, symbol: 'none', animation: false,
        data: marks.map((mark, i) => [
          { xAxis: mark.at, yAxis: 0, symbol: 'none', lineStyle: { color: mark.quiet ? c.muted : c.series[1], type: mark.quiet ? 'dashed' : 'solid', width: 1.5 },
            label: { ...text(c, c.ink), formatter: mark.name, position: 'end', distance: [0, 4 + 18 * i] } },
          { xAxis: mark.at, yAxis: 'max' },
        ]),
      },
    }],
  });
}
