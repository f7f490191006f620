-- The same by one attribute, the most first.
select s.value,
       count(*) as engaged_sessions,
       count(*) filter (where s.converted) as converted_sessions,
       (count(*) filter (where s.converted))::float8 / count(*) as conversion_rate,
       percentile_cont(0.5) within group (order by s.seconds) as median_seconds,
       percentile_cont(0.9) within group (order by s.seconds) as p90_seconds,
       avg(s.event_count)::float8 as events_per_session,
       (count(*) filter (where s.own_count = 1))::float8 / count(*) as single_event_share
from (
  select case :by::text when 'channel' then channel when 'entry' then entry when 'exit' then exit
                  when 'campaign' then campaign when 'device' then device when 'country' then country
                  else source end as value,
         case when own_count > 1 then extract(epoch from last_own_at - first_own_at)::float8 end as seconds,
         {part_converted} as converted, event_count, own_count
  from sessions s
  where s.project || '' = :project and s.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
    and s.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC' and s.engaged
    and (:channel::text is null or s.channel = :channel) and (:country::text is null or s.country = :country)
    and (:campaign::text is null or s.campaign = :campaign) and (:device::text is null or s.device = :device)) s
group by s.value
order by engaged_sessions desc, s.value
limit 20
