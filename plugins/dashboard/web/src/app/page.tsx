'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Waiting } from '@/components/Panel/states';
import { useHeard } from '@/shell/heard';
import { chosen, useLink, useView } from '@/view/view';

// The address without a page: the overview of what was looked at last. Who comes for the first time and has
// sent nothing yet sees the demo's story; without a demo, how to send something.
export default function Start() {
  const router = useRouter();
  const to = useLink();
  const { project, me } = useView();
  const heard = useHeard(project.id);
  const demo = me.projects.find((one) => one.demo);
  useEffect(() => {
    if (heard === undefined) return;
    if (heard) router.replace(to('/overview', { project: project.id }));
    else if (demo && !chosen()) router.replace(to('/overview', { project: demo.id }));
    else router.replace(to('/connect', { project: project.id }));
  }, [heard, demo, project.id, router, to]);
  return <Waiting />;
}
