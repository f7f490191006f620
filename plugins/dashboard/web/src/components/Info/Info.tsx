'use client';
import { useId, useState } from 'react';

// A small ⓘ whose text shows on hover and focus, and is what a screen reader says of it.
export function Info({ text, label }: { text: string; label: string }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <span className="relative inline-flex" onMouseEnter={() => setOpen(true)} onMouseLeave={() => setOpen(false)}>
      <button
        type="button"
        aria-label={`What is ${label}?`}
        aria-describedby={id}
        className="text-ink-2 hover:text-ink inline-flex size-6 items-center justify-center"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <svg viewBox="0 0 16 16" className="size-3.5" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden>
          <circle cx="8" cy="8" r="6.5" />
          <path d="M8 7.2v4M8 4.6v.2" strokeLinecap="round" />
        </svg>
      </button>
      <span
        id={id}
        role="tooltip"
        hidden={!open}
        className="bg-ink text-page text-fine absolute top-6 left-1/2 z-20 w-64 max-w-[80vw] -translate-x-1/3 rounded-md px-3 py-2 font-normal shadow-lg"
      >
        {text}
      </span>
    </span>
  );
}
