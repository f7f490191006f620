'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { Trouble } from '@/components/Panel/states';
import { useLink } from '@/view/view';
import { Trust } from './Trust';
import { Waits } from './Waits';
import { Why } from './Why';

// Where a figure's evidence stands; what no page shows yet leads to the events.
const evidence: Record<string, string> = {
  active_people: '/overview', new_people: '/overview', engaged_sessions: '/overview', conversion_rate: '/overview',
  received: '/whatsapp-analytics', read_rate: '/whatsapp-analytics', median_response_seconds: '/whatsapp-analytics',
};

// The story first: the week in sentences, then why, who waits, and whether the numbers can be trusted.
export function Narrative() {
  const asked = useReport('/narrative', { from: undefined, to: undefined });
  const to = useLink();
  const sentences = asked.data?.data.sentences ?? [];
  const first = sentences[0];
  return (
    <section aria-labelledby="story" data-panel="Narrative" data-state={asked.data ? 'ready' : asked.isError ? 'error' : 'loading'} className="bg-surface border-line rounded-lg border px-4 py-3">
      <h2 id="story" className="sr-only">The story</h2>
      {asked.isError && !asked.data && <Trouble error={asked.error} retry={asked.refetch} />}
      <ul className="flex flex-col gap-1" data-narrative>
        {sentences.map((line, i) => (
          <li key={line.figure} className={i === 0 ? 'text-story font-semibold' : ''} data-figure={line.figure} data-value={line.value ?? ''}>
            <Link prefetch={false} className="hover:underline" href={to(evidence[line.figure!] ?? '/overview', { from: line.from, to: line.to, range: null })}>{line.sentence}</Link>
            {i === 0 && first && <span className="text-fine text-ink-2 font-normal"> · {weekOf(first)}</span>}
          </li>
        ))}
        {asked.data && <Why />}
        <Waits />
        <Trust />
      </ul>
    </section>
  );
}

function weekOf({ from, to }: { from: string | null; to: string | null }): string {
  const day = (text: string | null) => (text ? new Date(text + 'T00:00:00Z').toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }) : '');
  return `${day(from)} – ${day(to)}`;
}
