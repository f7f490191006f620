'use client';
import { useThing } from '@/api/use';
import { SavedList } from '@/components/SavedList/SavedList';
import { filterNames, useAddress, useView, type Patch } from '@/view/view';
import { readExploration, type Exploration } from './model';

interface Segment {
  id: string;
  name: string;
  content: { filters?: Record<string, unknown>; explore?: Record<string, unknown> };
}

// An exploration with a name: a segment (its filters), with what is counted of it.
function patchOf({ content }: Segment): Patch {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const explore = readExploration((name) => content.explore?.[name]);
  return { ...Object.fromEntries(filterNames.map((name) => [name, text(content.filters?.[name])])), ...explore, events: null };
}

export function Saved({ said }: { said: Exploration }) {
  const { filters } = useView();
  const { set } = useAddress();
  const saved = useThing<{ segments: Segment[] }>('/saved/segments');
  return (
    <SavedList
      title="Saved explorations" path="/saved/segments" content={{ filters, explore: said }}
      list={saved.data?.segments.filter(({ content }) => content.explore)} pick={(one) => set(patchOf(one))}
    />
  );
}
