'use client';
import { useState } from 'react';
import { Block, Field } from '@/components/Form/Form';
import { useAddress } from '@/view/view';
import { bare, day, most, patchOf, type Funnel, type Step } from './model';
import { StepEditor } from './StepEditor';

const windows = [[1800, '30 minutes'], [3600, '1 hour'], [day, '1 day'], [3 * day, '3 days'], [7 * day, '7 days'], [14 * day, '14 days'], [30 * day, '30 days'], [90 * day, '90 days']] as const;
const empty: Step = { event: '', filters: [] };

// A step asks for something: an event's name, or filters that are whole.
const whole = ({ event, filters }: Step) => (event !== '' || filters.length > 0) && filters.every(({ property, op, value }) => property !== '' && (bare.has(op) || (value !== '' && value !== undefined)));

// What is asked for. A draft until it is shown, which is a step that "back" undoes; `shown` is its key.
export function Builder({ shown }: { shown: Funnel }) {
  const { set } = useAddress();
  const [draft, setDraft] = useState(shown);
  const put = (of: 'steps' | 'exclude', list: Step[]) => setDraft({ ...draft, [of]: list });
  const ready = draft.steps.length >= 2 && [...draft.steps, ...draft.exclude].every(whole);
  const list = (of: 'steps' | 'exclude', word: string) => draft[of].map((step, i) => (
    <StepEditor key={i} label={`${word} ${i + 1}`} step={step} change={(next) => put(of, draft[of].map((one, at) => (at === i ? next : one)))}
      remove={of === 'exclude' || draft.steps.length > 2 ? () => put(of, draft[of].filter((_, at) => at !== i)) : undefined}
      up={i > 0 ? () => put(of, draft[of].map((one, at) => (at === i - 1 ? draft[of][i]! : at === i ? draft[of][i - 1]! : one))) : undefined} />
  ));
  return (
    <Block title="Steps and rules">
      <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); set(patchOf(draft)); }}>
        <div className="grid gap-2 xl:grid-cols-2">{list('steps', 'Step')}</div>
        {draft.exclude.length > 0 && <div className="grid gap-2 xl:grid-cols-2">{list('exclude', 'Not with')}</div>}
        <div className="flex flex-wrap gap-2">
          {draft.steps.length < most && <button type="button" className="control" onClick={() => put('steps', [...draft.steps, empty])}>Add a step</button>}
          {draft.exclude.length < most && <button type="button" className="control" onClick={() => put('exclude', [...draft.exclude, empty])}>Leave out who has an event on the way</button>}
        </div>
        <div className="flex flex-wrap gap-3">
          <Field label="Order">{(props) => (
            <select {...props} className="control" value={draft.order} onChange={(event) => setDraft({ ...draft, order: event.target.value as Funnel['order'] })}>
              <option value="ordered">In order, others between</option><option value="strict">Strict, nothing between</option><option value="any">In any order</option>
            </select>)}</Field>
          <Field label="Of the same">{(props) => (
            <select {...props} className="control" value={draft.scope} onChange={(event) => setDraft({ ...draft, scope: event.target.value as Funnel['scope'] })}>
              <option value="person">Person</option><option value="session">Session</option>
            </select>)}</Field>
          <Field label="Within">{(props) => (
            <select {...props} className="control" value={draft.window} onChange={(event) => setDraft({ ...draft, window: Number(event.target.value) })}>
              {!windows.some(([seconds]) => seconds === draft.window) && <option value={draft.window}>{draft.window} seconds</option>}
              {windows.map(([seconds, label]) => <option key={seconds} value={seconds}>{label}</option>)}
            </select>)}</Field>
          <Field label="Split by property" hint="Its path, as plan or cart.kind">{(props) => <input {...props} className="control w-44" value={draft.by} maxLength={200} onChange={(event) => setDraft({ ...draft, by: event.target.value.trim() })} />}</Field>
        </div>
        <button type="submit" className="control" disabled={!ready}>Show this funnel</button>
      </form>
    </Block>
  );
}
