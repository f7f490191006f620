-- By part of the time: `part` counts from 0.
select width_bucket(s.first_at, :starts::timestamptz[]) - 1 as part,
       count(*) as sessions,
       count(*) filter (where s.engaged) as engaged_sessions,
       count(*) filter (where s.engaged and s.converts) as converted_sessions
from (
  select s.first_at, s.engaged, s.own_count, s.event_count, s.first_own_at, s.last_own_at,
         {part_converted} as converts
  from sessions s
  where s.project || '' = :project and s.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
  and s.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC'
  and (:channel::text is null or s.channel = :channel) and (:country::text is null or s.country = :country)
  and (:campaign::text is null or s.campaign = :campaign) and (:device::text is null or s.device = :device)
  offset 0) s
group by 1
order by 1
