'use client';
import { usePathname } from 'next/navigation';
import { pages } from '@/registry/pages';
import { useAddress, useView } from '@/view/view';
import { Account } from './Account';
import { FilterBar } from './FilterBar';
import { RangePicker } from './RangePicker';

// The page's name, whose numbers these are, of when, and held to what.
export function TopBar() {
  const { project, me } = useView();
  const { set } = useAddress();
  const path = usePathname();
  const page = pages.find((one) => one.path === path);
  return (
    <header className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 lg:px-6">
      <h1 className="text-heading font-semibold">{page?.title ?? 'griot'}</h1>
      {project.demo && <span data-demo className="bg-warn-surface text-warn text-fine rounded px-2 py-0.5">demo data</span>}
      <span className="grow" />
      {me.projects.length > 1 && (
        <select aria-label="Project" className="control max-w-40" value={project.id} onChange={(event) => set({ project: event.target.value })}>
          {me.projects.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}
        </select>
      )}
      {page?.range !== false && <RangePicker />}
      {page?.filters && page.filters.length > 0 && <FilterBar names={page.filters} />}
      <Account />
    </header>
  );
}
