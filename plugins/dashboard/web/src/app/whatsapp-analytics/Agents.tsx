'use client';
import { useReport } from '@/api/use';
import { useLink } from '@/view/view';
import { Spreads } from '../agents/Spreads';
import { Team } from '../agents/Team';

// The leaderboard, and how evenly each answers.
export function Agents() {
  const to = useLink();
  const asked = useReport('/agents');
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Team asked={asked} title="Agents" evidence={{ href: to('/agents'), label: 'The team' }} short />
      <Spreads asked={asked} of="response" title="Response times by agent" definition="How long each agent's answers took." />
    </div>
  );
}
