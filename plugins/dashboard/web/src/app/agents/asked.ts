import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';

export type AgentsAsked = Asked<Answer<Reports['/agents']>>;
export type Agent = Reports['/agents']['agents'][number];
