'use client';
import { useReport } from '@/api/use';
import { useFirstRow } from '@/components/LongTable/row';
import { FindPerson } from '@/components/Person/FindPerson';
import { PersonCard } from '@/components/Person/PersonCard';
import { useTimeline } from '@/timeline/useTimeline';
import { useAddress, useLink, useView } from '@/view/view';
import { List } from './List';

// Who they are: found by any identifier, or one after another.
export default function People() {
  const { params } = useAddress();
  const { query } = useView();
  const user = params.get('user');
  const choice = { contacts: params.get('contacts') ?? undefined, sort: params.get('sort') ?? undefined, lifecycle: params.get('lifecycle') ?? undefined };
  const key = JSON.stringify([query, choice]);
  const at = useFirstRow(key);
  return (
    <div className="space-y-3">
      <FindPerson heading="Find somebody" />
      {user && <Card user={user} />}
      <List key={key} choice={choice} at={at} />
    </div>
  );
}

function Card({ user }: { user: string }) {
  const to = useLink();
  const asked = useReport('/people/:id', { id: user });
  return <PersonCard asked={asked} timeline={useTimeline(user)} evidence={{ href: to('/journey', { user }), label: 'Their whole journey' }} />;
}
