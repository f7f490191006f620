-- How long engaged sessions took, [from, to) seconds; null: unknown, of one own event.
select b.from_seconds, b.to_seconds, count(s.seconds) as engaged_sessions
from (values (0, 10), (10, 30), (30, 60), (60, 180), (180, 600), (600, 1800), (1800, 3600), (3600, null))
       as b (from_seconds, to_seconds)
left join (
  select extract(epoch from last_own_at - first_own_at)::float8 as seconds
  from sessions s
  where s.project || '' = :project and s.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
    and s.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC' and s.own_count > 1
    and (:channel::text is null or s.channel = :channel) and (:country::text is null or s.country = :country)
    and (:campaign::text is null or s.campaign = :campaign) and (:device::text is null or s.device = :device)) s
  on s.seconds >= b.from_seconds and (s.seconds < b.to_seconds or b.to_seconds is null)
group by 1, 2
order by 1
