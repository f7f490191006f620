import { useThing } from '@/api/use';

const usual = 300; // griot's own, where the project has none (docs/settings.md)

// Seconds within which customers should hear from the business; undefined while it is asked for.
export function useTarget(): number | undefined {
  const asked = useThing<{ settings: { response_target: number | null } }>('/settings');
  return asked.data && (asked.data.settings.response_target ?? usual);
}
