'use client';
import Link from 'next/link';
import { useReport } from '@/api/use';
import { useLink, useView } from '@/view/view';
import { verdict } from '../health/verdict';

// Whether the numbers can be relied on: is all counted, did anything get stuck, is a source silent. Where they
// cannot, that is read before any of them.
export function Trust() {
  const asked = useReport('/health');
  const { project } = useView();
  const to = useLink();
  if (!asked.data) return null;
  const { good, text } = verdict(asked.data.data, project.timezone);
  const [lead, ...rest] = text.split(':');
  return (
    <li data-figure="trust" data-value={good ? 1 : 0} className={good ? '' : 'order-first text-bad'}>
      <Link prefetch={false} className="hover:underline" href={to('/health')}><b className="font-semibold">{lead}</b>{rest.length > 0 && `:${rest.join(':')}`}</Link>
    </li>
  );
}
