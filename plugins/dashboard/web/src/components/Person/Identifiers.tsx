'use client';
import { useMemo } from 'react';
import { titleOf } from '@/timeline/events';
import type { Timeline } from '@/timeline/useTimeline';
import { whenOf } from '@/timeline/when';
import { useAddress, useView } from '@/view/view';
import { evidenceOf, type Identifier } from './evidence';
import { kinds } from './names';

// By what somebody is known, and which event shows that it is theirs.
export function Identifiers({ identifiers, timeline }: { identifiers: Identifier[]; timeline: Timeline }) {
  const { project } = useView();
  const { set } = useAddress();
  const why = useMemo(() => evidenceOf(identifiers, timeline.events), [identifiers, timeline.events]);
  return (
    <div>
      <h3 className="font-semibold">Why they are one person</h3>
      <ul className="mt-1 space-y-2">
        {identifiers.map((one) => {
          const found = why.get(one.value);
          return (
            <li key={one.type + one.value} data-identifier={`${one.type}:${one.value}`}>
              <p className="break-words"><span className="text-ink-2">{kinds[one.type] ?? one.type}</span> {one.value}</p>
              <p className="text-fine text-ink-2">
                since {whenOf(one.first_seen, project.timezone)}
                {found && <>, with {found.beside}: <button type="button" className="link" onClick={() => set({ event: found.event.id })}>{titleOf(found.event).toLowerCase()}</button></>}
                {!found && identifiers.length > 1 && !timeline.whole && '; what shows it is among earlier events'}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
