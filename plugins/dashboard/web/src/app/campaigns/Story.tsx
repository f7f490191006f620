'use client';
import { count, share } from '@/format/format';
import type { Campaigns, PartName } from './asked';

const fewest = 30; // attempted, to be named as the best

// Which is answered most.
export function Story({ asked, part }: { asked: Campaigns; part: PartName }) {
  const rows = asked.data?.data[part];
  if (!rows) return <p className="text-story text-ink-2 min-h-13">…</p>;
  const ranked = rows.filter((row) => (row.attempted ?? 0) >= fewest).sort((a, b) => (b.reply_rate ?? 0) - (a.reply_rate ?? 0));
  const [best, last] = [ranked[0], ranked.at(-1)];
  const one = part === 'campaigns' ? 'campaign' : 'template';
  if (!best || !last || best === last) {
    return <p className="text-story min-h-13 font-semibold" data-story>{rows.length === 0 ? `No ${one} went out in the period.` : `${count(rows.length)} ${rows.length === 1 ? one : part} went out: too few messages to compare.`}</p>;
  }
  return (
    <div className="min-h-13" data-story>
      <p className="text-story font-semibold">{best.value} is answered most: {share(best.reply_rate)} of what was attempted, against {share(last.reply_rate)} for {last.value}.</p>
      <p>
        They went to different people at different times, and of many one is always the best: a comparison, not a test. Bars whose whiskers overlap may well be the same.
      </p>
    </div>
  );
}
