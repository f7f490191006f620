import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';

// What most panels of the page show parts of: asked for once.
export type WhatsApp = Asked<Answer<Reports['/whatsapp']>>;
