'use client';
import { useId } from 'react';
import type { ApiError } from '@/api/client';

// A labelled control; what is wrong with it stands below it and is said.
export function Field({ label, hint, error, children }: { label: string; hint?: string; error?: string; children: (props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => React.ReactNode }) {
  const id = useId();
  const said = error ?? hint;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-fine text-ink-2 mb-0.5 block font-medium">{label}</label>
      {children({ id, 'aria-describedby': said ? id + '-said' : undefined, 'aria-invalid': error ? true : undefined })}
      {said && <p id={id + '-said'} className={`text-fine mt-0.5 ${error ? 'text-bad' : 'text-ink-2'}`}>{said}</p>}
    </div>
  );
}

// How a change went: why not, or that it is done.
export function Said({ error, done }: { error: ApiError | null; done?: string | false }) {
  return (
    <p role="status" className={`text-fine ${error ? 'text-bad' : 'text-good'}`}>
      {error ? [error.parameter, error.message].filter(Boolean).join(': ') : done || ''}
    </p>
  );
}

// A part of a page of settings. `waits` while what stands in it is asked for.
export function Block({ title, what, waits = false, children }: { title: string; what?: string; waits?: boolean; children: React.ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-panel={title} data-state={waits ? 'loading' : 'ready'} className="bg-surface border-line space-y-3 rounded-lg border p-4">
      <div>
        <h2 id={id} className="text-title font-semibold">{title}</h2>
        {what && <p className="text-ink-2">{what}</p>}
      </div>
      {children}
    </section>
  );
}
