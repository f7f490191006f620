'use client';
import { memo } from 'react';
import Link from 'next/link';
import { duration } from '@/format/format';
import { useLink, useView } from '@/view/view';
import { detailOf, titleOf } from './events';
import type { Item } from './fold';
import { dayWords, hourOf } from './when';

// Heights are known before anything is drawn, so that nothing moves while one scrolls.
export const heights: Record<Item['kind'], number> = { day: 40, session: 28, gap: 28, entry: 52 };

// The channel as a word and a colour of its own, so that the eye can follow one.
const tint = (channel: string | null) => (channel === 'whatsapp' ? 'border-l-[var(--series-3)]' : channel === 'web' ? 'border-l-[var(--series-1)]' : 'border-l-[var(--series-4)]');

export const Row = memo(function Row({ item, picked, pick }: { item: Item; picked: boolean; pick: (id: string) => void }) {
  const { project } = useView();
  const to = useLink();
  if (item.kind === 'day') return <h3 className="flex h-10 items-end pb-1 font-semibold" data-day={item.at}>{dayWords(item.at, project.timezone)}</h3>;
  if (item.kind === 'gap') {
    return <p data-gap={item.seconds} className="text-fine text-ink-2 flex h-7 items-center gap-2 before:h-px before:w-6 before:border-t before:border-dashed before:border-[var(--line)]">{duration(item.seconds)} without an event</p>;
  }
  if (item.kind === 'session') {
    return (
      <p data-session={item.session} className="text-fine text-ink-2 flex h-7 items-end pb-0.5">
        <Link prefetch={false} className="hover:underline" href={to('/sessions', { session: item.session })}>Session · {item.channel}</Link>
      </p>
    );
  }
  const { event, receipts } = item;
  return (
    <button type="button" data-event={event.id} aria-pressed={picked} onClick={() => pick(event.id!)}
      className={`border-line/60 hover:bg-raised flex h-[52px] w-full items-center gap-3 border-b border-l-4 px-2 text-left ${tint(event.channel)} ${picked ? 'bg-raised' : ''}`}>
      <span className="text-fine text-ink-2 tabular w-16 shrink-0">{hourOf(event.occurred_at!, project.timezone)}<br />{event.channel}</span>
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{titleOf(event)}</span>
        <span className="text-ink-2 block truncate">{detailOf(event)}</span>
      </span>
      {receipts.length > 0 && (
        <span className="text-fine text-ink-2 tabular shrink-0 text-right" data-receipts={receipts.map((one) => one.name).join(' ')}>
          {receipts.slice(-2).map((one, at, both) => <span key={one.name} className={`block ${at < both.length - 1 ? 'max-sm:hidden' : ''} ${one.name === 'failed' ? 'text-bad' : ''}`}>{one.name} {hourOf(one.at, project.timezone)}</span>)}
        </span>
      )}
    </button>
  );
});
