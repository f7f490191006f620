import type { FilterName } from '@/view/view';
import list from './pages.json';

// Every page of the app, in the order of the navigation. A page that is not here has no link, and no test.
export interface Page {
  path: string;
  title: string;
  story: string; // the group it stands in
  filters?: FilterName[]; // which its panels can be held to
  range?: boolean; // false: the page is of now, or of no time
}

export const pages = list as readonly Page[];

// Groups in order of their first page.
export function stories(): { story: string; pages: Page[] }[] {
  const groups = new Map<string, Page[]>();
  for (const page of pages) groups.set(page.story, [...(groups.get(page.story) ?? []), page]);
  return [...groups].map(([story, of]) => ({ story, pages: of }));
}
