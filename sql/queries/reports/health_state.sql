-- How far the reports are behind what is stored, and what could not be. Freshness: from an event's arrival until
-- reports had it, of the latest 5,000 events of all projects those of this one, at most a day back.
with fresh as (
  select extract(epoch from r.at - e.received_at)::float8 as seconds
  from (
    select x.tx, x.project, x.received_at from events x
    where x.tx >= (select min(since) from rollup_rolls) and x.tx < (select up_to from rollup_state)
    order by x.tx desc limit 5000) e
  cross join lateral (select at from rollup_rolls where up_to > e.tx order by up_to limit 1) r
  where e.project = :project
)
select s.rolled_at,
       (select count(*) from events e where e.tx >= s.up_to) as not_counted_yet,
       coalesce((select extract(epoch from now() - min(e.received_at))::float8 from events e where e.tx >= s.up_to), 0)
         as behind_seconds,
       f.freshness_events, f.freshness_p50_seconds, f.freshness_p95_seconds, f.freshness_p99_seconds,
       (select count(*) from rollup_dirty d where d.project = :project) as quarters_to_recount,
       (select count(*) from dead_letters d where d.project = :project and d.replayed_at is null) as dead_letters
from rollup_state s
cross join (
  select count(*) as freshness_events,
         percentile_cont(0.5) within group (order by seconds) as freshness_p50_seconds,
         percentile_cont(0.95) within group (order by seconds) as freshness_p95_seconds,
         percentile_cont(0.99) within group (order by seconds) as freshness_p99_seconds
  from fresh) f
