'use client';
import { histogram } from '@/charts/histogram';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { bucketOf, countBucket, secondsBucket } from '@/format/bucket';
import { count, duration } from '@/format/format';
import { useLink } from '@/view/view';
import type { WhatsApp } from './asked';

export function Resolutions({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  return (
    <Panel
      title="Resolution times" source="/whatsapp" asked={asked} evidence={{ href: to('/explore', { name: 'chat.resolved' }) }}
      definition="From the opening of a chat to its resolution, by the day it was resolved. Chats that only fell silent have none."
      table={({ data }) => tableOf(data.totals.resolutions ? data.resolution_times : [], [
        { name: 'from_seconds', label: 'Took', value: (row) => row.from_seconds, format: (_, row) => secondsBucket(row.from_seconds, row.to_seconds) },
        { name: 'to_seconds', label: 'To', value: (row) => row.to_seconds, hidden: true },
        { name: 'resolutions', label: 'Resolutions', value: (row) => row.resolutions },
      ])}
    >
      {({ data }) => {
        const buckets = data.resolution_times.map((row) => ({ from: row.from_seconds, to: row.to_seconds }));
        const marks = [
          { name: `median ${duration(data.totals.median_resolution_seconds)}`, at: bucketOf(data.totals.median_resolution_seconds, buckets) },
          { name: `p90 ${duration(data.totals.p90_resolution_seconds)}`, at: bucketOf(data.totals.p90_resolution_seconds, buckets) },
        ].filter((mark) => mark.at >= 0);
        return <Chart label="Resolutions by how long they took" option={histogram(buckets.map(({ from, to }) => secondsBucket(from, to)), data.resolution_times.map((row) => row.resolutions), marks, 'resolutions')} />;
      }}
    </Panel>
  );
}

export function Lengths({ asked }: { asked: WhatsApp }) {
  return (
    <Panel
      title="Conversation length" source="/whatsapp" asked={asked}
      definition="Messages of both sides in one opening of a chat, by the day it was opened. Chats that are still open can grow."
      table={({ data }) => tableOf(data.totals.conversations ? data.conversation_lengths : [], [
        { name: 'from_messages', label: 'Messages', value: (row) => row.from_messages, format: (_, row) => countBucket(row.from_messages, row.to_messages) },
        { name: 'to_messages', label: 'To', value: (row) => row.to_messages, hidden: true },
        { name: 'conversations', label: 'Conversations', value: (row) => row.conversations },
      ])}
    >
      {({ data }) => {
        const buckets = data.conversation_lengths.map((row) => ({ from: row.from_messages, to: row.to_messages }));
        const middle = data.totals.median_conversation_length;
        const marks = [{ name: `median ${count(middle)} messages`, at: bucketOf(middle, buckets) }].filter((mark) => mark.at >= 0);
        return <Chart label="Conversations by number of messages" option={histogram(buckets.map(({ from, to }) => countBucket(from, to)), data.conversation_lengths.map((row) => row.conversations), marks, 'conversations')} />;
      }}
    </Panel>
  );
}
