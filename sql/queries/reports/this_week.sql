-- Where this week begins in the project's time zone, and where the one before: microseconds.
select (extract(epoch from d.first::timestamp at time zone :zone) * 1000000)::bigint as week,
       (extract(epoch from (d.first - 7)::timestamp at time zone :zone) * 1000000)::bigint as before
from (select t.today - ((extract(isodow from t.today)::integer - :week_start::integer + 7) % 7) as first
      from (select (now() at time zone :zone)::date as today) t) d
