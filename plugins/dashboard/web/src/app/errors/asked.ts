import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';

export type Trend = Asked<Answer<Reports['/trend']>>;
export type Kinds = Asked<Answer<Reports['/errors']>>;

// What an error without a code, or a step, stands under.
export const orNot = (value: unknown) => (value ? String(value) : 'not said');
