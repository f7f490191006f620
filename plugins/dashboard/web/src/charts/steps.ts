import { count, share } from '@/format/format';
import { base, decals, nameAxis, text, valueAxis, type Draw } from './base';

// One step of a funnel. `open` and `dropped` are those of `reached` who have not gone on: still may, and will not.
export interface Step {
  name: string;
  reached: number;
  open?: number;
  dropped?: number;
  worst?: boolean;
}

// A funnel whose bars lie, the first on top, all on one scale from zero. What went on is solid, who still may go on is
// patterned, who was lost is pale; the worst loss has the colour of what is wrong.
export function stairs(steps: Step[], words = { on: 'went on', open: 'still open', dropped: 'dropped' }): Draw {
  const whole = steps[0]?.reached ?? 0;
  const split = steps.some((step) => step.dropped !== undefined);
  return (c) => {
    const bar = { type: 'bar', stack: 'all', barMaxWidth: 26, barCategoryGap: '28%' };
    const on = steps.map((step) => step.reached - (step.open ?? 0) - (step.dropped ?? 0));
    return {
      ...base(c),
      grid: { left: 4, right: 108, top: split ? 32 : 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: split ? { top: 0, left: 0, data: Object.values(words), textStyle: text(c, c.ink), itemWidth: 18, itemHeight: 10 } : undefined,
      tooltip: { ...(base(c).tooltip as object), axisPointer: { type: 'shadow' }, valueFormatter: (x: unknown) => count(x as number) },
      xAxis: { ...valueAxis(c), max: whole || 1, axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: nameAxis(c, steps.map((step) => step.name), { inverse: true, axisLine: { show: false }, axisLabel: { ...text(c, c.ink), width: 130, overflow: 'truncate' } }),
      series: [
        { ...bar, name: words.on, data: on, itemStyle: { color: c.series[0] } },
        ...(split ? [
          { ...bar, name: words.open, data: steps.map((step) => step.open ?? 0), itemStyle: { color: c.series[4], decal: decals(c)[1] } },
          { ...bar, name: words.dropped, itemStyle: { color: c.line },
            data: steps.map((step) => ({ value: step.dropped ?? 0, itemStyle: step.worst ? { color: c.bad, decal: decals(c)[3] } : { color: c.line } })) },
        ] : []),
        { ...bar, name: 'all', data: steps.map(() => 0), silent: true, tooltip: { show: false },
          label: { show: true, position: 'right', ...text(c, c.ink), formatter: ({ dataIndex }: { dataIndex: number }) => {
            const { reached } = steps[dataIndex]!;
            return `${count(reached)} · ${share(whole ? reached / whole : null)}`;
          } } },
      ],
    };
  };
}
