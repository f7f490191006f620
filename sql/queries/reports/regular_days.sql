-- The days of a range and the 27 before it, in the project's time zone: where each begins, and its label.
select (extract(epoch from d.day at time zone :zone) * 1000000)::bigint as at,
       to_char(d.day, 'YYYY-MM-DD"T"HH24:MI:SS')
         || case when o.apart >= interval '0' then '+' else '-' end
         || to_char(case when o.apart < interval '0' then -o.apart else o.apart end, 'HH24:MI') as label
from generate_series(date_trunc('day', :begins::timestamptz at time zone :zone) - interval '27 days',
                     (:ends::timestamptz - interval '1 microsecond') at time zone :zone, interval '1 day') as d (day),
     lateral (select d.day - ((d.day at time zone :zone) at time zone 'UTC') as apart) o
order by 1
