import { fireEvent, render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { Choice } from './Choice';

const set = vi.fn();
vi.mock('@/view/view', () => ({ useAddress: () => ({ params: new URLSearchParams('sort=first_seen&row=70'), set }) }));

it('stands in the address, and lets a list begin anew', () => {
  const { container } = render(<Choice name="sort" label="Order" otherwise="The newest first" choices={{ first_seen: 'The oldest first' }} />);
  const select = container.querySelector('select')!;
  expect(select.value).toBe('first_seen');
  fireEvent.change(select, { target: { value: '' } });
  expect(set).toHaveBeenCalledWith({ sort: null, row: null });
});
