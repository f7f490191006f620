-- One session, also by an id that it had before it was found to be part of another.
select s.session_id, person_of(s.project, s.channel, s.user_id, s.anonymous_id) as person_id,
       s.channel, s.first_at, s.last_at,
       case when s.own_count > 1 then extract(epoch from s.last_own_at - s.first_own_at)::float8 end as seconds,
       s.event_count as events, s.own_count as own_events, s.page_count as pages, s.engaged,
       {part_converts} as converted,
       s.source, s.campaign, s.device, s.country, s.entry, s.exit
from sessions s
where s.project = :project
  and s.session_id = coalesce((select a.target from session_aliases a where a.session_id = :id::uuid), :id::uuid)
