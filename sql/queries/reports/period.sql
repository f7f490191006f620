-- From what was asked to instants: the range, the one before it that it is held against, and where its
-- hours, days, weeks or months begin, all in the project's time zone (docs/api.md, "Time").
--
-- Dates are days of that zone, both included. What is held against a range ends as far into it as now is.
with asked as (
  select (now() at time zone :zone)::date as today, :zone::text as zone, :from_date::date as from_date,
         :to_date::date as to_date, :from_at::timestamptz as from_at, :to_at::timestamptz as to_at
), ranged as (
  select a.*, d.first_day, d.end_day,
         coalesce(a.from_at, d.first_day::timestamp at time zone a.zone) as begins,
         coalesce(a.to_at, d.end_day::timestamp at time zone a.zone) as ends
  from asked a, lateral (
    select coalesce(a.from_date, (coalesce(a.to_at, (coalesce(a.to_date, a.today) + 1)::timestamp at time zone a.zone)
                                  at time zone a.zone - interval '1 microsecond')::date - 27) as first_day,
           coalesce(a.to_date, case when a.from_at is null and a.from_date > a.today then a.from_date else a.today end) + 1
             as end_day) d
), before as (
  select r.*,
         case when r.from_at is not null or r.to_at is not null then null
              when r.first_day = r.today and r.end_day = r.today + 1 then interval '7 days'
              when r.first_day = date_trunc('month', r.today)::date and r.end_day = r.today + 1
                then interval '1 month'
              else make_interval(days => r.end_day - r.first_day) end as shift,
         least(r.ends, greatest(now(), r.begins)) as until
  from ranged r
)
select begins, ends,
       case when shift is null then begins - (ends - begins)
            else (begins at time zone zone - shift) at time zone zone end as previous_begins,
       case when shift is null then begins - (ends - begins) + (until - begins)
            when shift = interval '1 month'
              then least((until at time zone zone - shift) at time zone zone, begins)
            else (until at time zone zone - shift) at time zone zone end as previous_ends,
       now() as now,
       extract(epoch from ends - begins)::float8 as seconds
from before
