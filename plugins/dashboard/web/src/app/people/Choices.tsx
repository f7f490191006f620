'use client';
import { Choice } from '@/components/Choice/Choice';
import { lifecycles } from '@/components/Person/names';

// Which of them, and in which order.
export function Choices() {
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Choice name="sort" label="Order" otherwise="The newest first" choices={{ first_seen: 'The oldest first', '-last_seen': 'Seen last', last_seen: 'Not seen for longest' }} />
      <Choice name="contacts" label="Contacts" otherwise="With and without a phone" choices={{ true: 'With a phone', false: 'Without a phone' }} />
      <Choice name="lifecycle" label="State" otherwise="Any state" choices={Object.fromEntries(Object.entries(lifecycles).map(([name, { word }]) => [name, word]))} />
    </div>
  );
}
