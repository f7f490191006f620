// An event as timelines have it, and what of its free objects a reader wants to see first.
export interface TimelineEvent {
  id: string | null;
  occurred_at: string | null;
  channel: string | null;
  name: string | null;
  source?: string | null;
  session_id?: string | null;
  user_id: string | null;
  anonymous_id: string | null;
  properties: unknown;
  context: unknown;
}

// A member of JSON that anybody may have sent, by its path: a text or a number, else undefined.
export function member(of: unknown, ...path: string[]): string | undefined {
  let at = of;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'string' && at !== '' ? at : typeof at === 'number' || typeof at === 'boolean' ? String(at) : undefined;
}

const words: Record<string, string> = {
  page_view: 'Looked at a page', screen_view: 'Opened a screen', identify: 'Said who they are',
  'message.received': 'Wrote', 'message.sent': 'Was sent a message', 'message.delivered': 'A message arrived', 'message.read': 'Read a message',
  'message.failed': 'A message failed', 'message.reaction': 'Reacted', 'chat.opened': 'Conversation opened', 'chat.assigned': 'Was given to an agent',
  'chat.transferred': 'Was passed on', 'chat.resolved': 'Conversation resolved', 'agent.handoff': 'Handed over to people', 'contact.created': 'Became a contact',
  'csat.sent': 'Was asked for a rating', csat_submitted: 'Gave a rating', error: 'Ran into an error', handshake_complete: 'Came by a link from the chat',
};

// What happened, in words where the name is one of griot's own, else by its name.
export const titleOf = (event: TimelineEvent): string => words[event.name ?? ''] ?? event.name ?? 'unknown';

// The one thing of it that says most: what was written, where, who, how much.
export function detailOf({ name, properties: p, context: c }: TimelineEvent): string {
  const said = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ');
  switch (name) {
    case 'page_view':
      return said(member(p, 'path') ?? member(c, 'page', 'path'), member(p, 'title') ?? member(c, 'page', 'title'));
    case 'screen_view':
      return said(member(p, 'name'));
    case 'identify':
      return said(member(p, 'traits', 'name'), member(p, 'traits', 'email'), member(p, 'traits', 'phone'));
    case 'error':
      return said(member(p, 'code'), member(p, 'message'));
    case 'chat.assigned':
    case 'chat.transferred':
      return said(member(p, 'agentId') && 'to ' + member(p, 'agentId'), member(p, 'previousAgentId') && 'from ' + member(p, 'previousAgentId'));
    case 'chat.resolved':
      return said(member(p, 'outcome'), member(p, 'agentId') && 'by ' + member(p, 'agentId'));
  }
  const template = member(p, 'templateName') ?? member(p, 'templateId');
  const value = member(p, 'value') ?? member(p, 'price');
  return said(member(p, 'text') ?? (member(p, 'hasMedia') === 'true' ? member(p, 'contentType') ?? 'media' : undefined), template && 'template ' + template,
    member(p, 'agentId') && 'by ' + member(p, 'agentId'), member(p, 'product'), value && [value, member(p, 'currency')].filter(Boolean).join(' '), member(p, 'code'),
    member(p, 'rating') && member(p, 'rating') + ' of 5');
}
