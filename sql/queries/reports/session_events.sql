-- The events of a session, by its key's index.
with s as (
  select * from sessions s
  where s.project = :project
    and s.session_id = coalesce((select a.target from session_aliases a where a.session_id = :id::uuid), :id::uuid)
)
select e.id, e.occurred_at, e.channel, e.name, e.user_id, e.anonymous_id, e.properties, e.context
from s cross join lateral (
  select * from events e
  where e.user_id = s.subject and e.project = s.project
    and e.occurred_at between s.first_at and s.until_at
  union all
  select * from events e
  where e.anonymous_id = s.subject and e.project = s.project
    and e.occurred_at between s.first_at and s.until_at and e.user_id is distinct from s.subject) e
where e.channel = s.channel
  and griot_session_subject(e.device, e.user_id, e.anonymous_id) = s.subject
  and not exists (select from sessions n
                  where n.subject = s.subject and n.project = s.project and n.channel = s.channel
                    and n.first_at > s.first_at and n.first_at <= e.occurred_at)
order by griot_event_order(e.occurred_at, e.name), e.id
limit :limit::bigint + 1 offset :offset::bigint
