import type { Reports } from '@/api/reports';
import { count, duration, time } from '@/format/format';

const late = 60; // seconds after which what is shown is not what is

// One sentence: whether the numbers can be relied on, and if not, why. Times are in `zone`.
export function verdict({ state, ledger }: Pick<Reports['/health'], 'state' | 'ledger'>, zone: string): { good: boolean; text: string } {
  const dead = state.dead_letters ?? 0;
  const behind = state.behind_seconds ?? 0;
  const stored = ledger.reduce((sum, row) => sum + (row.stored ?? 0), 0);
  if (dead > 0) return { good: false, text: `Do not trust the numbers: ${count(dead)} events could not be stored and are missing.` };
  if (behind >= late) return { good: false, text: `Do not trust the latest numbers: they are ${duration(behind)} behind, ${count(state.not_counted_yet)} events are not counted yet.` };
  const silent = ledger.filter((row) => row.silent);
  if (silent.length > 0) {
    const first = silent.map((row) => row.last_quarter).sort()[0];
    const names = silent.map((row) => nameOf(row.source)).join(' and ');
    return { good: false, text: `Do not trust the latest numbers: nothing has come from ${names}${first ? ` since ${time(first, zone)}` : ''}, which is not usual.` };
  }
  if (stored === 0) return { good: true, text: 'Nothing was heard yet.' };
  return { good: true, text: `The numbers can be trusted: all ${count(stored)} events are stored and counted, none was lost.` };
}

// "collect/web", a pipeline's source, is "web" to people.
const nameOf = (source: string | null) => source?.slice(source.lastIndexOf('/') + 1) ?? 'unknown';
