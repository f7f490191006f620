import { day, usual, type Filter, type Funnel, type Step } from './model';

export interface Ready {
  name: string;
  funnel: Funnel;
}

const of = (event: string, ...filters: Filter[]): Step => ({ event, filters });
const make = (name: string, steps: Step[], more: Partial<Funnel> = {}): Ready => ({ name, funnel: { ...usual, steps, ...more } });
const set = (property: string): Filter => ({ property, op: 'set' });

// Flows that many businesses have, to begin with.
export const ready: Ready[] = [
  make('Shop: from a page to a purchase', [of('page_view'), of('add_to_cart'), of('checkout_started'), of('purchase')]),
  make('WhatsApp: from a question to its resolution', [of('chat.opened'), of('chat.assigned'), of('chat.resolved')]),
  make('WhatsApp: from a bot to an agent', [of('message.received'), of('agent.handoff'), of('chat.assigned'), of('chat.resolved')]),
  make('WhatsApp: from a campaign to an answer', [of('message.sent', { property: 'category', op: 'is', value: 'marketing' }), of('message.delivered'), of('message.read'), of('message.received')], { window: 3 * day }),
  make('WhatsApp: from a button to a purchase', [of('message.received', set('buttonId')), of('purchase')], { window: 7 * day }),
  make('WhatsApp: from a list choice to a purchase', [of('message.received', set('listId')), of('purchase')], { window: 7 * day }),
  make('WhatsApp: a flow from its start to its end', [of('', set('flowName')), of('', { property: 'journeyEnd', op: 'is', value: 'true' })], { window: day }),
  make('WhatsApp to the web: from a message to a purchase', [of('message.received'), of('handshake_complete'), of('page_view'), of('purchase')]),
  make('Ratings: from a resolution to a rating', [of('chat.resolved'), of('csat.sent'), of('csat_submitted')]),
];

// Of those the first whose events the project has.
export function firstOf(names: string[]): Funnel {
  return (ready.find(({ funnel }) => funnel.steps.every(({ event }) => names.includes(event))) ?? ready[0]!).funnel;
}
