'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { stories } from '@/registry/pages';
import { useLink } from '@/view/view';

// All pages by story. On a phone it is behind a button.
export function Navigation() {
  const path = usePathname();
  const to = useLink();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  return (
    <nav aria-label="Pages" className="bg-surface border-line border-b lg:sticky lg:top-0 lg:h-screen lg:overflow-y-auto lg:border-r lg:border-b-0">
      <div className="flex h-12 items-center justify-between px-4">
        <Link href={to('/overview')} prefetch={false} className="text-title font-semibold tracking-tight">griot</Link>
        <button type="button" className="control lg:hidden" aria-expanded={open} aria-controls="pages" onClick={() => setOpen(!open)}>Pages</button>
      </div>
      <div id="pages" className={`${open ? 'block' : 'hidden'} px-2 pb-4 lg:block`}>
        {stories().map(({ story, pages }) => (
          <div key={story} className="mt-2 lg:mt-1.5">
            <p className="text-fine text-ink-2 px-2 py-1 lg:py-0.5">{story}</p>
            <ul>
              {pages.map((page) => (
                <li key={page.path}>
                  <Link href={to(page.path)} prefetch={false} aria-current={page.path === path ? 'page' : undefined}
                    className="hover:bg-raised aria-[current=page]:bg-raised block rounded-md px-2 py-1 lg:py-0.5 aria-[current=page]:font-semibold">
                    {page.title}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}
