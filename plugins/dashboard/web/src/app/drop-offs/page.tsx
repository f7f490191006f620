'use client';
import Link from 'next/link';
import { useLink } from '@/view/view';
import { Breakdown } from '../funnels/Breakdown';
import { patchOf, usual } from '../funnels/model';
import { Choose } from '../funnels/Saved';
import { Steps } from '../funnels/Steps';
import { Story } from '../funnels/Story';
import { useFunnel, useSteps } from '../funnels/use';
import { Factors } from './Factors';
import { SplitBy } from './SplitBy';

// What is broken: the step that most are lost at, and what those who are have in common.
export default function DropOffs() {
  const to = useLink();
  const found = useFunnel();
  const asked = useSteps(found);
  const funnel = found ?? { ...usual, steps: [] };
  return (
    <div className="space-y-3">
      <Story asked={asked} funnel={funnel} lead="worst" />
      <div className="flex flex-wrap items-center gap-3">
        <Choose funnel={funnel} />
        <Link prefetch={false} className="link" href={to('/funnels', patchOf(funnel))}>Change its steps</Link>
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <Steps asked={asked} funnel={funnel} title="Where most are lost" showWorst />
        {found && <Factors funnel={found} />}
        <Breakdown funnel={funnel} wide />
      </div>
      <SplitBy funnel={funnel} />
    </div>
  );
}
