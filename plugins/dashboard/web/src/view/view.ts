'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { createContext, useCallback, useContext, useMemo } from 'react';
import type { Query } from '@/api/client';
import { readRange, todayIn, type Range } from './range';

// What a page is asked with. All of it stands in the address, so that it can be shared; nothing else is state
// of a page that decides a number.
export const filterNames = ['channel', 'name', 'country', 'campaign', 'template', 'agent', 'device', 'property'] as const;
export type FilterName = (typeof filterNames)[number];

export interface Project {
  id: string;
  name: string;
  role: 'viewer' | 'analyst' | 'owner';
  timezone: string;
  demo: boolean;
}

export interface Me {
  user: { id: string; email: string; name: string; everywhere: string | null };
  projects: Project[];
}

export interface View {
  me: Me;
  project: Project;
  range: Range;
  filters: Partial<Record<FilterName, string>>;
  query: Query; // project, from, to and filters, as reports take them
}

export const ViewContext = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('a page stands in the Shell');
  return view;
}

export type Patch = Record<string, string | null | undefined>;

function patched(params: URLSearchParams, patch: Patch): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? '?' + text : '';
}

// The state in the address: `params` to read, `set` to change some of it (null takes one out), which is a step
// that "back" undoes.
export function useAddress() {
  const params = useSearchParams();
  const path = usePathname();
  const set = useCallback(
    (patch: Patch, how: 'push' | 'replace' = 'push') => {
      const url = path + patched(new URLSearchParams(location.search), patch);
      if (how === 'push') history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    },
    [path],
  );
  return { params: params as unknown as URLSearchParams, path, set };
}

const kept = ['project', 'range', 'from', 'to', ...filterNames];

// Where a link to another page leads: project, range and filters go along, what is the page's own does not.
export function useLink(): (path: string, patch?: Patch) => string {
  const params = useSearchParams();
  return useCallback(
    (path, patch = {}) => {
      const along = new URLSearchParams([...params].filter(([name]) => kept.includes(name)));
      return path + patched(along, patch);
    },
    [params],
  );
}

export function useReadView(me: Me | undefined): View | null {
  const params = useSearchParams();
  return useMemo(() => {
    if (me === undefined) return null;
    const wanted = params.get('project') ?? remembered();
    const first = me.projects.find((one) => !one.demo) ?? me.projects[0];
    const project = me.projects.find((one) => one.id === wanted) ?? (params.get('project') === null ? first : undefined);
    if (project === undefined) return null;
    const range = readRange(params as unknown as URLSearchParams, todayIn(project.timezone));
    const filters: View['filters'] = {};
    for (const name of filterNames) {
      const value = params.get(name);
      if (value) filters[name] = value;
    }
    return { me, project, range, filters, query: { project: project.id, from: range.from, to: range.to, ...filters } };
  }, [me, params]);
}

// The project that was looked at last, for an address that names none.
function remembered(): string | null {
  try {
    return localStorage.getItem('project');
  } catch {
    return null;
  }
}

// Whether somebody has chosen a project, here or before.
export const chosen = () => new URLSearchParams(location.search).has('project') || remembered() !== null;

export function remember(project: string) {
  try {
    localStorage.setItem('project', project);
  } catch {
    // It is asked for the next time.
  }
}
