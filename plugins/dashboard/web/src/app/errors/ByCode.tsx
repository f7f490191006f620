'use client';
import { useReport } from '@/api/use';
import { useLink } from '@/view/view';
import { ByDay } from './ByDay';

export function ByCode() {
  const to = useLink();
  const asked = useReport('/trend', { name: 'error', by: 'property:code' });
  return (
    <ByDay asked={asked} title="Application errors by day" what="Code" evidence={to('/explore', { name: 'error' })} empty="No application error was told in the period."
      definition="Events error (the incumbent's app_error is one), by their code and the day they happened: of pages, flows and providers." />
  );
}
