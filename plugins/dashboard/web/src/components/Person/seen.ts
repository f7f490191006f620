import { member, type TimelineEvent } from '@/timeline/events';

const most = 8; // of each are named

// With what devices somebody came, and which campaigns reached or brought them: the latest first.
export function seenWith(events: TimelineEvent[]): { devices: string[]; campaigns: string[] } {
  const devices = new Set<string>();
  const campaigns = new Set<string>();
  for (const { properties: p, context: c } of events) {
    const device = [member(c, 'device', 'type'), member(c, 'device', 'model') ?? member(c, 'device', 'brand')].filter(Boolean).join(' ');
    const campaign = member(p, 'campaignId') ?? member(c, 'campaign', 'name');
    if (device) devices.add(device);
    if (campaign) campaigns.add(campaign);
  }
  return { devices: named(devices), campaigns: named(campaigns) };
}

function named(all: Set<string>): string[] {
  return all.size <= most ? [...all] : [...[...all].slice(0, most), `and ${all.size - most} more`];
}
