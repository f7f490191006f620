import { describe, expect, it } from 'vitest';
import { patchOf, queryOf, readFunnel, stepsOf, stepText, usual, type Funnel } from './model';

const button = { event: 'message.received', filters: [{ property: 'buttonId', op: 'is' as const, value: 'track' }] };

describe('a funnel', () => {
  it('is in the address what it was', () => {
    const funnel: Funnel = { steps: [{ event: 'page_view', filters: [] }, button], exclude: [{ event: 'error', filters: [] }], order: 'strict', scope: 'session', window: 600, by: 'plan' };
    const patch = patchOf(funnel);
    expect(readFunnel((name) => patch[name])).toEqual(funnel);
    expect(queryOf(funnel)).toEqual({ steps: JSON.stringify(['page_view', button]), exclude: '["error"]', order: 'strict', scope: 'session', window: '600' });
    expect(queryOf(funnel, true).by_property).toBe('plan');
  });
  it('leaves out what is usual', () => {
    expect(patchOf({ ...usual, steps: [button] })).toMatchObject({ exclude: null, order: null, scope: null, window: null, by: null });
  });
  it('is never made of what is none', () => {
    for (const text of ['', '{', '{"a":1}', '[1]', '[{"event":1}]', '[{"event":"a","filters":[{"property":"b","op":"eval"}]}]', '[{"event":"a","filters":[null]}]']) expect(stepsOf(text)).toEqual([]);
    expect(readFunnel((name) => ({ window: '-5', order: 'x' })[name]).window).toBe(usual.window);
  });
  it('says its steps', () => {
    expect(stepText(button)).toBe('message.received: buttonId is track');
    expect(stepText({ event: '', filters: [{ property: 'flowName', op: 'set' }] })).toBe('any event: flowName is set');
  });
});
