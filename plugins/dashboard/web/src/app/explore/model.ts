// What is explored: stands in the address beside the filters.
export const measures = { count: 'How many events', people: 'How many people', sum: 'Sum of a property', median: 'Median of a property' } as const;
export type Measure = keyof typeof measures;
export const splits = { '': 'Nothing', name: 'Event', channel: 'Channel', country: 'Country', campaign: 'Campaign', template: 'Template', agent: 'Agent', device: 'Device', browser: 'Browser', page: 'Page' } as const;
export const grains = ['hour', 'day', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];

export interface Exploration {
  measure: Measure;
  of: string; // the property of a sum or median
  by: string; // a split, or property:PATH
  granularity: Grain;
}

export function readExploration(get: (name: string) => unknown): Exploration {
  const measure = get('measure'), by = String(get('by') ?? '');
  return {
    measure: typeof measure === 'string' && Object.hasOwn(measures, measure) ? (measure as Measure) : 'people',
    of: String(get('of') ?? ''),
    by: Object.hasOwn(splits, by) || /^property:./.test(by) ? by : '',
    granularity: grains.find((one) => one === get('granularity')) ?? 'day',
  };
}

export const ofProperty = (measure: Measure) => measure === 'sum' || measure === 'median';

// Sums and medians are counted from the events, and split by less.
export function splitsOf(measure: Measure): (keyof typeof splits)[] {
  return ofProperty(measure) ? ['', 'name', 'channel'] : (Object.keys(splits) as (keyof typeof splits)[]);
}
