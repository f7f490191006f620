import { describe, expect, it } from 'vitest';
import { readExploration, splitsOf } from './model';

describe('an exploration', () => {
  it('is what the address says, else people by day', () => {
    expect(readExploration(() => null)).toEqual({ measure: 'people', of: '', by: '', granularity: 'day' });
    const said: Record<string, string> = { measure: 'sum', of: 'value', by: 'property:plan', granularity: 'week' };
    expect(readExploration((name) => said[name])).toEqual(said);
  });
  it('takes nothing that the API would refuse', () => {
    const said: Record<string, string> = { measure: 'toString', by: 'constructor', granularity: 'year' };
    expect(readExploration((name) => said[name])).toEqual({ measure: 'people', of: '', by: '', granularity: 'day' });
    expect(splitsOf('median')).toEqual(['', 'name', 'channel']);
  });
});
