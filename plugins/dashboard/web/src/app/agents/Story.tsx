'use client';
import type { WhatsApp } from '../whatsapp-analytics/asked';
import { count, duration } from '@/format/format';
import type { AgentsAsked } from './asked';

// What the team did, and what it has in hand.
export function Story({ agents, whatsapp }: { agents: AgentsAsked; whatsapp: WhatsApp }) {
  const team = agents.data?.data.agents;
  const totals = whatsapp.data?.data.totals;
  if (!team || !totals) return <p className="text-story text-ink-2 min-h-13">…</p>;
  const open = team.reduce((sum, row) => sum + (row.open ?? 0), 0);
  return (
    <div className="min-h-13" data-story>
      <p className="text-story font-semibold">
        {totals.by_agents ? `Agents gave ${count(totals.by_agents)} answers, half within ${duration(totals.median_agent_seconds)}, nine of ten within ${duration(totals.p90_agent_seconds)}.` : 'No answer of the period is known to be an agent’s.'}
      </p>
      <p>
        {count(totals.resolutions)} chats were resolved; {count(open)} of those assigned in the period {open === 1 ? 'is' : 'are'} still open.
        {totals.answered !== totals.by_agents && <> {count((totals.answered ?? 0) - (totals.by_agents ?? 0))} answers came from sources that do not say who gave them.</>}
      </p>
    </div>
  );
}
