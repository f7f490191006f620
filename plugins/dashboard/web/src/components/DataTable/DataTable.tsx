'use client';
import { shown, type Column, type TableOf } from '@/components/table';

// A plain table: numbers to the right, the raw value beside the written one (data-value), for readers of
// the page that are programs. Long lists are LongTable's.
export function DataTable<Row>({ columns, rows, caption, limit, unseen = false }: TableOf<Row> & { caption: string; limit?: number; unseen?: boolean }) {
  const seen = columns.filter((column) => !column.hidden);
  return (
    <div {...(unseen ? { className: 'sr-only' } : { className: 'relative w-full overflow-x-auto', tabIndex: 0, role: 'region', 'aria-label': caption })}>
      <table className="w-full border-collapse" data-table={caption}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b">
            {seen.map((column, i) => (
              <th key={column.name} scope="col" className={`text-fine text-ink-2 px-1.5 py-1.5 font-medium sm:px-2 whitespace-nowrap ${align(column, rows, i)}`}>{column.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row, at) => (
            <tr key={at} className="border-line/60 border-b last:border-0">
              {seen.map((column, i) => <Cell key={column.name} column={column} row={row} first={i === 0} className={align(column, rows, i)} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function align<Row>(column: Column<Row>, rows: Row[], at: number): string {
  const numeric = at > 0 && rows.some((row) => typeof column.value(row) === 'number');
  return numeric ? 'text-right' : 'text-left';
}

function Cell<Row>({ column, row, first, className }: { column: Column<Row>; row: Row; first: boolean; className: string }) {
  const value = column.value(row);
  const attributes = { 'data-column': column.name, 'data-value': value ?? '', className: `px-1.5 py-1.5 sm:px-2 ${className} ${first ? 'font-normal max-w-36 sm:max-w-72 truncate' : 'whitespace-nowrap'}` };
  const content = column.cell ? column.cell(row) : shown(column, row);
  return first ? <th scope="row" title={typeof content === 'string' ? content : undefined} {...attributes}>{content}</th> : <td {...attributes}>{content}</td>;
}
