'use client';
import { chosenTab, Tabs } from '@/components/Form/Tabs';
import { useAddress, useView } from '@/view/view';
import { Account } from './Account';
import { Audit } from './Audit';
import { Goals } from './Goals';
import { Notes } from './Notes';
import { ProjectForm } from './ProjectForm';
import { Team } from './Team';

const tabs = ['project', 'goals', 'people', 'notes', 'log', 'account'] as const;

// What decides a number, who may see it, and who changed what.
export default function Settings() {
  const { params } = useAddress();
  const { project } = useView();
  const owner = project.role === 'owner';
  const names = tabs.filter((name) => owner || !['people', 'log'].includes(name));
  const tab = chosenTab(params, names);
  return (
    <div className="max-w-4xl space-y-3">
      <Tabs names={names} label="Settings" />
      {tab === 'project' && <ProjectForm />}
      {tab === 'goals' && <Goals />}
      {tab === 'people' && <Team />}
      {tab === 'notes' && <Notes />}
      {tab === 'log' && <Audit />}
      {tab === 'account' && <Account />}
    </div>
  );
}
