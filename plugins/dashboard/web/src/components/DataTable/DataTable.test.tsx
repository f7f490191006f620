import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { tableOf } from '@/components/table';
import { DataTable } from './DataTable';

const table = tableOf([{ page: '<b>/</b>', people: 1204 as number | null }, { page: '/x', people: null }], [
  { name: 'page', label: 'Page', value: (row) => row.page },
  { name: 'people', label: 'People', value: (row) => row.people },
]);

it('has the raw value beside the written one, and names as they are', () => {
  const { container } = render(<DataTable caption="Pages" {...table} />);
  const cells = [...container.querySelectorAll<HTMLElement>('[data-column]')].map((cell) => [cell.dataset.column, cell.dataset.value, cell.textContent]);
  expect(cells).toEqual([['page', '<b>/</b>', '<b>/</b>'], ['people', '1204', '1,204'], ['page', '/x', '/x'], ['people', '', '–']]);
});

it('can be walked to where it scrolls, and not where it is unseen', () => {
  expect(render(<DataTable caption="Pages" {...table} />).container.querySelector('[role=region]')?.getAttribute('tabindex')).toBe('0');
  expect(render(<DataTable caption="Pages" {...table} unseen />).container.querySelector('[role=region]')).toBeNull();
});
