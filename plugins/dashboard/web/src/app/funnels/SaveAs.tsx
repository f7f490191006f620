'use client';
import { SavedList } from '@/components/SavedList/SavedList';
import { useAddress } from '@/view/view';
import { contentOf, patchOf, readFunnel, type Funnel } from './model';
import { useSaved } from './Saved';

// Funnels with a name.
export function SaveAs({ funnel }: { funnel: Funnel }) {
  const { set } = useAddress();
  return (
    <SavedList
      title="Saved funnels" path="/saved/funnels" list={useSaved().data?.funnels} content={contentOf(funnel)}
      pick={({ content }) => set(patchOf(readFunnel((member) => content[member])))}
    />
  );
}
