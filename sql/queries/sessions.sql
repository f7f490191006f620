-- All sessions as their definition has them (docs/semantics.md §3), from nothing but the events: the
-- truth that the table `sessions` must equal at any moment. It reads every event of the keys it is
-- asked for; nothing but `griot sessions verify` and tests should want to.
--
-- $1: only keys with an event at or after this time, $2: and before this.
with judged as (
  select e.project, e.channel, griot_session_subject(e.device, e.user_id, e.anonymous_id) as subject,
         e.id, e.occurred_at as at, griot_event_order(e.occurred_at, e.name) as place,
         e.name, e.user_id, e.anonymous_id, e.properties, e.context,
         griot_is_own(e.name, e.user_id, e.properties) as own,
         griot_counts(e.name, griot_is_own(e.name, e.user_id, e.properties), e.properties,
                      griot_every_event(p.settings)) as counts,
         griot_idle(p.settings, e.channel) as idle
  from events e left join projects p on p.id = e.project
), keyed as (
  select *, bool_or(at >= $1 and at < $2) over (partition by project, channel, subject) as wanted
  from judged where griot_is_person(subject)
), opening as (
  select *, coalesce(at - lag(at) over (partition by project, channel, subject order by place, id) > idle,
                     true) as opens
  from keyed where wanted and counts
), counting as (
  select *, sum(opens::integer) over (partition by project, channel, subject order by place, id) as session
  from opening
), span as (
  select project, channel, subject, session, idle, min(at) as first_at, max(at) as last_at
  from counting group by 1, 2, 3, 4, 5
), member as (
  -- Of two sessions that hold an event the later one has it.
  select k.*, s.session, s.first_at, s.last_at, row_number() over (
           partition by k.project, k.id order by s.first_at desc) as nth
  from keyed k join span s using (project, channel, subject)
  where k.at between s.first_at and s.last_at + s.idle
)
select project, channel, subject, first_at, last_at, last_at + idle as until_at,
       min(at) filter (where own) as first_own_at, max(at) filter (where own) as last_own_at,
       count(*)::integer as event_count, (count(*) filter (where own))::integer as own_count,
       (count(*) filter (where own and name = 'page_view'))::integer as page_count,
       bool_or(griot_is_conversion(name, properties)) as converted,
       griot_first(user_id order by place, id) as user_id,
       griot_first(anonymous_id order by place, id) as anonymous_id,
       griot_first(griot_event_source(properties, context) order by place, id) as source,
       griot_first(griot_event_campaign(properties, context) order by place, id) as campaign,
       griot_first(griot_event_device(context) order by place, id) as device,
       griot_first(griot_event_country(properties, context) order by place, id) as country,
       griot_first(case when own then griot_event_node(name, properties, context) end
                   order by place, id) as entry,
       griot_last(case when own then griot_event_node(name, properties, context) end
                  order by place, id) as exit
from member where nth = 1
group by project, channel, subject, session, first_at, last_at, idle
