import { useReport } from '@/api/use';
import { useAddress } from '@/view/view';
import { queryOf, readFunnel, type Funnel } from './model';
import { firstOf } from './ready';

// The funnel of the address, else one that the project's events fit; null while that is not known.
export function useFunnel(): Funnel | null {
  const { params } = useAddress();
  const names = useReport('/trend', { by: 'name', part: 'totals' }).data?.data.totals.map((row) => row.value ?? '');
  const said = readFunnel((name) => params.get(name));
  if (said.steps.length > 1) return said;
  return names ? { ...firstOf(names), by: said.by } : null;
}

export function useSteps(funnel: Funnel | null, breakdown = false) {
  return useReport('/funnel', funnel ? queryOf(funnel, breakdown) : {}, { enabled: funnel !== null && (!breakdown || funnel.by !== '') });
}

export type StepsAsked = ReturnType<typeof useSteps>;
export type StepRow = NonNullable<StepsAsked['data']>['data']['steps'][number];
