'use client';
import { useEffect, useRef } from 'react';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useColors, type Colors } from './colors';
import { load } from './rare';

export interface ChartProps {
  // What is drawn, in the page's colours: a function, so that light and dark draw anew.
  option: (colors: Colors) => EChartsCoreOption;
  label: string; // what a screen reader says instead; the numbers stand in the panel's table
  height?: number;
  onPick?: (name: string, params: { dataIndex?: number; data?: unknown }) => void;
}

// A picture of numbers. ECharts is loaded with the first one.
export function Chart({ option, label, height = 240, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const pick = useRef(onPick);
  pick.current = onPick;
  const colors = useColors();
  const made = JSON.stringify(option(colors), (_, value) => (typeof value === 'function' ? String(value) : value));
  useEffect(() => {
    let gone = false;
    const watch = new ResizeObserver(() => chart.current?.resize());
    const wanted = option(colors);
    void import('./echarts').then(async ({ init, common }) => {
      const rare = [wanted.series].flat().map((series) => (series as { type: string }).type).filter((type) => !common.has(type));
      if (rare.length > 0) await load(rare, wanted.calendar !== undefined);
      if (gone || box.current === null) return;
      chart.current ??= init(box.current, undefined, { renderer: 'canvas' });
      chart.current.setOption({ animation: false, ...wanted }, true);
      chart.current.off('click');
      chart.current.on('click', (event) => pick.current?.(event.name, event));
      box.current.dataset.drawn = 'yes';
      watch.observe(box.current);
    });
    return () => {
      gone = true;
      watch.disconnect();
    };
    // `made` stands for `option`, which is a new function each time.
  }, [made, colors]);
  useEffect(() => () => chart.current?.dispose(), []);
  return <div ref={box} role="img" aria-label={label} data-chart={label} style={{ height }} className="w-full" />;
}
