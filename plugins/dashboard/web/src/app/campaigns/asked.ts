import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';

export type Campaigns = Asked<Answer<Reports['/campaigns']>>;
export type Row = Reports['/campaigns']['campaigns'][number];
export const parts = ['campaigns', 'templates'] as const;
export type PartName = (typeof parts)[number];

// What campaigns can be compared by: a rate, of what it is a part, and of what whole (semantics §5).
export const measures = {
  reply_rate: { label: 'Reply rate', part: 'replied', whole: 'attempted' },
  read_rate: { label: 'Read rate', part: 'read', whole: 'delivered' },
  delivery_rate: { label: 'Delivery rate', part: 'delivered', whole: 'attempted' },
  conversion_rate: { label: 'Conversion rate', part: 'converted', whole: 'attempted' },
} as const;
export type Measure = keyof typeof measures;

export const most = 8; // side by side; the table has all

export function measureOf(text: string | null): Measure {
  return text !== null && Object.hasOwn(measures, text) ? (text as Measure) : 'reply_rate';
}

// Those that were picked in the address, else the largest.
export function pickedOf(rows: Row[], text: string | null): Row[] {
  const wanted = (text ?? '').split('|').filter(Boolean);
  const picked = rows.filter((row) => wanted.includes(row.value ?? ''));
  return (picked.length ? picked : rows).slice(0, most);
}
