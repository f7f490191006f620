'use client';
import { useThing } from '@/api/use';
import { Block } from '@/components/Form/Form';
import { Trouble, Waiting } from '@/components/Panel/states';
import { useView } from '@/view/view';
import { FirstEvent } from './FirstEvent';
import { Keys } from './Keys';
import { SourceCard } from './SourceCard';
import type { Sources } from './sources';

// Where events come in, how to send them there, and what was heard last.
export default function Connect() {
  const { project } = useView();
  const asked = useThing<Sources>('/sources');
  const sources = asked.data?.data.sources ?? [];
  if (project.role === 'viewer') return <p>Analysts and owners connect sources.</p>;
  return (
    <div className="max-w-5xl space-y-3">
      <FirstEvent />
      {asked.isError && !asked.data && <Trouble error={asked.error} retry={asked.refetch} />}
      {asked.isPending && <Waiting />}
      {asked.data && sources.length === 0 && (
        <Block title="Sources"><p>No door has said that it is open. Is a pipeline with a source running?</p></Block>
      )}
      {sources.map((source) => (
        <SourceCard key={source.source} source={source} heard={asked.data!.data.requests.filter((one) => one.source === source.source)} />
      ))}
      {project.role === 'owner' && <Keys />}
    </div>
  );
}
