'use client';
import { useReport } from '@/api/use';
import { Countries } from './Countries';
import { Places, Sources } from './Places';
import { World } from './World';

// Where people are, and how that is known.
export default function Geography() {
  const asked = useReport('/geography');
  return (
    <div className="space-y-3">
      <World asked={asked} />
      <Countries asked={asked} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Places asked={asked} />
        <Sources asked={asked} />
      </div>
    </div>
  );
}
