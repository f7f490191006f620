-- Customers who wait now: how many, the longest, and since when.
select count(*) as open_waits,
       extract(epoch from now() - min(t.waiting_since))::float8 as longest_seconds,
       min(t.waiting_since) as longest_since
from response_times t
where t.project = :project and t.ended is null and t.waiting_since > now() - interval '1 day'
