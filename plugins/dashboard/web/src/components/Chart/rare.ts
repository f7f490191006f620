// Charts that few pages have come by themselves where a page has only one kind of them, since all are large.
const alone: Record<string, () => Promise<unknown>> = {
  'heatmap on a calendar': () => import('./calendar'),
  heatmap: () => import('./heatmap'),
  map: () => import('./world'),
  sankey: () => import('./sankey'),
};

export function load(types: string[], calendar: boolean): Promise<unknown> {
  const [type] = types;
  const only = types.every((other) => other === type) ? alone[calendar ? type + ' on a calendar' : type!] : undefined;
  return only ? only() : import('./more');
}
