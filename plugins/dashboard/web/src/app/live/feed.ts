'use client';
import { useEffect, useRef, useState } from 'react';
import type { Reports } from '@/api/reports';

export interface LiveEvent {
  place: string; // where in the feed: what it goes on after
  id: string;
  occurred_at: string;
  received_at: string;
  channel: string;
  name: string;
  user_id: string | null;
  anonymous_id: string | null;
  properties: Record<string, unknown>;
  heard: number; // performance.now()
}

export type FeedState = 'opening' | 'open' | 'lost' | 'paused';
const kept = 500;

// The feed of events as they are stored. A lost connection goes on after the last event that was heard, by
// itself; so does a pause.
export function useFeed(project: string, channel: string | undefined, name: string | undefined, paused: boolean) {
  const [events, setEvents] = useState<LiveEvent[]>([]);
  const [state, setState] = useState<FeedState>('opening');
  const last = useRef<string>(undefined);
  const heard = useRef<number[]>([]);

  useEffect(() => {
    last.current = undefined;
    heard.current = [];
    setEvents([]);
  }, [project, channel, name]);

  useEffect(() => {
    if (paused) {
      setState('paused');
      return;
    }
    const query = new URLSearchParams({ project });
    if (channel) query.set('channel', channel);
    if (name) query.set('name', name);
    if (last.current) query.set('after', last.current);
    const source = new EventSource('/api/v1/live?' + query);
    let waiting: LiveEvent[] = [];
    let frame = 0;
    // A burst is one drawing.
    const draw = () => {
      frame = 0;
      const fresh = waiting.reverse();
      waiting = [];
      setEvents((before) => [...fresh, ...before].slice(0, kept));
    };
    setState('opening');
    source.onopen = () => setState('open');
    source.onerror = () => setState('lost');
    source.addEventListener('event', (message) => {
      const now = performance.now();
      last.current = message.lastEventId;
      heard.current.push(now);
      if (heard.current.length > 20_000) heard.current.splice(0, 10_000);
      waiting.push({ ...(JSON.parse(message.data) as LiveEvent), place: message.lastEventId, heard: now });
      if (waiting.length > kept) waiting.splice(0, waiting.length - kept);
      frame ||= requestAnimationFrame(draw);
    });
    return () => {
      source.close();
      cancelAnimationFrame(frame);
      if (waiting.length > 0) draw();
    };
  }, [project, channel, name, paused]);

  return { events, state, heard };
}

type Stored = Reports['/events']['events'][number];

// Of what was stored already, that which the feed has not told.
export function before(events: LiveEvent[], stored: Stored[] = []): LiveEvent[] {
  const told = new Set(events.map((event) => event.id));
  return stored.filter((event) => !told.has(event.id!)).map((event) => ({ ...(event as unknown as LiveEvent), place: event.id!, heard: 0 }));
}

// How many of these times lie within the last `seconds`, a second.
export function rate(times: number[], now: number, seconds: number): number {
  let count = 0;
  for (let i = times.length - 1; i >= 0 && times[i]! > now - seconds * 1000; i--) count++;
  return count / seconds;
}
