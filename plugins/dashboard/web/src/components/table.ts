import { formats, none, type Format } from '@/format/format';

// What a panel shows, as rows: charts are read aloud from it, exports and tests take it. One description of the
// numbers, so that picture, table and file cannot differ.
export type Value = string | number | null | undefined;

export interface Column<Row> {
  name: string; // of the CSV
  label: string;
  value: (row: Row) => Value;
  format?: Format | ((value: Value, row: Row) => string);
  cell?: (row: Row) => React.ReactNode; // where text alone is not enough: a link, a bar
  hidden?: boolean; // in the file only
}

export interface TableOf<Row> {
  columns: Column<Row>[];
  rows: Row[];
}

// Rows first, so that the columns know of what.
export function tableOf<Row>(rows: Row[], columns: Column<Row>[]): TableOf<Row> {
  return { rows, columns };
}

export function shown<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (typeof column.format === 'function') return column.format(value, row);
  if (column.format) return formats[column.format](value as number | null);
  return value == null || value === '' ? none : typeof value === 'number' ? formats.count(value) : String(value);
}

// RFC 4180. A cell that a spreadsheet would run begins with ', as in the API's own.
export function csvOf<Row>({ columns, rows }: TableOf<Row>): string {
  const cell = (value: Value) => {
    const text = value == null ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  const lines = [columns.map((column) => cell(column.name)), ...rows.map((row) => columns.map((column) => cell(column.value(row))))];
  return lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}
