import { describe, expect, it } from 'vitest';
import type { Colors } from '@/components/Chart/colors';
import { boxes, multiplies } from './boxes';
import { histogram } from './histogram';
import { spreads } from './spreads';
import { stairs } from './steps';

const colors: Colors = { ink: '#000', muted: '#555', line: '#ddd', surface: '#fff', raised: '#eee', good: '#060', bad: '#a00', series: ['#111111', '#222222', '#333333', '#444444', '#555555', '#666666'], font: 'x' };
interface Series { name: string; data: (number | null | { value: number; itemStyle: { color: string } })[]; label?: { formatter: (at: { dataIndex: number }) => string }; markLine?: { data: [{ xAxis: number; label: { formatter: string } }][] } }
interface Axis { min: number; max?: number; axisLabel?: { formatter: (label: string, i: number) => string } }
const drawn = (draw: (c: Colors) => unknown) => draw(colors) as { series: Series[]; xAxis: Axis; yAxis: Axis; legend?: unknown };

describe('a funnel', () => {
  const option = drawn(stairs([{ name: 'a', reached: 100, open: 10, dropped: 50, worst: true }, { name: 'b', reached: 40 }]));
  it('is as long as who reached a step, split by what became of them', () => {
    expect(option.series[0]!.data).toEqual([40, 40]);
    expect(option.series[1]!.data).toEqual([10, 0]);
    expect(option.series[2]!.data[0]).toMatchObject({ value: 50, itemStyle: { color: colors.bad } });
    expect(option.series[3]!.label!.formatter({ dataIndex: 1 })).toBe('40 · 40%');
    expect([option.xAxis.min, option.xAxis.max]).toEqual([0, 100]);
  });
  it('has no legend where nothing is split', () => expect(drawn(stairs([{ name: 'a', reached: 1 }])).legend).toBeUndefined());
});

describe('a histogram', () => {
  it('begins at zero, says its numbers, and marks the bucket', () => {
    const option = drawn(histogram(['0–1 min', '21 +'], [3, 5], [{ at: 1, name: 'median 2m' }]));
    expect(option.yAxis.min).toBe(0);
    expect(option.xAxis.axisLabel!.formatter('0–1 min', 0)).toBe('0–1\nmin\n3');
    expect(option.xAxis.axisLabel!.formatter('21 +', 1)).toBe('21 +\n5');
    expect(option.series[0]!.markLine!.data[0]![0]).toMatchObject({ xAxis: 1, label: { formatter: 'median 2m' } });
  });
});

describe('a spread', () => {
  it('goes from zero over the median to p90, and is empty where neither is known', () => {
    const option = drawn(spreads([{ name: 'a', median: 60, p90: 90 }, { name: 'b', median: null, p90: null }]));
    expect(option.series.map((series) => series.data)).toEqual([[60, null], [30, null]]);
    expect(option.xAxis.min).toBe(0);
    expect(option.series[1]!.label!.formatter({ dataIndex: 0 })).toBe('1m · 1m 30s');
  });
});

describe('a box plot', () => {
  it('goes from a quarter to nine of ten, on a scale of time from zero', () => {
    const option = drawn(boxes([{ name: 'a', p25: 30, median: 60, p75: 90, p90: 400 }], 300));
    expect(option.series[0]!.data).toEqual([[30, 60, 90, 400, 0]]);
    expect(option.series[0]!.markLine!.data[0]).toEqual({ xAxis: 300 });
    expect(option.xAxis).toMatchObject({ min: 0, max: 480 });
  });
  it('go by factors where some take far longer than most, and not else', () => {
    const usual = { name: 'a', p25: 600, median: 1800, p75: 7200, p90: 20_000 };
    const rows = [usual, { ...usual, name: 'b', p90: 120_000 }];
    expect([multiplies([usual]), multiplies(rows)]).toEqual([false, true]);
    const option = drawn(boxes(rows));
    expect(option.series[0]!.data[1]).toEqual([600, 1800, 7200, 120_000].map(Math.log).concat(1));
    expect(option.xAxis).toMatchObject({ min: Math.log(300), max: Math.log(3 * 86_400) });
    expect((option.xAxis.axisLabel!.formatter as unknown as (x: number) => string)(Math.log(14_400))).toBe('4h');
  });
});
