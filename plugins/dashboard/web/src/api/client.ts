import { parameters, type Reports } from './reports';

// Why the API did not answer as was wished (docs/api.md, Errors).
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly parameter?: string,
  ) {
    super(message);
  }
}

export type Query = Record<string, string | number | undefined>;

export interface Period {
  from: string;
  to: string;
  timezone: string;
  granularity?: string;
  open: boolean;
}

export interface Answer<Data> {
  project: string;
  period?: Period;
  page?: { limit: number; offset: number; more: boolean };
  data: Data;
  previous?: Partial<Data>;
  change?: Partial<Record<keyof Data, Record<string, number | 'new' | null>>>;
}

export type ReportPath = keyof Reports;

// Those of `query` that the report knows: a page's filters go to every panel, and not every report has all.
export function known(report: ReportPath, query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => parameters[report].includes(name)));
}

// "/api/v1/people/x?project=shop": what is asked, also as a link. `:id` of the path is `query.id`.
export function address(path: string, query: Query = {}): string {
  const rest = new URLSearchParams();
  let filled = path;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    if (filled.includes('/:' + name)) filled = filled.replace(':' + name, encodeURIComponent(String(value)));
    else rest.set(name, String(value));
  }
  const text = rest.toString();
  return '/api/v1' + filled + (text ? '?' + text : '');
}

async function refused(answer: Response): Promise<ApiError> {
  const { error } = (await answer.json().catch(() => ({}))) as { error?: { code?: string; message?: string; parameter?: string } };
  return new ApiError(answer.status, error?.code ?? 'unknown', error?.message ?? `griot answered ${answer.status}`, error?.parameter);
}

// One request, as the one who is signed in. `body` is sent as JSON.
export async function request<T>(method: string, path: string, query: Query = {}, body?: unknown, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address(path, query), {
      method,
      signal,
      ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', 'griot cannot be reached');
  }
  if (!answer.ok) throw await refused(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export function ask<P extends ReportPath>(report: P, query: Query, signal?: AbortSignal): Promise<Answer<Reports[P]>> {
  const { id, ...rest } = query;
  return request('GET', report, { ...known(report, rest), ...(id !== undefined && { id }) }, undefined, signal);
}
