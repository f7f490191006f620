import { describe, expect, it } from 'vitest';
import type { Colors } from '@/components/Chart/colors';
import { columns, ranking } from './bars';
import { heat } from './heat';
import { lines } from './lines';
import { donut } from './parts';
import type { Option } from './base';

const colors: Colors = { ink: '#000', muted: '#555', line: '#ddd', surface: '#ffffff', raised: '#eee', good: '#0a0', bad: '#a00', series: ['#1', '#2', '#3'], font: 'x' };
const series = (option: Option) => option.series as { name: string; type: string; data: unknown[]; lineStyle?: { type: unknown } }[];

describe('charts', () => {
  it('begin at zero and have one value axis', () => {
    for (const option of [lines(['a'], [{ name: 'x', values: [5] }])(colors), columns(['a'], [{ name: 'x', values: [5] }])(colors)]) {
      expect(Array.isArray(option.yAxis)).toBe(false);
      expect((option.yAxis as { min: number }).min).toBe(0);
    }
    expect((ranking([{ name: 'a', value: 5 }])(colors).xAxis as { min: number }).min).toBe(0);
  });
  it('mark what is not over', () => {
    const [whole, open] = series(lines(['a', 'b', 'c'], [{ name: 'x', values: [1, 2, 3] }], { open: true })(colors));
    expect(whole!.data).toEqual([1, 2, null]);
    expect(open!.data).toEqual([null, { value: 2, symbol: 'none' }, 3]);
    expect(open!.lineStyle!.type).toBe('dotted');
  });
  it('count time as people do', () => {
    const axis = (values: number[]) => lines(['a', 'b'], [{ name: 'x', values }], { format: 'duration' })(colors).yAxis;
    expect(axis([290, 410])).toMatchObject({ interval: 120, max: 480 });
    expect(axis([0, 30_000])).toMatchObject({ interval: 7200, max: 36_000 });
  });
  it('number what happened when', () => {
    const marks = [{ at: 1, names: ['launch'] }];
    for (const draw of [lines(['a', 'b'], [{ name: 'x', values: [1, 2] }], { marks, target: { name: 't', value: 1 } }), columns(['a', 'b'], [{ name: 'x', values: [1, 2] }], { marks })]) {
      const line = (draw(colors).series as { markLine: { data: { xAxis?: number; label: { formatter: string } }[] } }[])[0]!.markLine;
      expect(line.data.filter((at) => at.xAxis !== undefined)).toMatchObject([{ xAxis: 1, label: { formatter: '1' } }]);
    }
  });
  it('have patterns beside colours', () => {
    const of = donut([{ name: 'a', value: 1 }, { name: 'b', value: 2 }])(colors);
    const decals = (series(of)[0]!.data as { itemStyle: { decal: { symbol: string } } }[]).map((part) => part.itemStyle.decal.symbol);
    expect(new Set(decals).size).toBe(2);
  });
  it('show intervals where there are some', () => {
    expect(series(ranking([{ name: 'a', value: 0.5 }])(colors))).toHaveLength(1);
    expect(series(ranking([{ name: 'a', value: 0.5, low: 0.4, high: 0.6 }], 'share')(colors))[1]!.type).toBe('custom');
  });
  it('leave a cell without a number empty', () => {
    expect(series(heat(['0'], ['Mon'], [{ x: 0, y: 0, value: null }], 'people')(colors))[0]!.data).toEqual([[0, 0, '-']]);
  });
});
