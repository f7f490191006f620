import { compact, count, country } from '@/format/format';
import { base, text, type Draw } from './base';

// A fifth of the way from one colour (#rrggbb) to another: so that one person is seen beside nobody.
function between(from: string, to: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(from) || !/^#[0-9a-f]{6}$/i.test(to)) return from;
  const of = (color: string, at: number) => parseInt(color.slice(at, at + 2), 16);
  return '#' + [1, 3, 5].map((at) => Math.round(of(from, at) + (of(to, at) - of(from, at)) / 5).toString(16).padStart(2, '0')).join('');
}

// Countries, darker for more; where nobody is known a country has no colour.
// charts/world has to be loaded before.
export function map(places: { code: string; value: number }[], name: string): Draw {
  const most = Math.max(1, ...places.map((place) => place.value));
  return (c) => ({
    ...base(c),
    grid: undefined,
    tooltip: { ...(base(c).tooltip as object), trigger: 'item', valueFormatter: (x: unknown) => (typeof x === 'number' && !Number.isNaN(x) ? count(x) : 'nobody known') },
    visualMap: {
      min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 10, itemHeight: 120,
      text: [compact(most), '0'], textStyle: text(c), inRange: { color: [between(c.raised, c.series[0]!), c.series[0]] },
    },
    series: [{
      type: 'map', map: 'world', name, roam: false, left: 4, right: 4, top: 4, bottom: 40, preserveAspect: 'contain', selectedMode: false,
      itemStyle: { areaColor: c.surface, borderColor: c.line, borderWidth: 1 },
      label: { show: false }, emphasis: { label: { show: true, ...text(c, c.ink), formatter: ({ name: code }: { name: string }) => country(code) }, itemStyle: { areaColor: c.series[1] } },
      data: places.map((place) => ({ name: place.code, value: place.value })),
    }],
  });
}
