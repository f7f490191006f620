-- A person as known today, and what they did.
with who as (
  select p.* from persons p
  where p.project = :project and p.person in (select griot_find_persons(:project, :id)) order by p.person_id limit 1
), e as (
  select count(*) as events, count(*) filter (where griot_is_own(x.name, x.user_id, x.properties)) as own_events,
         count(*) filter (where x.name = 'message.received') as messages_received,
         max(x.occurred_at) as last_seen,
         max(x.occurred_at) filter (where griot_is_own(x.name, x.user_id, x.properties)) as last_active,
         min(x.occurred_at) filter (where griot_is_own(x.name, x.user_id, x.properties)) as first_active,
         count(*) filter (where exists (
           select from goals_now g where g.project = :project
             and griot_goal_matches(g.event, g.filters, x.name, x.properties))) as conversions,
         -- A person's country is the phone's.
         griot_last(griot_event_country(x.properties, x.context)
                    order by coalesce(x.user_id like '+%', false), x.occurred_at, x.id) as country,
         array_agg(distinct x.channel) as channels
  from who cross join lateral person_events(who.person_id) x
)
select w.person_id, w.first_at as first_seen, e.last_seen, e.first_active, e.last_active, e.events, e.own_events,
       e.messages_received, r.answered, r.missed, r.median_response_seconds, r.longest_response_seconds, r.waiting_since,
       e.conversions, e.country, to_jsonb(e.channels) as channels,
       (select count(*) from identifiers i
        cross join lateral griot_spellings(i.id, i.type, i.value) as t (spelling)
        join sessions s on s.subject = t.spelling and s.project = :project
        where i.person = w.person
          and person_of(s.project, s.channel, s.user_id, s.anonymous_id) = w.person_id) as sessions,
       case when e.first_active is null then null
            when e.first_active >= k.week then 'new'
            when e.last_active >= k.week and exists (
              select from person_events(w.person_id) x
              where x.occurred_at >= k.before and x.occurred_at < k.week
                and griot_is_own(x.name, x.user_id, x.properties)) then 'returning'
            when e.last_active >= k.week then 'resurrecting'
            else 'dormant' end as lifecycle,
       (select jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value, 'first_seen', griot_place_time(i.first_place))
                         order by i.first_place, i.first_event, i.first_ord)
        from identifiers i where i.person = w.person) as identifiers
from who w, e, lateral (
  -- How long they waited: the waits that began with a message of theirs.
  select count(*) filter (where t.ended = 'answer') as answered,
         count(*) filter (where t.ended in ('missed', 'silence')) as missed,
         percentile_cont(0.5) within group (order by t.seconds) as median_response_seconds,
         max(t.seconds) as longest_response_seconds,
         min(t.waiting_since) filter (where t.ended is null) as waiting_since
  from (
    select distinct griot_chat_key(m.chat_id, m.business_number, m.user_id) as chat, m.received_at
    from identifiers i
    cross join lateral griot_spellings(i.id, i.type, i.value) as s (spelling)
    join message_facts m on m.user_id = s.spelling and m.project = :project and m.received_at is not null
    where i.person = w.person) began
  join response_times_now t on t.chat = began.chat and t.project = :project and t.waiting_since = began.received_at
) r, lateral (
  select (l.monday)::timestamp at time zone :zone as week, (l.monday - 7)::timestamp at time zone :zone as before
  from (select (d - ((extract(isodow from d)::integer - :week_start::integer + 7) % 7)) as monday
        from (select (now() at time zone :zone)::date as d) t) l) k
