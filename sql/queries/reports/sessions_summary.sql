-- Sessions that began in the time. Rates and durations are of engaged ones; a session of one own event
-- has no known duration.
select count(*) as sessions,
       count(*) filter (where s.engaged) as engaged_sessions,
       count(*) filter (where s.engaged and s.converts) as converted_sessions,
       (count(*) filter (where s.engaged and s.converts))::float8
         / nullif(count(*) filter (where s.engaged), 0) as conversion_rate,
       percentile_cont(0.5) within group (order by extract(epoch from s.last_own_at - s.first_own_at)::float8)
         filter (where s.own_count > 1) as median_seconds,
       percentile_cont(0.9) within group (order by extract(epoch from s.last_own_at - s.first_own_at)::float8)
         filter (where s.own_count > 1) as p90_seconds,
       (avg(s.event_count) filter (where s.engaged))::float8 as events_per_session,
       (count(*) filter (where s.own_count = 1))::float8
         / nullif(count(*) filter (where s.engaged), 0) as single_event_share
from (
  select s.first_at, s.engaged, s.own_count, s.event_count, s.first_own_at, s.last_own_at,
         {part_converted} as converts
  from sessions s
  where s.project || '' = :project and s.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
  and s.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC'
  and (:channel::text is null or s.channel = :channel) and (:country::text is null or s.country = :country)
  and (:campaign::text is null or s.campaign = :campaign) and (:device::text is null or s.device = :device)
  offset 0) s
