import type { Query } from '@/api/client';
import type { Patch } from '@/view/view';

// A funnel as the address, the API and what is saved have it.
export const ops = { is: 'is', is_not: 'is not', contains: 'contains', set: 'is set', not_set: 'is not set', gt: '>', gte: '≥', lt: '<', lte: '≤' } as const;
export type Op = keyof typeof ops;
export const bare = new Set<Op>(['set', 'not_set']);
export const numeric = new Set<Op>(['gt', 'gte', 'lt', 'lte']);

export interface Filter {
  property: string;
  op: Op;
  value?: string | number;
}

export interface Step {
  event: string; // '': any event that the filters let through
  filters: Filter[];
}

export interface Funnel {
  steps: Step[];
  exclude: Step[];
  order: 'ordered' | 'strict' | 'any';
  scope: 'person' | 'session';
  window: number; // seconds
  by: string; // a property's path; '': no breakdown
}

export const most = 10;
export const day = 86_400;
export const usual: Omit<Funnel, 'steps'> = { exclude: [], order: 'ordered', scope: 'person', window: 14 * day, by: '' };

function one(value: unknown): Step | null {
  if (typeof value === 'string') return { event: value, filters: [] };
  if (typeof value !== 'object' || value === null) return null;
  const { event, filters = [] } = value as { event?: unknown; filters?: unknown };
  if (typeof event !== 'string' || !Array.isArray(filters)) return null;
  const good = filters.every((filter: Partial<Filter> | null) => typeof filter?.property === 'string' && Object.hasOwn(ops, filter.op ?? ''));
  return good ? { event, filters: filters as Filter[] } : null;
}

// A list of steps from a text of anybody's; [] where it is none.
export function stepsOf(value: unknown): Step[] {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      return [];
    }
  }
  if (!Array.isArray(list)) return [];
  const steps = list.slice(0, most).map(one);
  return steps.every((step) => step !== null) ? steps : [];
}

const among = <T extends string>(value: unknown, all: readonly T[]): T => all.find((one) => one === value) ?? all[0]!;

export function readFunnel(get: (name: string) => unknown): Funnel {
  const window = Number(get('window'));
  return {
    steps: stepsOf(get('steps')),
    exclude: stepsOf(get('exclude')),
    order: among(get('order'), ['ordered', 'strict', 'any']),
    scope: among(get('scope'), ['person', 'session']),
    window: Number.isInteger(window) && window >= 1 && window <= 365 * day ? window : usual.window,
    by: String(get('by') ?? ''),
  };
}

// A step without filters is its name.
const told = (steps: Step[]) => steps.map(({ event, filters }) => (filters.length || event === '' ? { event, filters } : event));

export function contentOf(funnel: Funnel): object {
  return { ...funnel, steps: told(funnel.steps), exclude: told(funnel.exclude) };
}

// What stands in the address: nothing for what is usual.
export function patchOf(funnel: Funnel): Patch {
  return {
    steps: funnel.steps.length ? JSON.stringify(told(funnel.steps)) : null,
    exclude: funnel.exclude.length ? JSON.stringify(told(funnel.exclude)) : null,
    order: funnel.order === usual.order ? null : funnel.order,
    scope: funnel.scope === usual.scope ? null : funnel.scope,
    window: funnel.window === usual.window ? null : String(funnel.window),
    by: funnel.by || null,
  };
}

export function queryOf(funnel: Funnel, breakdown = false): Query {
  const { steps, exclude, order, scope, window } = patchOf(funnel);
  const query: Query = {};
  for (const [name, value] of Object.entries({ steps, exclude, order, scope, window, by_property: breakdown ? funnel.by : '' })) {
    if (value) query[name] = value;
  }
  return query;
}

export function filterText({ property, op, value }: Filter): string {
  return [property, ops[op], ...(bare.has(op) ? [] : [String(value)])].join(' ');
}

// "purchase", "message.received: buttonId is track".
export function stepText({ event, filters }: Step): string {
  const name = event || 'any event';
  return filters.length ? `${name}: ${filters.map(filterText).join(', ')}` : name;
}

// A step's words, also while an answer of more steps is still shown.
export const textAt = (funnel: Pick<Funnel, 'steps'>, at: number) => (funnel.steps[at] ? stepText(funnel.steps[at]) : '…');
