-- The hours of a range as the project's clock shows them, with weekday (1: Monday) and hour. The first
-- begins with the range.
select (extract(epoch from greatest(min(q), :begins::timestamptz)) * 1000000)::bigint as at,
       extract(isodow from min(q) at time zone :zone)::integer as weekday,
       extract(hour from min(q) at time zone :zone)::integer as hour
from generate_series(date_bin('15 minutes', :begins::timestamptz, '2000-01-01 00:00:00+00'),
                     :ends::timestamptz - interval '1 microsecond', interval '15 minutes') q
group by date_trunc('hour', q at time zone :zone), (q at time zone :zone) - (q at time zone 'UTC')
order by 1
