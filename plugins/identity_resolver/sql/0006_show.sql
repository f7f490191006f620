-- Everything about one person, for `griot person show`: what belongs to it, and which events prove it.

-- Two identifiers, the one that was seen first before the other.
create function griot_named_pair(a integer, b integer) returns jsonb language sql stable as $$
  select jsonb_build_object('a', min(x.text) filter (where x.n = 1), 'b', min(x.text) filter (where x.n = 2))
  from (select i.type || ':' || i.value as text,
               row_number() over (order by i.first_place, i.first_event, i.first_ord) as n
        from identifiers i where i.number in ($1, $2)) x
$$;

-- When an event last named an identifier.
create function griot_last_seen(id uuid, project text, type text, value text) returns timestamptz
  language sql stable as $$
  select max(case when $3 = 'anonymous'
    then (select max(e.occurred_at) from events e where e.project = $2 and e.anonymous_id = w.spelling)
    else (select max(e.occurred_at) from events e where e.project = $2 and e.user_id = w.spelling) end)
  from griot_spellings($1, $3, $4) as w (spelling)
$$;

create function griot_show_person(person integer) returns jsonb language sql stable
  set enable_seqscan = off as $$
  with member as materialized (
    select * from identifiers i where i.person = $1
  ), evidence as materialized (
    select distinct on (e.a, e.b, e.token) e.*,
           griot_named_pair(e.a, e.b) || jsonb_strip_nulls(jsonb_build_object(
             'rule', e.rule, 'at', griot_place_time(e.place),
             'event', case when e.rule <> 'hand' then e.event end, 'by', e.by_whom)) as told
    from member m
    cross join lateral (select * from identity_evidence e where e.a = m.number
                        union all select * from identity_evidence e where e.b = m.number) e
  ), guard as materialized (
    select distinct on (g.a, g.b) g.*
    from member m
    cross join lateral (select * from identity_guards g where g.a = m.number
                        union all select * from identity_guards g where g.b = m.number) g
  ), log as materialized (
    select distinct on (l.id) l.*
    from member m
    cross join lateral (select * from identity_log l where l.a = m.number
                        union all select * from identity_log l where l.b = m.number) l
  )
  select jsonb_build_object(
    'person_id', p.person_id, 'project', p.project, 'first_at', p.first_at,
    'identifiers', (
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'identifier', m.type || ':' || m.value, 'id', m.id, 'number', m.number,
               'first_at', griot_place_time(m.first_place), 'first_event', m.first_event,
               'last_at', griot_last_seen(m.id, m.project, m.type, m.value)))
             order by m.first_place, m.first_event, m.first_ord)
      from member m),
    'evidence', (
      select coalesce(jsonb_agg(e.told order by e.place, e.event, e.ord), '[]')
      from evidence e where e.refused is null),
    'refused', (
      select coalesce(jsonb_agg(
               e.told || jsonb_build_object('reason', e.refused, 'other_person', o.person_id)
               order by e.place, e.event, e.ord), '[]')
      from evidence e
      left join lateral (
        select o.person_id from identifiers i join persons o on o.person = i.person
        where i.number in (e.a, e.b) and i.person <> $1 limit 1) o on true
      where e.refused is not null),
    'splits', (
      select coalesce(jsonb_agg(
               griot_named_pair(g.a, g.b) || jsonb_build_object('at', g.at, 'by', g.by_whom)
               order by g.at, g.a, g.b), '[]')
      from guard g),
    'log', (
      select coalesce(jsonb_agg(
               griot_named_pair(l.a, l.b) || jsonb_strip_nulls(jsonb_build_object(
                 'at', l.at, 'action', l.action, 'rule', l.rule, 'reason', l.reason,
                 'event', case when l.rule <> 'hand' then l.event end, 'by', l.by_whom))
               order by l.id), '[]')
      from log l))
  from persons p where p.person = $1
$$;
