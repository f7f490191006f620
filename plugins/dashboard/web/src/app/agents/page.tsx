'use client';
import { useReport } from '@/api/use';
import { useTarget } from '../whatsapp-analytics/target';
import { Handovers } from './Handovers';
import { Outcomes } from './Outcomes';
import { Spreads } from './Spreads';
import { Story } from './Story';
import { Team } from './Team';

export default function Agents() {
  const asked = useReport('/agents', { limit: 1000 });
  const whatsapp = useReport('/whatsapp');
  const target = useTarget();
  return (
    <div className="space-y-3">
      <Story agents={asked} whatsapp={whatsapp} />
      <Team asked={asked} title="Team" />
      <div className="grid gap-3 lg:grid-cols-2">
        <Spreads asked={asked} of="response" title="Response times" target={target}
          definition="How long each agent's answers took, by the day the wait began." />
        <Spreads asked={asked} of="first_response" title="First response" definition="From the customer's first message to the first answer of the chat, counted from the hand-over where a bot handed over." />
        <Spreads asked={asked} of="queue" title="Time in queue" definition="From the customer's unanswered message until the chat was first assigned, by the agent it was given to." />
        <Spreads asked={asked} of="resolution" title="Time to resolve" definition="From the opening of a chat to its resolution, by the agent who resolved it." />
        <Outcomes asked={whatsapp} />
        <Handovers />
      </div>
    </div>
  );
}
