'use client';
import { useReport } from '@/api/use';
import { change, count } from '@/format/format';
import { daysOf } from '@/view/range';
import { useView } from '@/view/view';
import { direction, moved } from './moved';
import { setbacks } from './setback';

// Better or worse than the days before, by how much, where most of the difference lies, and what got worse beside it.
export function Why() {
  const { range } = useView();
  const overview = useReport('/overview', { compare: 'previous' });
  const whatsapp = useReport('/whatsapp', { compare: 'previous' });
  const channels = useReport('/trend', { by: 'channel', measure: 'people', compare: 'previous' });
  const now = overview.data?.data.cards;
  const before = overview.data?.previous?.cards;
  const changes = overview.data?.change?.cards;
  const much = changes?.active_people;
  if (!now || !before || now.active_people === null) return null;
  const days = daysOf(range);
  const since = days === 1 ? 'this day a week ago' : `the ${days} days before`;
  const by = now.active_people - (before.active_people ?? 0);
  const way = direction(now.active_people, before.active_people ?? 0);
  const most = way === 'No clear change' ? null : moved(channels.data?.data.totals, channels.data?.previous?.totals, by);
  const beside = setbacks({
    people: much, conversion: changes?.conversion_rate,
    sessions: [now, before].map((cards) => ({ converted: cards.converted_sessions, engaged: cards.engaged_sessions })),
    response: whatsapp.data?.change?.totals?.median_response_seconds, median: whatsapp.data?.data.totals.median_response_seconds,
  });
  return (
    <li data-figure="change" data-value={much ?? ''}>
      {much === 'new' || much == null ? `${count(now.active_people)} active people; none in ${since}` : (
        <>
          <b className="font-semibold">{way}</b> {days === 1 ? 'today' : `over ${days} days`}: {count(now.active_people)} active people, {change(much)} on {since}
          {most && <>, most of it on <b className="font-semibold">{most.value}</b> ({most.by > 0 ? '+' : '-'}{count(Math.abs(most.by))} people)</>}
        </>
      )}.
      {beside.map((sentence) => {
        const [lead, rest] = sentence.split(':', 2);
        return <span key={lead}> <b className="font-semibold">{lead}</b>:{rest}</span>;
      })}
    </li>
  );
}
