-- What became of messages, by campaign or template: by their attempt. Converted: a goal of that person
-- within 7 days after the click or reply, credited to the latest such message only.
with m as (
  select o.*, case when :by::text = 'campaign' then o.campaign_id else o.template end as value
  from message_outcomes o
  where o.project = :project and o.at < :to::timestamptz + interval '10 days'
    -- One of before may have been answered later, and then a goal is its.
    and o.at >= :from::timestamptz - interval '10 days'
), touching as materialized (
  select m.project, m.message_id, m.user_id, t.touched_at
  from m cross join lateral (values (m.clicked_at), (m.replied_at)) as t (touched_at)
  where t.touched_at is not null and (m.campaign or m.template is not null)
), touched as materialized (
  -- Whose a user is costs more than all else, so each is asked for once.
  select t.message_id, t.touched_at, u.person
  from touching t
  join (select d.user_id, i.person
        from (select distinct project, user_id from touching) d
        cross join lateral (
          select i.person from identifiers i
          where i.id = griot_event_identifier(d.project, 'whatsapp', d.user_id, null) offset 0) i) u using (user_id)
), goals_of as materialized (
  select g.event, g.filters from goals_now g where g.project = :project
), reached as materialized (
  -- Goals of a name are found by it.
  select e.id, e.occurred_at, e.project, e.channel, e.user_id, e.anonymous_id
  from (select distinct event from goals_of where event <> '') n
  cross join lateral (
    select * from events e
    where e.name = n.event and e.project = :project and e.occurred_at >= :from
      and e.occurred_at < :to::timestamptz + interval '20 days' and exists (select from touched) offset 0) e
  where exists (select from goals_of g where g.event <> '' and griot_goal_matches(g.event, g.filters, e.name, e.properties))
), goal as (
  select r.id, r.occurred_at, w.person
  from reached r
  join (select d.*, i.person
        from (select distinct project, channel, user_id, anonymous_id from reached) d
        cross join lateral (
          select i.person from identifiers i
          where i.id = griot_event_identifier(d.project, d.channel, d.user_id, d.anonymous_id) offset 0) i) w
    on (w.channel, coalesce('u' || w.user_id, ''), coalesce('a' || w.anonymous_id, ''))
     = (r.channel, coalesce('u' || r.user_id, ''), coalesce('a' || r.anonymous_id, ''))
  union all
  -- Those of any name only by whom they could be credited to.
  select e.id, e.occurred_at, t.person
  from (select distinct person, touched_at from touched where exists (select from goals_of where event = '')) t
  join identifiers i on i.person = t.person
  cross join lateral griot_spellings(i.id, i.type, i.value) as w (spelling)
  cross join lateral (
    select * from (
      select * from events e
      where i.type <> 'anonymous' and e.user_id = w.spelling and e.project = :project
        and e.occurred_at >= t.touched_at and e.occurred_at <= t.touched_at + interval '7 days'
      union all
      select * from events e
      where i.type = 'anonymous' and e.anonymous_id = w.spelling and e.project = :project
        and e.occurred_at >= t.touched_at and e.occurred_at <= t.touched_at + interval '7 days') x
    where x.occurred_at < :to::timestamptz + interval '20 days'
      and exists (select from goals_of g where g.event = '' and griot_goal_matches(g.event, g.filters, x.name, x.properties))
    offset 0) e
  where griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id) = i.id
), credited as (
  select distinct c.message_id from (
    select distinct on (g.id) t.message_id
    from goal g join touched t on t.person = g.person
     and t.touched_at <= g.occurred_at and g.occurred_at <= t.touched_at + interval '7 days'
    order by g.id, t.touched_at desc, t.message_id) c
)
select m.value, count(*) as attempted, count(*) filter (where m.sent) as sent,
       count(*) filter (where m.delivered) as delivered, count(*) filter (where m.read) as read,
       count(*) filter (where m.clicked) as clicked, count(*) filter (where m.replied) as replied,
       count(*) filter (where m.clicked or m.replied) as responded,
       count(c.message_id) as converted, count(*) filter (where m.failed) as failed,
       count(distinct m.user_id) as recipients,
       (count(*) filter (where m.delivered))::float8 / count(*) as delivery_rate,
       (count(*) filter (where m.read))::float8 / nullif(count(*) filter (where m.delivered), 0) as read_rate,
       (count(*) filter (where m.replied))::float8 / count(*) as reply_rate,
       (count(c.message_id))::float8 / count(*) as conversion_rate,
       min(m.at) as first_at, max(m.at) as last_at
from m left join credited c using (message_id)
where m.at >= :from and m.at < :to and m.value is not null
group by 1
order by attempted desc, 1
limit :limit::bigint + 1 offset :offset::bigint
