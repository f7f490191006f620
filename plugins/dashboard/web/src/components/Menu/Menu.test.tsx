import { fireEvent, render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { Menu } from './Menu';

it('works by keyboard', () => {
  const run = vi.fn();
  const { container } = render(<Menu label="More" items={[{ label: 'one' }, { label: 'two', run }]}>⋯</Menu>);
  const button = container.querySelector('button')!;
  fireEvent.click(button);
  expect(document.activeElement?.textContent).toBe('one');
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toBe('two');
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toBe('one');
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  expect(container.querySelector('[role=menu]')).toBeNull();
  expect(document.activeElement).toBe(button);
  fireEvent.click(button);
  fireEvent.click(container.querySelectorAll('[role=menuitem]')[1]!);
  expect(run).toHaveBeenCalledOnce();
});
