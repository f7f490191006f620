'use client';
import { useEffect, useRef, useState } from 'react';

// A button with a list under it: arrow keys, Escape, and a click elsewhere work as one expects.
export interface Item {
  label: string;
  run?: () => void;
  href?: string;
  download?: string;
}

export function Menu({ label, items, children, className = 'control-quiet' }: { label: string; items: Item[]; children: React.ReactNode; className?: string }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const elsewhere = (event: PointerEvent) => !root.current?.contains(event.target as Node) && setOpen(false);
    addEventListener('pointerdown', elsewhere);
    return () => removeEventListener('pointerdown', elsewhere);
  }, [open]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') {
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    } else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div ref={root} className="relative" onKeyDown={open ? onKeyDown : undefined} onBlur={(event) => event.relatedTarget && !root.current?.contains(event.relatedTarget) && setOpen(false)}>
      <button type="button" className={className} aria-haspopup="menu" aria-expanded={open} aria-label={label} onClick={() => setOpen(!open)}>
        {children}
      </button>
      {open && (
        <div role="menu" aria-label={label} className="bg-surface border-line absolute right-0 z-30 mt-1 min-w-40 rounded-md border py-1 shadow-lg">
          {items.map((item) => {
            const look = 'hover:bg-raised focus:bg-raised block w-full px-3 py-1.5 text-left whitespace-nowrap';
            return item.href ? (
              <a key={item.label} role="menuitem" tabIndex={-1} className={look} href={item.href} download={item.download} onClick={() => setOpen(false)}>
                {item.label}
              </a>
            ) : (
              <button key={item.label} type="button" role="menuitem" tabIndex={-1} className={look} onClick={() => { setOpen(false); item.run?.(); }}>
                {item.label}
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}
