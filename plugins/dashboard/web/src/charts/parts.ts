import { count, share } from '@/format/format';
import { base, decals, text, type Draw } from './base';

export interface PartOf {
  name: string;
  value: number;
}

// Parts of a whole, as a ring with each part's name and share beside it: for few parts only.
export function donut(parts: PartOf[]): Draw {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return (c) => ({
    ...base(c),
    tooltip: { ...(base(c).tooltip as object), trigger: 'item', valueFormatter: (x: unknown) => count(x as number) },
    series: [{
      type: 'pie', radius: ['48%', '72%'], center: ['50%', '50%'], startAngle: 90, avoidLabelOverlap: true,
      itemStyle: { borderColor: c.surface, borderWidth: 2 },
      label: { ...text(c, c.ink), lineHeight: 16, formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${share(whole ? value / whole : null)}` },
      labelLine: { length: 6, length2: 6, lineStyle: { color: c.line } },
      data: parts.map((part, i) => ({ ...part, itemStyle: { color: c.series[i % c.series.length], decal: decals(c)[i % 6] } })),
    }],
  });
}
