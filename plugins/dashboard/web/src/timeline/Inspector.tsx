'use client';
import { Attribution } from '@/components/Attribution/Attribution';
import { time } from '@/format/format';
import { useView } from '@/view/view';
import { member, titleOf, type TimelineEvent } from './events';

const deepest = 6;
const most = 200;

// All of one event, as it was stored.
export function Inspector({ event, close }: { event: TimelineEvent; close: () => void }) {
  const { project } = useView();
  const facts: [string, string | null | undefined][] = [
    ['Event', event.name], ['Time', time(event.occurred_at, project.timezone)], ['Channel', event.channel], ['Heard by', event.source],
    ['User', event.user_id], ['Browser or device', event.anonymous_id], ['Session', event.session_id], ['Event id', event.id],
  ];
  return (
    <aside aria-label="The event" data-inspector={event.id}
      className="bg-surface border-line fixed inset-x-0 bottom-0 z-20 max-h-[60vh] overflow-auto rounded-t-lg border p-4 shadow-lg lg:static lg:max-h-[calc(100vh-14rem)] lg:rounded-lg lg:shadow-none" tabIndex={0}>
      <header className="mb-2 flex items-center justify-between gap-2">
        <h2 className="text-title truncate font-semibold">{titleOf(event)}</h2>
        <button type="button" className="control-quiet" onClick={close}>Close</button>
      </header>
      <Members of={Object.fromEntries(facts.filter(([, value]) => value))} />
      <h3 className="mt-3 mb-1 font-semibold">Properties</h3>
      <Tree value={event.properties} deep={0} />
      <h3 className="mt-3 mb-1 font-semibold">Context</h3>
      <Tree value={event.context} deep={0} />
      <Attribution shown={member(event.context, 'geo', 'database')?.includes('dbip')} />
    </aside>
  );
}

function Members({ of, deep = 0 }: { of: Record<string, unknown>; deep?: number }) {
  const entries = Object.entries(of);
  return (
    <dl className={deep > 0 ? 'border-line ml-1 border-l pl-2' : ''}>
      {entries.slice(0, most).map(([name, value]) => (
        <div key={name} className={typeof value === 'object' && value !== null ? '' : 'flex gap-3'}>
          <dt className="text-ink-2 text-fine w-32 shrink-0 pt-0.5 break-words">{name}</dt>
          <dd className="min-w-0 break-words" data-property={name}><Tree value={value} deep={deep + 1} /></dd>
        </div>
      ))}
      {entries.length > most && <p className="text-fine text-ink-2">and {entries.length - most} more</p>}
    </dl>
  );
}

// JSON that anybody may have sent: to a depth and a number that a page can bear.
function Tree({ value, deep }: { value: unknown; deep: number }) {
  if (value === null || value === undefined) return <span className="text-ink-2">–</span>;
  if (typeof value !== 'object') return <span>{String(value)}</span>;
  if (Object.keys(value).length === 0) return <span className="text-ink-2">–</span>;
  if (deep >= deepest) return <span>{JSON.stringify(value).slice(0, 500)}</span>;
  return <Members of={value as Record<string, unknown>} deep={deep} />;
}
