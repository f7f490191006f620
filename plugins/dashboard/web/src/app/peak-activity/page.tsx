'use client';
import { useReport } from '@/api/use';
import { Days } from './Days';
import { Hours } from './Hours';
import { SendHours } from './SendHours';
import { Words } from './Words';

// When people are there, and when a message reaches them.
export default function PeakActivity() {
  const hours = useReport('/heatmap');
  const send = useReport('/send-hours');
  return (
    <div className="space-y-3">
      <Words hours={hours.data?.data.people} send={send.data?.data.hours} />
      <Hours asked={hours} />
      <div className="grid gap-3 lg:grid-cols-2">
        <SendHours asked={send} />
        <Days />
      </div>
    </div>
  );
}
