'use client';
import { useAddress } from '@/view/view';

// Parts of a page, of which the address says one: links, so that each can be shared.
export function Tabs({ names, label }: { names: readonly string[]; label: string }) {
  const { params, set } = useAddress();
  const chosen = chosenTab(params, names);
  return (
    <nav aria-label={label} className="border-line flex flex-wrap gap-1 border-b">
      {names.map((name) => (
        <a key={name} href={'?tab=' + name} aria-current={name === chosen ? 'page' : undefined}
          className="text-ink-2 aria-[current=page]:border-accent aria-[current=page]:text-ink border-b-2 border-transparent px-3 py-1.5 capitalize aria-[current=page]:font-semibold"
          onClick={(event) => { event.preventDefault(); set({ tab: name }); }}>
          {name}
        </a>
      ))}
    </nav>
  );
}

export function chosenTab<Name extends string>(params: URLSearchParams, names: readonly Name[]): Name {
  return names.find((name) => name === params.get('tab')) ?? names[0]!;
}
