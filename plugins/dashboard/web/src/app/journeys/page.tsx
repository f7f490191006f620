'use client';
import { useReport } from '@/api/use';
import { useAddress } from '@/view/view';
import { Ends } from './Ends';
import { Paths } from './Paths';
import { Through } from './Through';

// The ways that people take, on all channels together.
export default function Journeys() {
  const { params } = useAddress();
  const said = Number(params.get('steps') ?? 5);
  const steps = Number.isInteger(said) && said >= 2 && said <= 10 ? said : 5;
  const asked = useReport('/paths', { steps });
  const node = params.get('node');
  return (
    <div className="space-y-3">
      <Paths asked={asked} steps={steps} />
      {node && <Through key={node} node={node} />}
      <Ends asked={asked} steps={steps} />
    </div>
  );
}
