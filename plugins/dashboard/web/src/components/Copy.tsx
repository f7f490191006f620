'use client';
import { useState } from 'react';

// A text to take along, as it stands.
export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setDone(true), () => undefined);
  return (
    <div className="bg-raised flex items-start gap-2 rounded p-2">
      <pre className="text-fine min-w-0 grow overflow-x-auto whitespace-pre-wrap break-all" tabIndex={0} role="region" aria-label={label}>{text}</pre>
      <button type="button" className="control shrink-0" aria-label={`Copy ${label}`} onClick={() => void copy()}>{done ? 'Copied' : 'Copy'}</button>
    </div>
  );
}
