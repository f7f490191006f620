import type { EChartsCoreOption } from 'echarts/core';
import type { Colors } from '@/components/Chart/colors';
import { compact, formats, type Format } from '@/format/format';

// What all charts share (DESIGN.md, Charts): one value axis that begins at zero, few lines, words in the
// page's colours. Tooltips only through valueFormatter, which escapes: names come from events.
export type Option = EChartsCoreOption;
export type Draw = (colors: Colors) => Option;

export const text = (c: Colors, color = c.muted) => ({ color, fontFamily: c.font, fontSize: 12 });

export function base(c: Colors): Option {
  return {
    color: c.series,
    textStyle: text(c),
    aria: { enabled: false, decal: { show: false } },
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: 'axis', backgroundColor: c.surface, borderColor: c.line, textStyle: text(c, c.ink), confine: true },
  };
}

// Ends and steps that people count time in: no axis of 1m 40s, 3m 20s.
const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];
export function timeSteps(values: (number | null)[]): object {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = seconds.find((size) => most / size <= 5);
  return step === undefined ? {} : { interval: step, max: Math.ceil(most / step) * step };
}

export function valueAxis(c: Colors, format: Format = 'count', more: object = {}) {
  const written = format === 'count' ? compact : formats[format];
  return {
    type: 'value', min: 0, minInterval: format === 'count' ? 1 : undefined, splitNumber: 4,
    axisLabel: { ...text(c), formatter: (x: number) => written(x) },
    splitLine: { lineStyle: { color: c.line, opacity: 0.6 } }, axisLine: { show: false }, axisTick: { show: false },
    ...more,
  };
}

export function nameAxis(c: Colors, names: string[], more: object = {}) {
  return {
    type: 'category', data: names,
    axisLabel: { ...text(c), hideOverlap: true }, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
    ...more,
  };
}

// Patterns beside colours, for who sees few colours and for grey print.
export const decals = (c: Colors) =>
  [
    { symbol: 'none' },
    { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
    { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0] },
    { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 6], rotation: 0 },
    { symbol: 'rect', dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0] },
    { symbol: 'triangle', symbolSize: 0.7, dashArrayX: [[9, 9], [0, 9, 9, 0]], dashArrayY: [8, 0] },
  ].map((decal) => ({ ...decal, color: c.surface === '#ffffff' ? 'rgba(255,255,255,.45)' : 'rgba(0,0,0,.35)' }));

export const dashes = ['solid', 'dashed', 'dotted', [10, 4, 2, 4], [2, 2], [14, 4]] as const;
export const symbols = ['circle', 'diamond', 'triangle', 'rect', 'pin', 'arrow'] as const;
