-- How far the reports are behind what is stored, and what could not be.
select s.rolled_at,
       (select count(*) from events e where e.tx >= s.up_to) as not_counted_yet,
       coalesce((select extract(epoch from now() - min(e.received_at))::float8 from events e where e.tx >= s.up_to), 0)
         as behind_seconds,
       (select count(*) from rollup_dirty d where d.project = :project) as quarters_to_recount,
       (select count(*) from dead_letters d where d.project = :project and d.replayed_at is null) as dead_letters
from rollup_state s
