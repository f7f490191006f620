import type { Identifier } from './evidence';

export const kinds: Record<string, string> = { phone: 'Phone', email: 'E-mail', account: 'Account', anonymous: 'Browser or device', bsuid: 'WhatsApp id' };

export const lifecycles: Record<string, { word: string; meaning: string }> = {
  new: { word: 'New', meaning: 'their first own event ever was this week' },
  returning: { word: 'Returning', meaning: 'active this week and the week before' },
  resurrecting: { word: 'Back again', meaning: 'active this week, not the week before' },
  dormant: { word: 'Dormant', meaning: 'not active this week' },
};

// The name that says most of who somebody is.
export function nameOf(identifiers: Identifier[]): string {
  const of = (type: string) => identifiers.find((one) => one.type === type)?.value;
  return of('phone') ?? of('email') ?? of('account') ?? of('bsuid') ?? of('anonymous') ?? 'unknown';
}
