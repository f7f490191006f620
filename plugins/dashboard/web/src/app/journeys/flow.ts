import type { Reports } from '@/api/reports';
import type { Flow, FlowNode } from '@/charts/sankey';

export type Edge = Reports['/paths']['edges'][number];

const other = 'other';
const most = 8; // nodes a column; the rest are one

export interface Drawn {
  nodes: FlowNode[];
  flows: Flow[];
  nameOf: (id: string) => string | null; // of a node that people can be asked for
}

// How many go through each name, over all steps.
export function totals(edges: Edge[], which: (edge: Edge) => boolean): { name: string; value: number }[] {
  const sums = new Map<string, number>();
  for (const edge of edges) {
    if (which(edge)) sums.set(edge.from ?? other, (sums.get(edge.from ?? other) ?? 0) + (edge.transitions ?? 0));
  }
  return [...sums].map(([name, value]) => ({ name, value })).sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
}

// The paths' edges as columns that can be read: of each step the nodes that most come through, the rest in one, and at
// its end those who leave. What comes in at a node still goes on or out.
export function flowOf(edges: Edge[], steps: number): Drawn {
  const shown = Array.from({ length: steps }, (_, at) => new Set(totals(edges, (edge) => edge.step === at + 1 && edge.from !== null).slice(0, most).map(({ name }) => name)));
  const tints = new Map(totals(edges, (edge) => edge.from !== null).map(({ name }, at) => [name, at]));
  const nodes = new Map<string, FlowNode>();
  const names = new Map<string, string>();
  const node = (step: number, name: string | null): string => {
    const known = name !== null && (shown[step - 1]?.has(name) ?? false);
    const label = known ? name : other;
    const id = known ? `${step}. ${name}` : `${step}. (${other})`;
    nodes.set(id, { id, label, column: step - 1, tint: known ? tints.get(name) ?? null : null });
    if (known) names.set(id, name);
    return id;
  };
  const end = (step: number, words: string): string => {
    const id = `${step + 1}. (${words})`;
    nodes.set(id, { id, label: words, column: step, tint: null });
    return id;
  };
  const flows = new Map<string, Flow>();
  for (const edge of edges) {
    const step = edge.step!;
    if (step > steps) continue;
    const from = node(step, edge.from);
    const to = edge.kind === 'exit' ? end(step, 'left') : edge.kind === 'more' || step === steps ? end(step, 'went on') : node(step + 1, edge.to);
    const key = JSON.stringify([from, to]);
    const flow = flows.get(key) ?? { from, to, value: 0 };
    flow.value += edge.transitions ?? 0;
    flows.set(key, flow);
  }
  return { nodes: [...nodes.values()], flows: [...flows.values()], nameOf: (id) => names.get(id) ?? null };
}
