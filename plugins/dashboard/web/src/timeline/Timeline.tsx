'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useAddress, useView } from '@/view/view';
import type { TimelineEvent } from './events';
import { fold } from './fold';
import { heights, Row } from './Row';
import { daysOf } from './when';

interface Props {
  events: TimelineEvent[]; // the latest first
  whole: boolean;
  more?: () => void; // asks for earlier ones
  label: string;
  short?: boolean; // no higher than what it holds
}

// A long list of what happened, the latest on top. Only what is seen is in the page. The event that is looked at
// stands in the address (`event`), and is found again on the way back.
export function Timeline({ events, whole, more, label, short = false }: Props) {
  const { project } = useView();
  const { params, set } = useAddress();
  const picked = params.get('event');
  const box = useRef<HTMLDivElement>(null);
  const items = useMemo(() => fold(events, daysOf(project.timezone)), [events, project.timezone]);
  const rows = useVirtualizer({
    count: items.length, getScrollElement: () => box.current, overscan: 12,
    estimateSize: (at) => heights[items[at]!.kind], getItemKey: (at) => items[at]!.key,
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (!whole && last >= items.length - 40) more?.();
  }, [whole, last, items.length, more]);
  const mine = useRef<string | null>(null);
  const { scrollToIndex } = rows;
  const show = useCallback((at: number, first: boolean) => {
    // Once the list knows its own height.
    requestAnimationFrame(() => scrollToIndex(at, { align: 'center' }));
    if (!first) box.current?.scrollIntoView({ block: 'nearest' });
  }, [scrollToIndex]);
  useShown(picked, mine, items, show, whole, more);
  const pick = useCallback((id: string) => {
    mine.current = id;
    set({ event: id }, 'replace');
  }, [set]);
  return (
    <div ref={box} tabIndex={0} role="group" aria-label={label} className={`overflow-auto ${short ? 'max-h-[calc(100vh-14rem)]' : 'h-[calc(100vh-14rem)] min-h-80'}`} data-rows={items.length}>
      <ol className="relative" style={{ height: rows.getTotalSize() }}>
        {seen.map((row) => {
          const item = items[row.index]!;
          return (
            <li key={row.key} aria-setsize={whole ? items.length : -1} aria-posinset={row.index + 1} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${row.start}px)` }}>
              <Row item={item} picked={item.key === picked} pick={pick} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

// An event that the address names is brought into view, however far down it stands; one that was picked here is.
function useShown(picked: string | null, mine: React.RefObject<string | null>, items: ReturnType<typeof fold>, show: (at: number, first: boolean) => void, whole: boolean, more?: () => void) {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (picked === null || picked === shown.current || picked === mine.current || items.length === 0) return;
    const at = items.findIndex((item) => item.key === picked);
    if (at < 0 && !whole) return more?.();
    if (at >= 0) show(at, shown.current === null && mine.current === null);
    shown.current = picked;
  }, [picked, mine, items, show, whole, more]);
}
