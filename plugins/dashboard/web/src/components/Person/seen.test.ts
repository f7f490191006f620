import { expect, test } from 'vitest';
import type { TimelineEvent } from '@/timeline/events';
import { nameOf } from './names';
import { seenWith } from './seen';

const event = (properties: object, context: object): TimelineEvent => ({ id: '1', occurred_at: '', channel: 'web', name: 'x', user_id: null, anonymous_id: null, properties, context });

test('devices and campaigns, each once, the latest first, and not without end', () => {
  const seen = seenWith([
    event({}, { device: { type: 'mobile', model: 'iPhone' } }), event({ campaignId: 'spring' }, { device: { type: 'desktop' } }), event({}, { device: { type: 'mobile', model: 'iPhone' }, campaign: { name: 'ads' } }),
  ]);
  expect(seen).toEqual({ devices: ['mobile iPhone', 'desktop'], campaigns: ['spring', 'ads'] });
  expect(seenWith(Array.from({ length: 12 }, (_, n) => event({ campaignId: `c${n}` }, {}))).campaigns.slice(-1)).toEqual(['and 4 more']);
});

test('a person goes by the name that says most', () => {
  expect(nameOf([{ type: 'anonymous', value: 'b1' }, { type: 'email', value: 'ann@x.org' }])).toBe('ann@x.org');
  expect(nameOf([{ type: 'email', value: 'ann@x.org' }, { type: 'phone', value: '+1' }])).toBe('+1');
  expect(nameOf([])).toBe('unknown');
});
