'use client';
import { useReport } from '@/api/use';
import { Agents } from './Agents';
import { Cards } from './Cards';
import { Delivery } from './Delivery';
import { Hours } from './Hours';
import { Lengths, Resolutions } from './Resolutions';
import { Responses } from './Responses';
import { Story } from './Story';
import { Countries, Templates } from './Templates';
import { ReadRate, ResponseTrend, Volume } from './Trends';

export default function WhatsApp() {
  const asked = useReport('/whatsapp', { compare: 'previous' });
  return (
    <div className="space-y-3">
      <Story asked={asked} />
      <Cards asked={asked} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Responses asked={asked} />
        <Delivery />
        <Volume asked={asked} />
        <ResponseTrend asked={asked} />
        <Hours asked={asked} />
        <Resolutions asked={asked} />
        <Lengths asked={asked} />
        <ReadRate asked={asked} />
        <Countries asked={asked} />
      </div>
      <Templates asked={asked} />
      <Agents />
    </div>
  );
}
