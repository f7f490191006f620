import type { Step } from './model';

// Steps that people name by what was chosen, not by the event that tells of it.
export const kinds = {
  event: { label: 'Event' },
  button: { label: 'Button', event: 'message.received', property: 'buttonId' },
  list: { label: 'List choice', event: 'message.received', property: 'listId' },
  flow: { label: 'Flow step', event: '', property: 'journeyStep' },
  template: { label: 'Template sent', event: 'message.sent', property: 'templateId' },
} as const;
export type Kind = keyof typeof kinds;

export function kindOf(step: Step): Kind {
  const only = step.filters.length === 1 ? step.filters[0]! : null;
  if (only?.op !== 'is') return 'event';
  for (const kind of ['button', 'list', 'flow', 'template'] as const) {
    if (step.event === kinds[kind].event && only.property === kinds[kind].property) return kind;
  }
  return 'event';
}

export function stepOf(kind: Kind, value: string): Step {
  if (kind === 'event') return { event: value, filters: [] };
  const { event, property } = kinds[kind];
  return { event, filters: [{ property, op: 'is', value }] };
}
