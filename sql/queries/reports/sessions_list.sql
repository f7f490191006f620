select s.session_id, person_of(s.project, s.channel, s.user_id, s.anonymous_id) as person_id,
       s.channel, s.first_at, s.last_at,
       case when s.own_count > 1 then extract(epoch from s.last_own_at - s.first_own_at)::float8 end as seconds,
       s.event_count as events, s.own_count as own_events, s.page_count as pages, s.engaged,
       {part_converts} as converted,
       s.source, s.campaign, s.device, s.country, s.entry, s.exit
from (
  select * from sessions s
  where s.project || '' = :project and s.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
    and s.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC'
    and (:channel::text is null or s.channel = :channel) and (:country::text is null or s.country = :country)
    and (:campaign::text is null or s.campaign = :campaign) and (:device::text is null or s.device = :device)
    and (:engaged::text is null or s.engaged = (:engaged = 'true'))
    and (:converted::text is null or {part_converted} = (:converted = 'true'))
  order by s.first_at at time zone 'UTC' desc, s.session_id
  limit :limit::bigint + 1 offset :offset::bigint) s
order by s.first_at desc, s.session_id
