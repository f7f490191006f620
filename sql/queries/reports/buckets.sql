-- Where the hours, days, weeks or months of a range begin. An hour that the clock shows twice is two; one
-- that summer time skips is none.
with local as (
  select :begins::timestamptz as begins, :ends::timestamptz as ends, :zone::text as zone,
         :granularity::text as granularity, (:week_start::integer - 1) * interval '1 day' as week
), starts as (
  select l.begins, l.ends, l.zone, s.at
  from local l, lateral (
    select d at time zone l.zone as at
    from generate_series(
      case l.granularity
        when 'week' then date_trunc('week', (l.begins at time zone l.zone) - l.week) + l.week
        else date_trunc(l.granularity, l.begins at time zone l.zone) end,
      (l.ends at time zone l.zone), ('1 ' || l.granularity)::interval) d
    where l.granularity <> 'hour'
    union
    select min(q) from generate_series(date_bin('15 minutes', l.begins, '2000-01-01 00:00:00+00'), l.ends,
                                       interval '15 minutes') q
    where l.granularity = 'hour'
    group by date_trunc('hour', q at time zone l.zone), (q at time zone l.zone) - (q at time zone 'UTC')) s
), kept as (
  -- The first begins with the range, or before it where that is in its middle.
  select distinct greatest(at, begins) as at, zone from starts where at < ends
    and at >= (select coalesce(max(x.at), '-infinity') from starts x where x.at <= x.begins)
)
select (extract(epoch from at) * 1000000)::bigint as at,
       to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS')
         || case when o >= interval '0' then '+' else '-' end
         || to_char(case when o < interval '0' then -o else o end, 'HH24:MI') as label
from kept, lateral (select (at at time zone zone) - (at at time zone 'UTC') as o) z
order by at
