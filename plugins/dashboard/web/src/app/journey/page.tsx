'use client';
import { useReport } from '@/api/use';
import { PersonCard } from '@/components/Person/PersonCard';
import { FindPerson } from '@/components/Person/FindPerson';
import { useTimeline } from '@/timeline/useTimeline';
import { useAddress, useLink } from '@/view/view';
import { Newest } from './Newest';
import { Story } from './Story';

export default function Journey() {
  const { params } = useAddress();
  const to = useLink();
  const user = params.get('user') ?? '';
  const person = useReport('/people/:id', { id: user }, { enabled: user !== '' });
  const timeline = useTimeline(user);
  if (user === '') return <div className="space-y-3"><FindPerson heading="Whose journey?" /><Newest /></div>;
  return (
    <div className="space-y-3">
      <PersonCard asked={person} timeline={timeline} evidence={{ href: to('/people'), label: 'Other people' }} />
      <Story timeline={timeline} />
      <FindPerson heading="Someone else" />
    </div>
  );
}
