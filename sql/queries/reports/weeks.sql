-- Nine weeks of seven days that end with a day, in the project's time zone: where each begins, its first
-- day, and whether the project had its first event by then; last the end of all, and the last day.
select (extract(epoch from w.day::timestamp at time zone :zone) * 1000000)::bigint as at, w.day,
       coalesce((select min(p.first_at) from persons p where p.project = :project)
                  <= w.day::timestamp at time zone :zone, false) as known,
       w.day - 1 as day_before
from (
  select coalesce(:to_date::date, (:to_at::timestamptz at time zone :zone)::date,
                  (now() at time zone :zone)::date - 1) + 1 - 63 + 7 * n as day
  from generate_series(0, 9) n) w
order by 1
