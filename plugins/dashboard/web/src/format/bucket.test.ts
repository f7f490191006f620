import { describe, expect, it } from 'vitest';
import { bucketOf, countBucket, secondsBucket, weekdays } from './bucket';

describe('buckets', () => {
  it('are named in the unit that both ends are whole in', () => {
    expect(secondsBucket(0, 60)).toBe('0–1 min');
    expect(secondsBucket(900, 3600)).toBe('15–60 min');
    expect(secondsBucket(3600, 14400)).toBe('1–4 h');
    expect(secondsBucket(86400, null)).toBe('24 h +');
    expect(countBucket(0, 1)).toBe('0');
    expect(countBucket(11, 21)).toBe('11–20');
    expect(countBucket(21, null)).toBe('21 +');
  });
  it('hold their lower end and not their upper', () => {
    const buckets = [{ from: 0, to: 60 }, { from: 60, to: 300 }, { from: 300, to: null }];
    expect(bucketOf(60, buckets)).toBe(1);
    expect(bucketOf(300, buckets)).toBe(2);
    expect(bucketOf(null, buckets)).toBe(-1);
  });
  it('begin with Monday', () => expect(weekdays()[0]).toBe('Mon'));
});
