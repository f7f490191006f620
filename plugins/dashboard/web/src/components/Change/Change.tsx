import { change } from '@/format/format';

// How a figure moved against the period before. Which way is better is said, never guessed; an arrow and words
// stand beside the colour.
export function Change({ value, better = 'up', than = 'than before' }: { value: number | 'new' | null | undefined; better?: 'up' | 'down' | 'neither'; than?: string }) {
  if (value == null) return null;
  const text = change(value);
  if (value === 'new') return <span className="text-fine text-ink-2">{text}</span>;
  // Less than this is no news, whichever way.
  const flat = Math.abs(value) < 0.02;
  const good = better === 'neither' || flat ? null : (value > 0) === (better === 'up');
  return (
    <span className={`text-fine tabular ${good === null ? 'text-ink-2' : good ? 'text-good' : 'text-bad'}`}>
      <span aria-hidden>{value === 0 ? '＝' : value > 0 ? '▲' : '▼'} </span>
      {text} <span className="sr-only">{than}{good === null ? '' : good ? ', better' : ', worse'}</span>
    </span>
  );
}
