import { describe, expect, it } from 'vitest';
import { csvOf, tableOf } from './table';

describe('a file of a table', () => {
  const of = (names: (string | number | null)[]) => csvOf(tableOf(names, [{ name: 'a,b', label: 'A', value: (row) => row }]));
  it('has quotes where they are needed', () => {
    expect(of(['x', 'a"b', 'two\nlines', null, 1.5])).toBe('"a,b"\r\nx\r\n"a""b"\r\n"two\nlines"\r\n\r\n1.5\r\n');
  });
  it('runs nothing in a spreadsheet', () => {
    expect(of(['=1+1', '+x', '@y', -5])).toBe("\"a,b\"\r\n'=1+1\r\n'+x\r\n'@y\r\n-5\r\n");
  });
});
