import type { ApiError } from '@/api/client';

export function Waiting() {
  return (
    <div role="status" className="animate-pulse space-y-3 py-4">
      <span className="sr-only">Loading</span>
      <div className="bg-raised h-4 w-2/3 rounded" />
      <div className="bg-raised h-24 rounded" />
      <div className="bg-raised h-4 w-1/2 rounded" />
    </div>
  );
}

export function Trouble({ error, retry }: { error: ApiError; retry: () => unknown }) {
  return (
    <div role="alert" className="py-4">
      <p>{error.status === 403 ? 'Your role does not let you see this.' : `This could not be shown: ${error.message}.`}</p>
      {error.status !== 403 && <button type="button" className="control mt-2" onClick={() => void retry()}>Try again</button>}
    </div>
  );
}

export function Stale({ at, why, retry }: { at: number; why: string; retry: () => unknown }) {
  return (
    <p role="status" className="bg-warn-surface text-warn text-fine mb-2 flex items-center justify-between gap-2 rounded px-2 py-1">
      <span>As of {new Date(at).toLocaleTimeString()}: {why}.</span>
      <button type="button" className="underline" onClick={() => void retry()}>Try again</button>
    </p>
  );
}
