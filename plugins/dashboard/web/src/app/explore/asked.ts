import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';

export type TrendAsked = Asked<Answer<Reports['/trend']>>;
