import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import type { Asked } from '@/api/use';
import { tableOf } from '@/components/table';
import { ViewContext, type View } from '@/view/view';
import { Panel } from './Panel';

const project = { id: 'shop', name: 'Shop', role: 'owner' as const, timezone: 'UTC', demo: false };
const view: View = {
  me: { user: { id: '1', email: 'a@x.y', name: 'A', everywhere: null }, projects: [project] },
  project, range: { from: '2026-10-01', to: '2026-10-28' }, filters: {}, query: {},
};

function show(asked: Partial<Asked<number[]>>, role: 'owner' | 'viewer' = 'owner') {
  const whole = { data: undefined, error: null, isError: false, isFetching: false, isPlaceholderData: false, dataUpdatedAt: 0, refetch: vi.fn(), query: {}, ...asked } as unknown as Asked<number[]>;
  const { container } = render(
    <ViewContext value={{ ...view, project: { ...project, role } }}>
      <Panel title="People" definition="Who they are." asked={whole} table={(rows) => tableOf(rows, [{ name: 'people', label: 'People', value: (row) => row }])}>
        {(rows) => <p>drawn {rows.length}</p>}
      </Panel>
    </ViewContext>,
  );
  return { panel: container.querySelector<HTMLElement>('[data-panel]')!, refetch: whole.refetch };
}
const down = new ApiError(503, 'busy', 'too many ask at once');

it('loads, is empty, fails, and can be tried again', () => {
  expect(show({}).panel.dataset.state).toBe('loading');
  const empty = show({ data: [] }).panel;
  expect([empty.dataset.state, empty.textContent]).toEqual(['empty', expect.stringContaining('Nothing of this')]);
  const { panel, refetch } = show({ isError: true, error: down });
  expect(panel.textContent).toContain('too many ask at once');
  fireEvent.click(panel.querySelector('[role=alert] button')!);
  expect(refetch).toHaveBeenCalledOnce();
});

it('keeps an answer from before, and says that it is one', () => {
  const { panel } = show({ data: [1, 2], isError: true, error: down, dataUpdatedAt: 1 });
  expect(panel.dataset.state).toBe('stale');
  expect(panel.textContent).toContain('drawn 2');
  expect(panel.textContent).toContain('As of');
});

it('has its definition, its numbers as a table, and files for who may have them', () => {
  const { panel } = show({ data: [7] });
  expect(screen.getAllByRole('tooltip', { hidden: true }).some((tip) => tip.textContent === 'Who they are.')).toBe(true);
  expect(panel.querySelector<HTMLElement>('td, tbody th')!.dataset.value).toBe('7');
  const items = (of: HTMLElement) => {
    fireEvent.click(of.querySelector('[aria-haspopup]')!);
    return [...of.querySelectorAll('[role=menuitem]')].map((item) => item.textContent);
  };
  expect(items(panel)).toEqual(['Show as table', 'Save as CSV', 'Save as PNG']);
  expect(items(show({ data: [7] }, 'viewer').panel)).toEqual(['Show as table', 'Save as PNG']);
});
