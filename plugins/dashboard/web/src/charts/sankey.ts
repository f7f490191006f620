import { base, text, type Draw } from './base';

export interface FlowNode {
  id: string; // unique over all columns, and what the tooltip says
  label: string;
  column: number;
  tint: number | null; // which of the series' colours; null: quiet
}

export interface Flow {
  from: string;
  to: string;
  value: number;
}

// From where to where, in columns from left to right. A node is as high as what comes through it.
export function sankey(nodes: FlowNode[], flows: Flow[], { narrow = false } = {}): Draw {
  const labels = new Map(nodes.map((node) => [node.id, node.label]));
  const last = Math.max(...nodes.map((node) => node.column));
  return (c) => ({
    ...base(c),
    tooltip: { ...(base(c).tooltip as object), trigger: 'item' },
    series: [{
      type: 'sankey', left: 4, right: narrow ? 76 : 130, top: 8, bottom: 8, nodeWidth: 10, nodeGap: 9, draggable: false, layoutIterations: 32, nodeAlign: 'left',
      emphasis: { focus: 'adjacency' },
      label: { ...text(c, c.ink), width: narrow ? 66 : 118, overflow: 'truncate', textBorderColor: c.surface, textBorderWidth: 2, formatter: ({ name }: { name: string }) => labels.get(name) ?? '' },
      lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
      data: nodes.map((node) => ({
        name: node.id, depth: node.column, itemStyle: { color: node.tint === null ? c.muted : c.series[node.tint % c.series.length], borderWidth: 0 },
        ...(node.column === last && { label: { position: 'right' } }),
      })),
      links: flows.map((flow) => ({ source: flow.from, target: flow.to, value: flow.value })),
    }],
  });
}
