'use client';
import { useReport } from '@/api/use';
import { Cards } from './Cards';
import { Growth } from './Growth';
import { Narrative } from './Narrative';
import { Rest } from './Rest';

export default function Overview() {
  const overview = useReport('/overview', { compare: 'previous' });
  const whatsapp = useReport('/whatsapp', { compare: 'previous' });
  return (
    <div className="space-y-3">
      <Narrative />
      <Cards overview={overview} whatsapp={whatsapp} />
      <Growth asked={overview} />
      <Rest overview={overview} />
    </div>
  );
}
