'use client';
import { useReport } from '@/api/use';
import { Panel } from '@/components/Panel/Panel';
import { StatCard } from '@/components/StatCard/StatCard';
import { tableOf } from '@/components/table';
import { duration, time } from '@/format/format';
import { useView } from '@/view/view';
import { verdict } from './verdict';

// Can the numbers be trusted: one look, and what it rests on.
export default function Health() {
  const { project } = useView();
  const asked = useReport('/health');
  const state = asked.data?.data.state;
  const said = asked.data && verdict(asked.data.data, project.timezone);
  return (
    <div className="space-y-3">
      <section aria-label="Verdict" className="bg-surface border-line rounded-lg border px-4 py-3">
        <p role="status" className={`text-story font-semibold ${said && !said.good ? 'text-bad' : ''}`} data-verdict={said?.good ? 'good' : 'bad'}>{said?.text ?? '…'}</p>
      </section>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6" data-cards>
        <StatCard stat={{ name: 'freshness_p50_seconds', label: 'Fresh within', format: 'duration', value: state?.freshness_p50_seconds, beside: state?.freshness_p95_seconds == null ? undefined : `p95 ${duration(state.freshness_p95_seconds)}`, definition: 'From the arrival of an event until reports have it: half are quicker, and p95 is what 19 of 20 are within. Of the latest 5,000 events, at most a day back.' }} />
        <StatCard stat={{ name: 'queued_events', label: 'In the queue', value: state && (state.queued_events ?? null), definition: 'Events of all projects that were accepted and wait to be processed. A dash: the queue cannot be asked.' }} />
        <StatCard stat={{ name: 'behind_seconds', label: 'Behind', format: 'duration', value: state?.behind_seconds, definition: 'How old the oldest event is that is stored and stands in no report yet.' }} />
        <StatCard stat={{ name: 'not_counted_yet', label: 'Not counted yet', value: state?.not_counted_yet, definition: 'Events that are stored and stand in no report yet.' }} />
        <StatCard stat={{ name: 'quarters_to_recount', label: 'To count anew', value: state?.quarters_to_recount, definition: 'Quarters of an hour that are counted again, because somebody was forgotten.' }} />
        <StatCard stat={{ name: 'dead_letters', label: 'Dead letters', value: state?.dead_letters, definition: 'Events that were accepted and could not be stored. They are kept whole with their reason; griot dead replays them.' }} />
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <Panel
          className="lg:col-span-2" title="Ledger" source="/health" asked={asked} empty="Nothing was heard yet."
          definition="What became of all that was accepted, by where it was heard: stored, there already (duplicate), taken out by a filter, or dead."
          note={state?.rolled_at && `Counted ${time(state.rolled_at, project.timezone)}`}
          table={({ data }) => tableOf(data.ledger, [
            { name: 'source', label: 'Source', value: (row) => row.source },
            { name: 'stored', label: 'Stored', value: (row) => row.stored },
            { name: 'duplicate', label: 'Duplicate', value: (row) => row.duplicate },
            { name: 'filtered', label: 'Filtered', value: (row) => row.filtered },
            { name: 'dead', label: 'Dead', value: (row) => row.dead },
            { name: 'silent', label: 'Now', value: (row) => (row.silent ? 'silent' : row.silent === false ? 'heard as usual' : null) },
            { name: 'last_quarter', label: 'Last heard', value: (row) => row.last_quarter, format: (value) => time(value as string, project.timezone) },
          ])}
        />
        <Panel
          title="Dead letters" source="/health" asked={asked} empty="None: nothing that was accepted is missing."
          definition="Events that could not be stored, by reason and the stage that gave up. Each is kept whole."
          table={({ data }) => tableOf(data.dead_letters, [
            { name: 'reason', label: 'Reason', value: (row) => row.reason },
            { name: 'stage', label: 'Stage', value: (row) => row.stage },
            { name: 'dead_letters', label: 'Events', value: (row) => row.dead_letters },
            { name: 'last_at', label: 'Last', value: (row) => row.last_at, format: (value) => time(value as string, project.timezone) },
          ])}
        />
        <Panel
          title="Filtered and why" source="/health" asked={asked} empty="Nothing was filtered or refused."
          definition="What was not stored as it came, by the reason that was written down."
          table={({ data }) => tableOf(data.reasons, [
            { name: 'source', label: 'Source', value: (row) => row.source },
            { name: 'kind', label: 'Kind', value: (row) => row.kind },
            { name: 'reason', label: 'Reason', value: (row) => row.reason },
            { name: 'events', label: 'Events', value: (row) => row.events },
          ])}
        />
      </div>
    </div>
  );
}
