-- Chats by how long their first answer took, [from, to) seconds, and what came of them: a goal of the
-- chat's person within 7 days after it. By when the customer began to wait. `open`: none yet, and the 7
-- days are not over.
with first as (
  select c.chat, c.opened_at, c.first_response_at, c.first_response_seconds as seconds, i.person
  from chats_now c
  left join identifiers i on i.id = griot_event_identifier(c.project, 'whatsapp', c.user_id, null)
  where c.project = :project and c.first_response_seconds is not null
    and c.first_response_at >= :from and c.opened_at < :to
    and c.first_response_at - make_interval(secs => c.first_response_seconds) >= :from
    and c.first_response_at - make_interval(secs => c.first_response_seconds) < :to
), goal as (
  select e.occurred_at, i.person
  from (
    select e.* from events e
    where e.project = :project and e.occurred_at >= :from
      and e.occurred_at <= (select max(f.first_response_at) + interval '7 days' from first f)
      and exists (select from goals_now g where g.project = :project
                    and griot_goal_matches(g.event, g.filters, e.name, e.properties))) e
  join identifiers i on i.id = griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id)
), judged as (
  select f.seconds, f.first_response_at,
         exists (select from goal g where g.person = f.person and g.occurred_at >= f.first_response_at
                   and g.occurred_at <= f.first_response_at + interval '7 days') as converted
  from first f
)
select b.from_seconds, b.to_seconds, count(j.seconds) as chats,
       count(j.seconds) filter (where j.converted) as converted,
       count(j.seconds) filter (where not j.converted and j.first_response_at + interval '7 days' >= now()) as open
from (values (0, 60), (60, 300), (300, 900), (900, 3600), (3600, 14400), (14400, 28800), (28800, null))
       as b (from_seconds, to_seconds)
left join judged j on j.seconds >= b.from_seconds and (j.seconds < b.to_seconds or b.to_seconds is null)
group by 1, 2
order by 1
