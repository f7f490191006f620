'use client';
import { useThing } from '@/api/use';
import { useAddress } from '@/view/view';
import { contentOf, patchOf, readFunnel, type Funnel } from './model';
import { ready } from './ready';

export interface SavedFunnel {
  id: string;
  name: string;
  content: Record<string, unknown>;
}

export const useSaved = () => useThing<{ funnels: SavedFunnel[] }>('/saved/funnels');

// One of the project's own, or a flow that many have.
export function Choose({ funnel }: { funnel: Funnel }) {
  const { set } = useAddress();
  const saved = useSaved().data?.funnels ?? [];
  const own = saved.map(({ id, name, content }) => ({ key: id, name, funnel: readFunnel((member) => content[member]) }));
  const all = [...own, ...ready.map(({ name, funnel: flow }) => ({ key: name, name, funnel: flow }))];
  const same = (one: Funnel) => JSON.stringify(contentOf({ ...one, by: '' })) === JSON.stringify(contentOf({ ...funnel, by: '' }));
  return (
    <label className="flex max-w-full min-w-0 flex-wrap items-center gap-2">
      <span className="text-ink-2">Funnel</span>
      <select className="control max-w-full" value={all.find((one) => same(one.funnel))?.key ?? ''} onChange={(event) => { const one = all.find(({ key }) => key === event.target.value); if (one) set(patchOf(one.funnel)); }}>
        {!all.some((one) => same(one.funnel)) && <option value="">One of your own</option>}
        {own.length > 0 && <optgroup label="Saved">{own.map(({ key, name }) => <option key={key} value={key}>{name}</option>)}</optgroup>}
        <optgroup label="Ready-made">{ready.map(({ name }) => <option key={name} value={name}>{name}</option>)}</optgroup>
      </select>
    </label>
  );
}
