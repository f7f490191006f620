'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { request, type ApiError } from '@/api/client';
import { Trouble, Waiting } from '@/components/Panel/states';
import { pages } from '@/registry/pages';
import { remember, useReadView, ViewContext, type Me } from '@/view/view';
import { Connection } from './Connection';
import { Navigation } from './Navigation';
import { NothingYet } from './NothingYet';
import { TopBar } from './TopBar';

// Around every page: who looks at which project, where one can go, and what griot says of itself.
export function Shell({ children }: { children: React.ReactNode }) {
  const me = useQuery<Me, ApiError>({ queryKey: ['/me'], queryFn: ({ signal }) => request('GET', '/me', {}, undefined, signal), staleTime: 300_000 });
  const view = useReadView(me.data);
  const path = usePathname();
  const title = pages.find((page) => page.path === path)?.title;
  const project = view?.project;
  useEffect(() => {
    document.title = [title, project?.name || project?.id, 'griot'].filter(Boolean).join(' · ');
    if (project && path !== '/') remember(project.id);
  }, [title, project, path]);
  return (
    <div className="min-h-screen lg:grid lg:grid-cols-[13rem_1fr]">
      <a href="#page" className="bg-accent text-accent-ink sr-only z-50 rounded px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2">Skip to the page</a>
      <Navigation />
      <div className="min-w-0">
        {view && (
          <ViewContext value={view}>
            <TopBar />
            <Connection />
            <NothingYet />
            <main id="page" tabIndex={-1} className="mx-auto max-w-[90rem] px-4 pb-12 outline-none lg:px-6">
              {children}
            </main>
          </ViewContext>
        )}
        {!view && (
          <main id="page" className="p-6">
            {me.isError && me.error.status !== 401 ? <Trouble error={me.error} retry={me.refetch} />
              : me.data ? <NoProject /> : <Waiting />}
          </main>
        )}
      </div>
    </div>
  );
}

function NoProject() {
  return <p>There is no such project, or you may not see it. <a className="link" href="/">All that you may see</a></p>;
}
