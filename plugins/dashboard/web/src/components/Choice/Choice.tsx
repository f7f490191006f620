'use client';
import { useAddress } from '@/view/view';

interface Props {
  name: string; // of the parameter in the address
  label: string;
  otherwise: string; // what holds without it
  choices: Record<string, string>;
}

// One of a few, kept in the address. A list that was scrolled begins anew.
export function Choice({ name, label, otherwise, choices }: Props) {
  const { params, set } = useAddress();
  return (
    <select aria-label={label} className="control" value={params.get(name) ?? ''} onChange={(event) => set({ [name]: event.target.value || null, row: null })}>
      <option value="">{otherwise}</option>
      {Object.entries(choices).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
    </select>
  );
}
