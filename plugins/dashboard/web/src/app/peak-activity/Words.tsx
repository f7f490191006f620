import type { Reports } from '@/api/reports';
import { count, share } from '@/format/format';
import { hourName, weekdayName } from './hours';

interface Props {
  hours?: Reports['/heatmap']['people'];
  send?: Reports['/send-hours']['hours'];
}

// The answer first: when most people are there, and when to write to them.
export function Words({ hours, send }: Props) {
  const busiest = hours?.toSorted((a, b) => (b.people ?? 0) - (a.people ?? 0))[0];
  const best = send?.[0];
  const overlaps = best && send.some((row, at) => at > 0 && row.share_high! >= best.share_low!);
  return (
    <section aria-label="In words" data-words className="bg-surface border-line min-h-16 rounded-lg border px-4 py-3">
      {busiest && <p className="text-story font-semibold">Most people are there on {weekdayName(busiest.weekday!)}s around {hourName(busiest.hour!)}: {count(busiest.people)} in the period.</p>}
      {best && (
        <p>
          Campaigns sent on {weekdayName(best.weekday!)}s around {hourName(best.hour!)} are read or answered soonest: {share(best.share)} within the hour
          ({share(best.share_low)} – {share(best.share_high)}){overlaps ? ', though other hours may be as good' : ''}.
        </p>
      )}
      {send && !best && <p>No hour has 30 campaign messages yet, so that none can be said to be the best to write.</p>}
    </section>
  );
}
