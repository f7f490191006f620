'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { count, duration } from '@/format/format';
import { useLink } from '@/view/view';

// Who waits for an answer at this moment.
export function Waits() {
  const asked = useReport('/whatsapp', { compare: 'previous' });
  const to = useLink();
  const waits = asked.data?.data.open_waits;
  if (!waits) return null;
  const many = waits.open_waits ?? 0;
  return (
    <li data-figure="open_waits" data-value={waits.open_waits ?? ''}>
      <Link prefetch={false} className="hover:underline" href={to('/whatsapp-analytics')}>
        <b className="font-semibold">{many ? `${count(many)} ${many === 1 ? 'customer waits' : 'customers wait'}` : 'Nobody waits'}</b> for an answer now{many > 0 && `, the longest for ${duration(waits.longest_seconds)}`}.
      </Link>
    </li>
  );
}
