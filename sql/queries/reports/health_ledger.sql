-- What became of events, per source. What is in flight the queue knows (`griot ledger`). `silent`: it is quiet
-- for longer than at this time of day on any of the 28 days before, of which seven at least are known; by more
-- than the quarter of an hour to which that is known.
select l.source, l.stored, l.duplicate, l.filtered, l.dead, q.last_quarter,
       case when q.known >= 7 then coalesce(q.quiet > q.most + interval '15 minutes', true) end as silent
from (
  select source, sum(stored)::bigint as stored, sum(duplicate)::bigint as duplicate,
         sum(filtered)::bigint as filtered, sum(dead)::bigint as dead
  from ledger where project = :project group by source) l
cross join lateral (
  select max(g.last) filter (where g.day = 0) as last_quarter, max(g.at - g.last) filter (where g.day = 0) as quiet,
         max(g.at - g.last) filter (where g.day > 0) as most, count(g.last) filter (where g.day > 0) as known
  from (
    select d.day, d.at, (
      select max(r.bucket) from rollup_quarters r
      where r.project = :project and r.dim = 'source' and r.value = l.source
        and r.bucket <= d.at and r.bucket > d.at - interval '30 days') as last
    from (select day, ((now() at time zone :zone) - make_interval(days => day)) at time zone :zone as at
          from generate_series(0, 28) as day) d) g) q
order by l.source
