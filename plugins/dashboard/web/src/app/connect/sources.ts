import type { Reports } from '@/api/reports';

// What /sources answers (docs/api.md); its description says nothing of what is within a value.
type Told = Reports['/sources'];
export type Source = Omit<Told['sources'][number], 'source' | 'routes' | 'variables'> & {
  source: string;
  routes: { method: string; path: string }[];
  variables: { name: string; set: boolean }[];
};
export type Heard = Told['requests'][number];

export interface Sources {
  data: { sources: Source[]; requests: Heard[] };
}

// What a provider's console asks for, in its own words.
const consoles: Record<string, string[]> = {
  meta: [
    "Meta's App Dashboard, WhatsApp, Configuration, Webhook: the Callback URL is the address above.",
    'Verify token: the value of the variable for it on your server. Then "Verify and save".',
    'Webhook fields: subscribe to "messages". Then write to your number from a phone.',
  ],
};
const elsewhere = ["In your provider's console, where it asks for a webhook: the address above, and the secret that is in the variable on your server.", 'Then send one message, and look below for what was heard.'];
const keyed = ['Make a write key below.', 'Paste the snippet into your site, or send events as it shows.'];

const past = ['Make a key for importing below.', 'griot import FILE brings in past events, as JSON lines or CSV; what is there already is not stored again.'];

export function stepsOf(source: Source): string[] {
  if (source.plugin === 'web_sdk' || source.plugin === 'segment_api') return keyed;
  if (source.plugin === 'history_import') return past;
  return Object.hasOwn(consoles, source.provider ?? '') ? consoles[source.provider!]! : elsewhere;
}

export const titleOf = (source: Source): string => source.source.split('/').at(-1) ?? source.source;

// The snippet of docs/griot-js.md, with this griot's address and a key.
export const snippetOf = (origin: string, key: string): string => `<script async src="${origin}/griot.js" data-key="${key}"></script>`;

export const curlOf = (url: string, key: string): string => `curl -X POST "${url}" -H "X-Write-Key: ${key}" -d '
  {"batch": [{"event": "signup", "userId": "u1", "messageId": "signup-1"}]}'`;
