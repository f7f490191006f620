import { expect, it } from 'vitest';
import { verdict } from './verdict';

const state = { rolled_at: null, freshness_events: 0, freshness_p50_seconds: null, freshness_p95_seconds: null, freshness_p99_seconds: null, queued_events: 0, queued_bytes: 0, not_counted_yet: 0, behind_seconds: 0, quarters_to_recount: 0, dead_letters: 0 };
const ledger = [{ source: 'collect/web', stored: 1200, duplicate: 3, filtered: 0, dead: 0, last_quarter: null, silent: null }];
const said = (health: Parameters<typeof verdict>[0]) => verdict(health, 'Africa/Nairobi');

it('trusts what is counted and whole, and nothing else', () => {
  expect(said({ state, ledger })).toEqual({ good: true, text: 'The numbers can be trusted: all 1,200 events are stored and counted, none was lost.' });
  expect(said({ state, ledger: [] }).text).toBe('Nothing was heard yet.');
  expect(said({ state: { ...state, dead_letters: 2 }, ledger }).good).toBe(false);
  expect(said({ state: { ...state, behind_seconds: 90, not_counted_yet: 7 }, ledger }).text).toContain('1m 30s behind, 7 events');
});

it('says which source is silent, and since when', () => {
  const silent = { ...ledger[0]!, silent: true, last_quarter: '2026-11-20T21:30:00Z' };
  expect(said({ state, ledger: [silent] })).toEqual({ good: false, text: expect.stringMatching(/nothing has come from web since Nov 21, 2026, 12:30/) });
  expect(said({ state, ledger: [{ ...silent, last_quarter: null }, { ...silent, source: 'collect/segment' }] }).text).toContain('from web and segment since');
});
