-- The same of one session `s`, by its own events: {part_converts} in other queries.
(case when exists (select from goals g where g.project = :project) then exists (
  select from (
    select e.channel, e.device, e.user_id, e.anonymous_id, e.name, e.properties, e.occurred_at from events e
    where e.user_id = s.subject and e.project = s.project and e.occurred_at between s.first_at and s.until_at
    union all
    select e.channel, e.device, e.user_id, e.anonymous_id, e.name, e.properties, e.occurred_at from events e
    where e.anonymous_id = s.subject and e.project = s.project
      and e.occurred_at between s.first_at and s.until_at and e.user_id is distinct from s.subject) e
  where e.channel = s.channel and griot_session_subject(e.device, e.user_id, e.anonymous_id) = s.subject
    and not exists (select from sessions n
                    where n.subject = s.subject and n.project = s.project and n.channel = s.channel
                      and n.first_at > s.first_at and n.first_at <= e.occurred_at)
    and exists (select from goals g where g.project = :project
                  and griot_goal_matches(g.event, g.filters, e.name, e.properties)))
else s.converted end)
