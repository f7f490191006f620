'use client';
import { useId } from 'react';
import { useAddress } from '@/view/view';
import { Found } from './Found';

// A field that takes whatever somebody is known by, and who that is. The word stands in the address as `q`.
export function FindPerson({ heading }: { heading: string }) {
  const id = useId();
  const { params, set } = useAddress();
  const q = params.get('q');
  return (
    <div className="space-y-3">
      <form role="search" className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => { event.preventDefault(); set({ q: String(new FormData(event.currentTarget).get('q') ?? '').trim() }); }}>
        <label htmlFor={id} className="text-title w-full font-semibold">{heading}</label>
        <input key={q} id={id} name="q" type="search" defaultValue={q ?? ''} maxLength={200} required
          className="control w-80 max-w-full" placeholder="Phone, e-mail, account or id" />
        <button type="submit" className="control">Find</button>
      </form>
      {q && <Found q={q} />}
    </div>
  );
}
