'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { Long } from '@/api/useLong';
import { shown, type Column } from '@/components/table';

export type LongColumn<Row> = Column<Row> & { width: number }; // in px, at least

const height = 36; // of every row, so that a row's place is known before it is there

interface Props<Row> {
  columns: LongColumn<Row>[];
  long: Long<Row>;
  caption: string;
  at?: number; // the row to begin with
  beside?: boolean; // stands beside the page's main list: lower, and its row is not kept
}

// The address without telling the router: a row on top is not worth drawing the whole page anew. Next replaces
// `history.replaceState` by its own, and leaves its prototype's; on the way back it reads the address as it stands.
function keepRow(row: number) {
  const params = new URLSearchParams(location.search);
  if ((params.get('row') ?? '0') === String(row)) return;
  if (row > 0) params.set('row', String(row));
  else params.delete('row');
  const text = params.toString();
  History.prototype.replaceState.call(history, history.state, '', location.pathname + (text ? '?' + text : ''));
}

// A table of any length, in a box of its own: only the rows that are seen are in the page. Which row is on top
// stands in the address (`row`), so that back and reload find it again.
export function LongTable<Row>({ columns, long, caption, at = 0, beside = false }: Props<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: long.count, getScrollElement: () => box.current, estimateSize: () => height, overscan: 10, initialOffset: at * height });
  const seen = rows.getVirtualItems();
  const [first, last] = [seen[0]?.index ?? at, seen.at(-1)?.index ?? at];
  const { look } = long;
  useEffect(() => look(first, last), [look, first, last]);
  const still = !rows.isScrolling;
  const top = Math.floor((rows.scrollOffset ?? 0) / height);
  useEffect(() => {
    if (still && !beside) keepRow(top);
  }, [still, top, beside]);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div ref={box} tabIndex={0} role="group" aria-label={caption} className={`overflow-auto ${beside ? 'max-h-80' : 'h-[calc(100vh-18rem)] min-h-80'}`} data-long={caption}>
      <div style={{ height: rows.getTotalSize() + height, minWidth: width }}>
        <table className="w-full table-fixed border-collapse" data-table={caption} aria-rowcount={long.count + 1} style={{ transform: `translateY(${seen[0]?.start ?? 0}px)` }}>
          <caption className="sr-only">{caption}</caption>
          <colgroup>{columns.map((column) => <col key={column.name} style={{ width: `${(100 * column.width) / width}%` }} />)}</colgroup>
          <thead>
            <tr>{columns.map((column) => <th key={column.name} scope="col" className={`text-fine text-ink-2 bg-surface truncate px-2 font-medium ${column.format === 'count' ? 'text-right' : 'text-left'}`} style={{ height }}>{column.label}</th>)}</tr>
          </thead>
          <tbody>
            {seen.map(({ index }) => <LongRow key={index} index={index} row={long.rowAt(index)} columns={columns as LongColumn<unknown>[]} />)}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const LongRow = memo(function LongRow({ index, row, columns }: { index: number; row: unknown; columns: LongColumn<unknown>[] }) {
  return (
    <tr className="border-line/60 border-b" style={{ height }} aria-rowindex={index + 2} aria-busy={row === undefined || undefined}>
      {columns.map((column, i) => {
        if (row === undefined) return <td key={column.name} className="px-2"><span className="bg-raised block h-3 w-2/3 rounded" /></td>;
        const content = column.cell ? column.cell(row) : shown(column, row);
        const Tag = i === 0 ? 'th' : 'td';
        return (
          <Tag key={column.name} scope={i === 0 ? 'row' : undefined} data-column={column.name} data-value={column.value(row) ?? ''}
            className={`truncate px-2 ${i === 0 ? 'font-normal' : ''} ${column.format === 'count' ? 'text-right' : 'text-left'}`}>{content}</Tag>
        );
      })}
    </tr>
  );
});
