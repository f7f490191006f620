'use client';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { pages } from '@/registry/pages';
import { useLink, useView } from '@/view/view';
import { useHeard } from './heard';

// On every page of a project without events: the way to the first one. Who comes over from another project
// is led there, but for pages that are of use without events.
export function NothingYet() {
  const { project } = useView();
  const heard = useHeard(project.id);
  const to = useLink();
  const path = usePathname();
  const router = useRouter();
  const from = useRef(project.id);
  const quiet = pages.find((page) => page.path === path)?.story === 'This griot';
  useEffect(() => {
    if (heard === undefined) return;
    if (heard === false && from.current !== project.id && !quiet) router.push(to('/connect'));
    from.current = project.id;
  }, [heard, project.id, quiet, router, to]);
  if (['/connect', '/'].includes(path) || heard !== false) return null;
  return (
    <p role="status" className="bg-surface border-line mx-4 mb-3 rounded-lg border px-4 py-3 lg:mx-6">
      <strong>Nothing was heard for {project.name || project.id} yet.</strong>{' '}
      <Link prefetch={false} className="link" href={to('/connect')}>Send the first event</Link>
    </p>
  );
}
