import { count, country, decimal } from '@/format/format';
import { splits, type Exploration } from './model';

// "Sum of value", "People": what a number of the exploration is.
export function measureText({ measure, of }: Exploration): string {
  return { count: 'Events', people: 'People', sum: `Sum of ${of}`, median: `Median of ${of}` }[measure];
}

export function splitText(by: string): string {
  return by.startsWith('property:') ? by.slice(9) : splits[by as keyof typeof splits];
}

export const written = ({ measure }: Exploration) => (measure === 'count' || measure === 'people' ? count : decimal);
export const valueText = (value: unknown) => (value ? String(value) : 'not known');

// Values of a split, as people say them.
export const nameOf = (by: string) => (value: unknown) => (by === 'country' && value ? country(String(value)) : valueText(value));
