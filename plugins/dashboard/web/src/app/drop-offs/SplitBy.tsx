'use client';
import { useAddress } from '@/view/view';
import type { Funnel } from '../funnels/model';

// A property to split the funnel by: is it one kind of people that is lost?
export function SplitBy({ funnel }: { funnel: Funnel }) {
  const { set } = useAddress();
  return (
    <form key={funnel.by} className="flex flex-wrap items-center gap-2" onSubmit={(event) => { event.preventDefault(); set({ by: String(new FormData(event.currentTarget).get('by') ?? '').trim() }); }}>
      <label htmlFor="split-by" className="text-ink-2">Split by a property</label>
      <input id="split-by" name="by" className="control w-44" defaultValue={funnel.by} placeholder="product, plan …" maxLength={200} />
      <button type="submit" className="control">Split</button>
      {funnel.by && <button type="button" className="control-quiet" onClick={() => set({ by: null })}>Not split</button>}
    </form>
  );
}
