'use client';
import { useReport } from '@/api/use';
import { useAddress, useView } from '@/view/view';
import { Feed } from './Feed';
import { Now } from './Now';
import { before, useFeed } from './feed';

// What happens at this moment: events as they land.
export default function Live() {
  const { project, filters } = useView();
  const { params, set } = useAddress();
  const paused = params.get('paused') === '1';
  const { events, state, heard } = useFeed(project.id, filters.channel, filters.name, paused);
  // What stood before one came, so that a quiet hour is no empty page.
  const latest = useReport('/events', { from: undefined, to: undefined, limit: 20 });
  if (project.role === 'viewer') return <p>Viewers may not watch events: they show who did what.</p>;
  return (
    <div className="space-y-3">
      <Now heard={heard} state={state} />
      <div className="flex items-center gap-2">
        <button type="button" className="control" aria-pressed={paused} onClick={() => set({ paused: paused ? null : '1' }, 'replace')}>
          {paused ? 'Go on' : 'Pause'}
        </button>
        <p role="status" className="text-ink-2" data-feed={state}>
          {{ opening: 'Connecting…', open: 'Live', lost: 'The connection is lost; it goes on by itself, and nothing is skipped.', paused: 'Paused; what comes meanwhile is not lost.' }[state]}
        </p>
      </div>
      <Feed events={[...events, ...before(events, latest.data?.data.events)]} zone={project.timezone} loading={latest.isPending} />
    </div>
  );
}
