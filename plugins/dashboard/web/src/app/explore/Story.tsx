'use client';
import type { TrendAsked } from './asked';
import { ofProperty, type Exploration } from './model';
import { nameOf, splitText, written } from './words';

// The whole in one sentence. Parts of people, and medians, do not add up: then the largest part is named.
export function Story({ asked, said, name }: { asked: TrendAsked; said: Exploration; name?: string }) {
  const number = written(said);
  const totals = asked.data?.data.totals;
  if (ofProperty(said.measure) && said.of === '') return <p className="text-story font-semibold" data-story>Which property’s {said.measure}? Name it below.</p>;
  if (!totals) return <p className="text-story text-ink-2">…</p>;
  const first = totals[0];
  const named = nameOf(said.by);
  const what = name ? `with ${name}` : 'with events of their own';
  const of = { count: name ? `times ${name}` : 'own events', people: `people ${what}`, sum: `is the sum of ${said.of}`, median: `is the median of ${said.of}` }[said.measure];
  return (
    <p className="text-story font-semibold" data-story>
      {!first || first.measure === null ? 'Nothing of this in the period.'
        : said.by ? `${named(first.value)}: ${number(first.measure)} ${of}, the most by ${splitText(said.by).toLowerCase()}.`
        : `${number(first.measure)} ${of}.`}
    </p>
  );
}
