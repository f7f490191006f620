'use client';
import { Panel } from '@/components/Panel/Panel';
import { tableOf, type Column } from '@/components/table';
import type { Agent, AgentsAsked } from './asked';

const columns: Column<Agent>[] = [
  { name: 'agent', label: 'Agent', value: (row) => row.agent },
  { name: 'answered', label: 'Answers', value: (row) => row.answered },
  { name: 'median_response_seconds', label: 'Median response', value: (row) => row.median_response_seconds, format: 'duration' },
  { name: 'p90_response_seconds', label: 'p90', value: (row) => row.p90_response_seconds, format: 'duration' },
  { name: 'resolved', label: 'Resolved', value: (row) => row.resolved },
];

const more: Column<Agent>[] = [
  { name: 'assigned', label: 'Assigned', value: (row) => row.assigned },
  { name: 'open', label: 'Open now', value: (row) => row.open },
  { name: 'transferred', label: 'Transferred', value: (row) => row.transferred },
  { name: 'median_first_response_seconds', label: 'First response', value: (row) => row.median_first_response_seconds, format: 'duration' },
  { name: 'median_queue_seconds', label: 'In queue', value: (row) => row.median_queue_seconds, format: 'duration' },
  { name: 'median_resolution_seconds', label: 'To resolve', value: (row) => row.median_resolution_seconds, format: 'duration' },
];

interface Props {
  asked: AgentsAsked;
  title: string;
  short?: boolean;
  evidence?: { href: string; label?: string };
}

// One row an agent, most answers first.
export function Team({ asked, title, short = false, evidence }: Props) {
  return (
    <Panel
      title={title} source="/agents" asked={asked} evidence={evidence}
      empty="No event named an agent in the period. griot learns agents from chat.assigned, and from an agentId of what they send."
      definition="Chats count for the agent first assigned, answers for who gave them, resolutions for who resolved. Times are medians; who has few answers can have any."
      table={({ data }) => tableOf(data.agents, short ? columns : [...columns, ...more])}
    />
  );
}
