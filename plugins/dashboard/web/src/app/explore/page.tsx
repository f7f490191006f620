'use client';
import { useReport } from '@/api/use';
import { useAddress, useView } from '@/view/view';
import { Controls } from './Controls';
import { Events } from './Events';
import { ofProperty, readExploration } from './model';
import { Saved } from './Saved';
import { Story } from './Story';
import { Totals } from './Totals';
import { Trend } from './Trend';

export default function Explore() {
  const { params } = useAddress();
  const { filters } = useView();
  const said = readExploration((name) => params.get(name));
  const whole = !ofProperty(said.measure) || said.of !== '';
  const { measure, of, by, granularity } = said;
  const asked = useReport('/trend', { measure, granularity, ...(of && ofProperty(measure) && { of }), ...(by && { by }) }, { enabled: whole });
  return (
    <div className="space-y-3">
      <Story asked={asked} said={said} name={filters.name} />
      {whole && (
        <div className="grid gap-3 lg:grid-cols-2">
          <Trend asked={asked} said={said} />
          {by && <Totals asked={asked} said={said} />}
        </div>
      )}
      <Controls said={said} />
      <Events />
      <Saved said={said} />
    </div>
  );
}
