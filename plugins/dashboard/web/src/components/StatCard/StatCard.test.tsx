import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { StatCard } from './StatCard';

it('tells what is not known yet from what is none', () => {
  const of = (value: number | null | undefined) => render(<StatCard stat={{ name: 'x', label: 'X', definition: 'What X is.', value }} />).container.querySelector<HTMLElement>('[data-stat]')!;
  expect([of(undefined).textContent, of(undefined).getAttribute('aria-busy')]).toEqual([expect.stringContaining('…'), 'true']);
  expect([of(null).dataset.value, of(null).textContent]).toEqual(['', expect.stringContaining('–')]);
  expect([of(0).dataset.value, of(1234).textContent]).toEqual(['0', expect.stringContaining('1,234')]);
});
