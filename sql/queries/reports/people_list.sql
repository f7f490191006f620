-- People of a project, by when they were first or last seen. A person's country is the phone's, else the last known.
-- `only`, `but`: the persons among whom, or not among whom, those of a lifecycle are; `since`: whether their
-- first own event lies in this week.
with found as (
  select p.*, case when :sort::text in ('last_seen', '-last_seen') then (
           -- The latest of each spelling, which an index ends with.
           select max(l.at) from identifiers i
           cross join lateral griot_spellings(i.id, i.type, i.value) as w (spelling)
           cross join lateral (
             (select e.occurred_at as at from events e
              where i.type <> 'anonymous' and e.user_id = w.spelling and e.project = i.project
                and griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id) = i.id
              order by e.occurred_at desc limit 1)
             union all
             (select e.occurred_at from events e
              where i.type = 'anonymous' and e.anonymous_id = w.spelling and e.project = i.project
                and griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id) = i.id
              order by e.occurred_at desc limit 1)) l
           where i.person = p.person) end as last_at
  from persons p
  where (:only::integer[] is null or p.person = any (:only)) and (:but::integer[] is null or not p.person = any (:but))
    and (:since::text is null or (
      select min(f.own_at) >= to_timestamp(:week_at::float8) from identifiers i
      join identifier_firsts f on f.number = i.number where i.person = p.person) = (:since = 'true'))
    and p.project = :project and p.first_at >= :from and p.first_at < :to
    and (:country::text is null or (
      select griot_last(griot_event_country(x.properties, x.context)
                        order by coalesce(x.user_id like '+%', false), x.occurred_at, x.id)
      from person_events(p.person_id) x) = :country)
    and (:contacts::text is null or (p.phones > 0) = (:contacts = 'true'))
), page as (
  select * from found p
  order by case :sort when 'first_seen' then p.first_at when 'last_seen' then p.last_at end,
           case :sort when '-first_seen' then p.first_at when '-last_seen' then p.last_at end desc nulls last, p.person_id
  limit :limit::bigint + 1 offset :offset::bigint
)
select p.person_id, p.first_at as first_seen, e.last_seen, e.events, e.messages_received, e.country,
       n.phone, n.email, n.account,
       case when n.first_own is null then null
            when n.first_own >= k.week then 'new'
            when e.this_week and e.week_before then 'returning'
            when e.this_week then 'resurrecting'
            else 'dormant' end as lifecycle
from page p
cross join lateral (
  select (l.monday)::timestamp at time zone :zone as week, (l.monday - 7)::timestamp at time zone :zone as before
  from (select (d - ((extract(isodow from d)::integer - :week_start::integer + 7) % 7)) as monday
        from (select (now() at time zone :zone)::date as d) t) l) k
cross join lateral (
  select griot_first(case when i.type = 'phone' then i.value end order by i.first_place) as phone,
         griot_first(case when i.type = 'email' then i.value end order by i.first_place) as email,
         griot_first(case when i.type = 'account' then i.value end order by i.first_place) as account,
         min(f.own_at) as first_own
  from identifiers i left join identifier_firsts f on f.number = i.number where i.person = p.person) n
cross join lateral (
  select max(x.occurred_at) as last_seen, count(*) as events,
         count(*) filter (where x.name = 'message.received') as messages_received,
         griot_last(griot_event_country(x.properties, x.context)
                    order by coalesce(x.user_id like '+%', false), x.occurred_at, x.id) as country,
         coalesce(bool_or(griot_is_own(x.name, x.user_id, x.properties)) filter (where x.occurred_at >= k.week), false)
           as this_week,
         coalesce(bool_or(griot_is_own(x.name, x.user_id, x.properties))
                    filter (where x.occurred_at >= k.before and x.occurred_at < k.week), false) as week_before
  from person_events(p.person_id) x) e
order by case :sort when 'first_seen' then p.first_at when 'last_seen' then p.last_at end,
         case :sort when '-first_seen' then p.first_at when '-last_seen' then p.last_at end desc nulls last, p.person_id
