-- Errors of some spans of time: when the first and the last of each kind was, and its first message.
select left(coalesce(e.properties->>'code', ''), 150) as code, left(coalesce(e.properties->>'origin', 'page'), 50) as origin,
       left(coalesce(e.properties->>'step', ''), 100) as step,
       griot_first(nullif(left(coalesce(e.properties->>'message', ''), 300), '') order by e.occurred_at) as example,
       min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
from unnest(:span_starts::timestamptz[], :span_ends::timestamptz[]) as s (a, b)
cross join lateral (
  select * from events e
  where e.name = 'error' and e.project = :project and e.occurred_at >= s.a and e.occurred_at < s.b
    and (e.tx < (select up_to from rollup_state)) is true and (:channel::text is null or e.channel = :channel)
  offset 0) e
group by 1, 2, 3
