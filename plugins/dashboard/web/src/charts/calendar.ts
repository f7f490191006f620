import { compact, count } from '@/format/format';
import { base, text, type Draw } from './base';

export interface Day {
  day: string; // "2026-10-31"
  value: number | null;
}

// Days as a calendar has them, a column a week. Darker is more, from nothing on; a day that is not known is blank.
export function calendar(days: Day[], name: string, { weekStart = 1 } = {}): Draw {
  const most = Math.max(1, ...days.map(({ value }) => value ?? 0));
  return (c) => ({
    ...base(c),
    grid: undefined,
    tooltip: { ...(base(c).tooltip as object), trigger: 'item', valueFormatter: (x: unknown) => count((x as [string, number])[1]) },
    calendar: {
      range: [days[0]?.day, days.at(-1)?.day], top: 24, left: 36, right: 8, bottom: 44, cellSize: ['auto', 'auto'],
      itemStyle: { color: c.surface, borderColor: c.line, borderWidth: 1 }, splitLine: { lineStyle: { color: c.muted, width: 1 } },
      dayLabel: { firstDay: weekStart, nameMap: weekdayLetters(), ...text(c) }, monthLabel: { nameMap: monthNames(), ...text(c) }, yearLabel: { show: false },
    },
    visualMap: {
      min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 10, itemHeight: 120,
      text: [compact(most), '0'], textStyle: text(c), inRange: { color: [c.raised, c.series[0]] },
    },
    series: [{ type: 'heatmap', coordinateSystem: 'calendar', name, data: days.filter(({ value }) => value !== null).map(({ day, value }) => [day, value]), itemStyle: { borderColor: c.surface, borderWidth: 1 } }],
  });
}

// In the reader's language; 2023-01-01 was a Sunday.
function weekdayLetters(): string[] {
  const format = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, n) => format.format(new Date(Date.UTC(2023, 0, 1 + n))));
}

function monthNames(): string[] {
  const format = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, n) => format.format(new Date(Date.UTC(2023, n, 1))));
}
