import { render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { longOf } from '@/api/useLong';
import { LongTable } from './LongTable';

const columns = [{ name: 'n', label: 'Number', width: 100, value: (row: number) => row, format: 'count' as const }];

// jsdom lays nothing out: a box of 360 px has ten rows.
beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} });
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(360);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const shown = (table: HTMLElement) => [...table.querySelectorAll('tbody tr')].map((row) => [row.getAttribute('aria-rowindex'), row.querySelector('[data-column=n]')?.getAttribute('data-value') ?? null]);

it('has only the rows in the page that are seen, each with its place', () => {
  const { container } = render(<LongTable caption="Numbers" columns={columns} long={longOf(Array.from({ length: 5000 }, (_, n) => n))} beside />);
  const rows = shown(container);
  expect(rows.length).toBeGreaterThan(9);
  expect(rows.length).toBeLessThan(40);
  expect(rows[0]).toEqual(['2', '0']);
  expect(container.querySelector('table')!.getAttribute('aria-rowcount')).toBe('5001');
});

it('asks for the rows that are seen, and marks those that are on their way', () => {
  const look = vi.fn();
  const { container } = render(<LongTable caption="Numbers" columns={columns} long={{ count: 1000, rowAt: (index) => (index < 3 ? index : undefined), loaded: [], look }} beside />);
  expect(look).toHaveBeenCalledWith(0, expect.any(Number));
  expect(shown(container).slice(0, 4)).toEqual([['2', '0'], ['3', '1'], ['4', '2'], ['5', null]]);
  expect(container.querySelectorAll('tbody tr[aria-busy=true]').length).toBeGreaterThan(5);
});
