'use client';
import { useReport } from '@/api/use';
import { chosenTab, Tabs } from '@/components/Form/Tabs';
import { useAddress } from '@/view/view';
import { parts } from './asked';
import { Compare } from './Compare';
import { List } from './List';
import { Outcomes } from './Outcomes';
import { Story } from './Story';
import { Variants } from './Variants';

export default function Campaigns() {
  const { params } = useAddress();
  const asked = useReport('/campaigns', { limit: 1000 });
  const part = chosenTab(params, parts);
  return (
    <div className="space-y-3">
      <Story asked={asked} part={part} />
      <Tabs names={parts} label="What is compared" />
      <div className="grid gap-3 lg:grid-cols-2">
        <Compare asked={asked} part={part} />
        <Outcomes asked={asked} part={part} />
        {part === 'campaigns' && <Variants campaigns={asked.data?.data.campaigns.map((row) => row.value ?? '') ?? []} />}
      </div>
      <List asked={asked} part={part} />
    </div>
  );
}
