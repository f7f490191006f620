'use client';
import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useView } from '@/view/view';
import { ask, request, type Answer, type ApiError, type Query, type ReportPath } from './client';
import type { Reports } from './reports';

export type Asked<T> = UseQueryResult<T, ApiError> & { query: Query };

// A report with the page's project, time and filters, and what else is given. `part` for one part of it.
export function useReport<P extends ReportPath>(report: P, more: Query = {}, options: { enabled?: boolean } = {}): Asked<Answer<Reports[P]>> {
  const view = useView();
  const query: Query = { ...view.query, ...more };
  const result = useQuery<Answer<Reports[P]>, ApiError>({
    queryKey: [report, query],
    queryFn: ({ signal }) => ask(report, query, signal),
    placeholderData: keepPreviousData,
    ...options,
  });
  return { ...result, query };
}

// Something of the project that is no report: settings, goals, keys, …
export function useThing<T>(path: string, query: Query = {}, options: { enabled?: boolean } = {}): Asked<T> {
  const { project } = useView();
  const all = { project: project.id, ...query };
  const result = useQuery<T, ApiError>({ queryKey: [path, all], queryFn: ({ signal }) => request<T>('GET', path, all, undefined, signal), ...options });
  return { ...result, query: all };
}

// Changes a thing, and has what is shown of it asked for again.
export function useChange<Body, T = unknown>(method: 'POST' | 'PATCH' | 'DELETE', path: string) {
  const { project } = useView();
  const client = useQueryClient();
  return useMutation<T, ApiError, { id?: string | number; body?: Body }>({
    mutationFn: ({ id, body }) => request<T>(method, id === undefined ? path : `${path}/${encodeURIComponent(String(id))}`, { project: project.id }, body),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
  });
}
