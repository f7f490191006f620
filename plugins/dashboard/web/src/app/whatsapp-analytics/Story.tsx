'use client';
import Link from 'next/link';
import { count, duration, share } from '@/format/format';
import { useLink } from '@/view/view';
import { useTarget } from './target';
import type { WhatsApp } from './asked';

// In one look: do customers hear from us soon enough, and who waits now?
export function Story({ asked }: { asked: WhatsApp }) {
  const to = useLink();
  const target = useTarget();
  const { totals, open_waits: waits } = asked.data?.data ?? {};
  if (!totals || !waits) return <p className="text-story text-ink-2 min-h-13">…</p>;
  return (
    <div className="min-h-13" data-story>
      <p className="text-story font-semibold">
        {totals.answered ? `${share(totals.within_target_share)} of answers came within ${duration(target)}; half within ${duration(totals.median_response_seconds)}.` : 'No message was answered in the period.'}
      </p>
      <p>
        {waits.open_waits
          ? <>{count(waits.open_waits)} {waits.open_waits === 1 ? 'customer waits' : 'customers wait'} for an answer now, the longest for {duration(waits.longest_seconds)}. </>
          : <>Nobody waits for an answer now. </>}
        {!!totals.missed && <>{count(totals.missed)} {totals.missed === 1 ? 'wait was' : 'waits were'} never answered. </>}
        <Link prefetch={false} className="link" href={to('/agents')}>How the team does</Link>
      </p>
    </div>
  );
}
