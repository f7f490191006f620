'use client';
import { Breakdown } from './Breakdown';
import { Builder } from './Builder';
import { contentOf, usual } from './model';
import { SaveAs } from './SaveAs';
import { Choose } from './Saved';
import { Steps } from './Steps';
import { Story } from './Story';
import { Times } from './Times';
import { useFunnel, useSteps } from './use';

export default function Funnels() {
  const found = useFunnel();
  const asked = useSteps(found);
  const funnel = found ?? { ...usual, steps: [] };
  return (
    <div className="space-y-3">
      <Story asked={asked} funnel={funnel} />
      <Choose funnel={funnel} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Steps asked={asked} funnel={funnel} />
        <Times asked={asked} funnel={funnel} />
        <Breakdown funnel={funnel} />
      </div>
      {found && <Builder key={JSON.stringify(contentOf(funnel))} shown={funnel} />}
      <SaveAs funnel={funnel} />
    </div>
  );
}
