'use client';
import { useReport } from '@/api/use';
import { useFirstRow } from '@/components/LongTable/row';
import { useAddress, useView } from '@/view/view';
import { Figures } from './Figures';
import { List } from './List';
import { OneSession } from './OneSession';
import { Splits } from './Splits';

// How visits went: in figures, where they began and ended, and one by one.
export default function Sessions() {
  const { params } = useAddress();
  const { query } = useView();
  const session = params.get('session');
  const summary = useReport('/sessions/summary', { compare: 'previous' });
  const choice = { engaged: params.get('engaged') ?? undefined, converted: params.get('converted') ?? undefined };
  const key = JSON.stringify([query, choice]);
  const at = useFirstRow(key);
  return (
    <div className="space-y-3">
      {session ? <OneSession id={session} /> : <Figures asked={summary} />}
      <List key={key} choice={choice} at={at} />
      {!session && <Splits asked={summary} />}
    </div>
  );
}
