import type { Colors } from '@/components/Chart/colors';
import type { Mark } from '@/notes/notes';
import { text } from './base';

interface Target {
  name: string;
  value: number;
}

// Lines across a chart over time: what was to be reached, and when something happened, by its number.
export function across(c: Colors, marks: Mark[] = [], target?: Target): object | undefined {
  if (marks.length === 0 && !target) return undefined;
  return {
    silent: true, symbol: 'none', lineStyle: { color: c.muted, type: 'dashed', width: 1 },
    data: [
      ...(target ? [{ yAxis: target.value, label: { ...text(c), formatter: target.name, position: 'insideEndTop' } }] : []),
      ...marks.map((mark, i) => ({ xAxis: mark.at, lineStyle: { color: c.ink, type: 'dotted' }, label: { ...text(c, c.ink), formatter: String(i + 1), position: 'end', distance: 3 } })),
    ],
  };
}
