'use client';
import { useReport } from '@/api/use';
import { ByCode } from './ByCode';
import { FailedByDay, FailedMessages } from './FailedMessages';
import { Kinds } from './Kinds';
import { Story } from './Story';
import { Touched } from './Touched';

export default function Errors() {
  const people = useReport('/trend', { name: 'error', measure: 'people' });
  const kinds = useReport('/errors', { limit: 1000 });
  const failed = useReport('/trend', { name: 'message.failed', by: 'property:errorCode' });
  return (
    <div className="space-y-3">
      <Story kinds={kinds} people={people} failed={failed} />
      <div className="grid gap-3 lg:grid-cols-2">
        <ByCode />
        <FailedByDay asked={failed} />
        <Touched />
        <FailedMessages asked={failed} />
      </div>
      <Kinds asked={kinds} />
    </div>
  );
}
