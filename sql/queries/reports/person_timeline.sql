-- All that a person did and was told, the latest first, over all channels, with the session as it is now.
select x.id, x.occurred_at, x.channel, x.name, x.source, s.session_id, x.user_id, x.anonymous_id, x.properties,
       x.context
from (
  select x.*
  from (select p.person_id from persons p
        where p.project = :project and p.person in (select griot_find_persons(:project, :id))
        order by p.person_id limit 1) w
  cross join lateral person_events(w.person_id) x
  where (:channel::text is null or x.channel = :channel) and (:name::text is null or x.name = :name)
  order by griot_event_order(x.occurred_at, x.name) desc, x.id desc
  limit :limit::bigint + 1 offset :offset::bigint) x
left join lateral (
  select c.session_id, c.until_at from sessions c
  where c.project = x.project and c.channel = x.channel
    and c.subject = griot_session_subject(x.device, x.user_id, x.anonymous_id) and c.first_at <= x.occurred_at
  order by c.first_at desc limit 1) s on x.occurred_at <= s.until_at
order by griot_event_order(x.occurred_at, x.name) desc, x.id desc
