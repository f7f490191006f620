import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Change } from './Change';

const said = (props: React.ComponentProps<typeof Change>) => render(<Change {...props} />).container.textContent;

it('says which way is better in words, not in colour alone', () => {
  expect(said({ value: 0.53 })).toBe('▲ +53% than before, better');
  expect(said({ value: 0.53, better: 'down' })).toBe('▲ +53% than before, worse');
  expect(said({ value: -0.2, better: 'neither' })).toBe('▼ -20% than before');
  expect(said({ value: 0.01 })).toBe('▲ +1% than before');
});

it('is nothing where nothing is known, and "new" from zero', () => {
  expect(said({ value: null })).toBe('');
  expect(said({ value: 'new' })).toBe('new');
});
