'use client';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useView } from '@/view/view';
import { ask, type Answer, type ApiError, type Query, type ReportPath } from './client';
import type { Reports } from './reports';
import { useReport, type Asked } from './use';

const size = 100; // rows a page
const furthestPage = 1000; // whose offset the API still takes

export interface Long<Row> {
  count: number; // of rows, as far as known: some more while there may be others
  rowAt: (index: number) => Row | undefined; // undefined: it is on its way
  loaded: Row[];
  look: (first: number, last: number) => void; // these rows are looked at
}

// A list of any length: only those pages are asked for whose rows are looked at, wherever they are. `at` is a row
// that was looked at before, so that one can come back to it. A list for another question is another one: give
// the component that uses this a key of the question.
export function useLong<P extends ReportPath, Row>(report: P, part: keyof Reports[P], more: Query = {}, at = 0): Long<Row> & { asked: Asked<Answer<Reports[P]>> } {
  const view = useView();
  const start = pageOf(at);
  const [{ first, last, furthest, end }, setSeen] = useState({ first: start, last: start, furthest: start, end: Infinity });
  const asked = useReport(report, { ...more, limit: size, offset: 0 });
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const pages = useQueries({
    queries: numbers.map((number) => {
      const query: Query = { ...view.query, ...more, limit: size, offset: number * size };
      return { queryKey: [report, query], queryFn: ({ signal }: { signal: AbortSignal }) => ask(report, query, signal), refetchInterval: false as const };
    }),
  });
  const known = new Map<number, Answer<Reports[P]>>();
  if (asked.data) known.set(0, asked.data);
  pages.forEach((page, i) => page.data && known.set(numbers[i]!, page.data as Answer<Reports[P]>));
  const rowsOf = (number: number) => known.get(number)?.data[part] as Row[] | undefined;
  const found = [...known].filter(([number, page]) => page.page?.more === false && (number === 0 || rowsOf(number)!.length > 0))
    .map(([number]) => number * size + rowsOf(number)!.length)[0];
  if (found !== undefined && found !== end) setSeen({ first, last, furthest, end: found });
  const look = useCallback((from: number, to: number) => {
    const [a, b] = [pageOf(from), pageOf(to)];
    setSeen((now) => (now.first === a && now.last === b ? now : { ...now, first: a, last: b, furthest: Math.max(now.furthest, b) }));
  }, []);
  return {
    count: asked.data === undefined ? 0 : Math.min(found ?? end, (Math.min(furthest + 1, furthestPage) + 1) * size), look, asked,
    rowAt: (index) => rowsOf(Math.floor(index / size))?.[index % size],
    loaded: [...known.keys()].sort((a, b) => a - b).flatMap((number) => rowsOf(number) ?? []),
  };
}

// Rows that are all there.
export function longOf<Row>(rows: Row[]): Long<Row> {
  return { count: rows.length, rowAt: (index) => rows[index], loaded: rows, look: () => {} };
}

const pageOf = (row: number) => Math.max(0, Math.min(furthestPage, Math.floor(row / size)));
