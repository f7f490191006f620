-- Applies the facts of a batch whose events were new (facts.cc writes them). A fact's body:
--   o  place in order           i  the identifiers that the event shows, its user's first
--   r  the rule by which they belong together, where there are several
--   t  the hash of a handshake token that its anonymous id (n) reports; u: whose it is, if it is ours
--   m  the hash of a token that was given to the user
--   w  how the event writes identifiers whose value is another: [[identifier, spelling], …]
-- Every identifier of `i` is tied to the first.

create function griot_lock_people(projects text[]) returns void language sql
  begin atomic
    select pg_advisory_xact_lock(1735553651, h)
    from (select distinct hashtext(p) as h from unnest(projects) p order by 1) x;
  end;

-- What the tokens of this batch link now, by all that is stored of them: the first anonymous id, in
-- order, that reported one, and its user; a token that messages to several users carry links nobody.
-- Evidence that is not so any more goes, and the persons that held by it are to be taken apart.
create function griot_apply_tokens(
    projects text[], causes uuid[], bodies jsonb[], s_projects text[], s_texts text[], s_numbers integer[])
  returns table (a integer[], b integer[], tokens uuid[], places bigint[], events uuid[], apart integer[])
  language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  mine uuid[];
begin
  insert into identity_token_users (token, number, ours)
  select distinct x.token, s.number, x.ours
  from (select p as project, (f->>'m')::uuid as token, f->'i'->>0 as text, false as ours
        from unnest(projects, bodies) as t (p, f) where f ? 'm'
        union all
        select p, (f->>'t')::uuid, f->>'u', true from unnest(projects, bodies) as t (p, f) where f ? 'u') x
  join unnest(s_projects, s_texts, s_numbers) as s (project, text, number)
    on s.text = x.text and s.project = x.project
  on conflict do nothing;
  insert into identity_token_reports as r (token, number, place, event)
  select distinct on (x.token, s.number) x.token, s.number, x.place, x.event
  from (select t.p as project, (t.f->>'t')::uuid as token, t.f->>'n' as text, (t.f->>'o')::bigint as place,
               t.c as event
        from unnest(projects, causes, bodies) as t (p, c, f) where t.f ? 't') x
  join unnest(s_projects, s_texts, s_numbers) as s (project, text, number)
    on s.text = x.text and s.project = x.project
  order by x.token, s.number, x.place, x.event
  on conflict (token, number) do update set place = excluded.place, event = excluded.event
    where (excluded.place, excluded.event) < (r.place, r.event);

  mine := array(select distinct (coalesce(f->>'t', f->>'m'))::uuid from unnest(bodies) f
                where f ? 't' or f ? 'm'
                union select (f->>'m')::uuid from unnest(bodies) f where f ? 'm');
  return query
    with true_link as materialized (
      select k.token, least(r.number, u.number) as a, greatest(r.number, u.number) as b, r.place, r.event
      from unnest(mine) as k (token)
      cross join lateral (
        select * from identity_token_reports r where r.token = k.token
        order by r.place, r.event limit 1) r
      cross join lateral (
        select min(u.number) as number, count(*) as many
        from (select distinct u.number from identity_token_users u where u.token = k.token
                and u.ours = exists (select from identity_token_users o where o.token = k.token and o.ours)) u) u
      where u.many = 1
    ), gone as (
      delete from identity_evidence e using unnest(mine) as k (token)
      where e.token = k.token and e.token <> '00000000-0000-0000-0000-000000000000'
        and not exists (select from true_link l where l.token = k.token and l.a = e.a and l.b = e.b)
      returning e.a, e.b, e.token, e.event, e.refused
    ), said as (
      insert into identity_log (project, action, a, b, rule, event)
      select i.project, 'unlink', g.a, g.b, 'handshake', g.event
      from gone g cross join lateral (select * from identifiers i where i.number = g.a limit 1) i
      where g.refused is null
    ), fresh as (
      select l.* from true_link l
      left join lateral (
        select e.place, e.event from identity_evidence e
        where e.a = l.a and e.b = l.b and e.token = l.token limit 1) e on true
      where (e.place, e.event) is distinct from (l.place, l.event)
    )
    select array_agg(f.a), array_agg(f.b), array_agg(f.token), array_agg(f.place), array_agg(f.event),
           (select array_agg(distinct i.person)
            from gone g cross join lateral (
              select i.person from identifiers i where i.number in (g.a, g.b) offset 0) i)
    from fresh f;
end $$;

-- False: it must be done under the projects' locks.
create function griot_take_identity(projects text[], causes uuid[], bodies jsonb[], locked boolean)
  returns boolean language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  -- Every identifier once, where the batch shows it first.
  s_ids uuid[]; s_projects text[]; s_texts text[]; s_places bigint[]; s_events uuid[]; s_ords smallint[];
  s_numbers integer[]; s_persons integer[]; s_early boolean[];
  n_ids uuid[]; n_numbers integer[]; n_projects text[]; n_texts text[]; n_places bigint[];
  n_events uuid[]; n_ords smallint[];
  e_a integer[]; e_b integer[]; e_tokens uuid[]; e_places bigint[]; e_events uuid[]; e_ords smallint[];
  e_rules text[]; known boolean;
  apart integer[] := '{}';
  links record;
begin
  select array_agg(d.id), array_agg(d.project), array_agg(d.text), array_agg(d.place), array_agg(d.event),
         array_agg(d.ord), array_agg(coalesce(i.number, nextval('identifier_numbers')::integer)),
         array_agg(i.person),
         array_agg((d.place, d.event, d.ord) < (i.first_place, i.first_event, i.first_ord))
    into s_ids, s_projects, s_texts, s_places, s_events, s_ords, s_numbers, s_persons, s_early
  from (
    select griot_identifier_id(x.project, x.text) as id, x.*
    from (select distinct on (m.text, m.project) m.*
          from (select t.p as project, w.text collate "C" as text, (t.f->>'o')::bigint as place,
                       t.c as event, w.ord::smallint as ord
                from unnest(projects, causes, bodies) as t (p, c, f)
                cross join lateral jsonb_array_elements_text(t.f->'i') with ordinality as w (text, ord)
                union all
                select t.p, t.f->>'u', (t.f->>'o')::bigint, t.c, 99
                from unnest(projects, causes, bodies) as t (p, c, f) where t.f ? 'u') m
          order by m.text, m.project, m.place, m.event, m.ord) x
    offset 0) d
  left join lateral (select * from identifiers i where i.id = d.id limit 1) i on true;

  if not locked and (true = any(s_early)
                     or exists (select from unnest(bodies) f where f ? 't' or f ? 'm')) then
    return false;
  end if;

  if exists (select from unnest(bodies) f where f->'i'->1 is not null) then
    select array_agg(p.a), array_agg(p.b), array_agg(nil), array_agg(p.place), array_agg(p.event),
           array_agg(p.ord), array_agg(p.rule), bool_or(p.known)
      into e_a, e_b, e_tokens, e_places, e_events, e_ords, e_rules, known
    from (
      select distinct on (least(x.number, y.number), greatest(x.number, y.number))
             least(x.number, y.number) as a, greatest(x.number, y.number) as b, m.place, m.event, m.ord,
             m.rule, x.known or y.known as known
      from (select t.p as project, t.f->'i'->>0 as first, w.text, (t.f->>'o')::bigint as place,
                   t.c as event, w.ord::smallint as ord, t.f->>'r' as rule
            from unnest(projects, causes, bodies) as t (p, c, f)
            cross join lateral jsonb_array_elements_text(t.f->'i') with ordinality as w (text, ord)
            where w.ord > 1) m
      join unnest(s_projects, s_texts, s_numbers, s_persons) as s (project, text, number, person)
        on s.text = m.first and s.project = m.project
      cross join lateral (select s.number, s.person is not null as known) x
      join unnest(s_projects, s_texts, s_numbers, s_persons) as r (project, text, number, person)
        on r.text = m.text and r.project = m.project
      cross join lateral (select r.number, r.person is not null as known) y
      order by 1, 2, m.place, m.event, m.ord) p
    left join lateral (
      select true as stored from identity_evidence e
      where e.a = p.a and e.b = p.b and e.token = nil
        and (e.place, e.event, e.ord) <= (p.place, p.event, p.ord) limit 1) e on true
    where e.stored is null;
    if known and not locked then return false; end if;
  end if;

  if locked and exists (select from unnest(bodies) f where f ? 't' or f ? 'm') then
    select * into links
    from griot_apply_tokens(projects, causes, bodies, s_projects, s_texts, s_numbers);
    apart := coalesce(links.apart, '{}');
    if links.a is not null then
      e_a := e_a || links.a;
      e_b := e_b || links.b;
      e_tokens := e_tokens || links.tokens;
      e_places := e_places || links.places;
      e_events := e_events || links.events;
      e_ords := e_ords || array_fill(100::smallint, array[cardinality(links.a)]);
      e_rules := e_rules || array_fill('handshake'::text, array[cardinality(links.a)]);
    end if;
  end if;

  select array_agg(s.id), array_agg(s.number), array_agg(s.project), array_agg(s.text),
         array_agg(s.place), array_agg(s.event), array_agg(s.ord)
    into n_ids, n_numbers, n_projects, n_texts, n_places, n_events, n_ords
  from unnest(s_ids, s_numbers, s_projects, s_texts, s_places, s_events, s_ords, s_persons)
         as s (id, number, project, text, place, event, ord, person)
  where s.person is null;
  if n_ids is not null or e_a is not null or cardinality(apart) > 0 then
    perform griot_resolve_people(n_ids, n_numbers, n_projects, n_texts, n_places, n_events, n_ords,
                                 e_a, e_b, e_tokens, e_places, e_events, e_ords, e_rules, null, apart);
  end if;

  -- Last, because who stores new identifiers without a lock may wait for the rows that are changed here.
  if true = any(s_early) then
    update identifiers i
    set first_place = s.place, first_event = s.event, first_ord = s.ord, tx = pg_current_xact_id()
    from unnest(s_ids, s_places, s_events, s_ords, s_early) as s (id, place, event, ord, early)
    where s.early and i.id = s.id;
    update persons p
    set person_id = s.id, first_at = griot_place_time(s.place), first_place = s.place,
        first_event = s.event, first_ord = s.ord, tx = pg_current_xact_id()
    from (select distinct on (i.person) i.person, s.*
          from unnest(s_ids, s_places, s_events, s_ords, s_early) as s (id, place, event, ord, early)
          cross join lateral (select i.person from identifiers i where i.id = s.id limit 1) i
          where s.early order by i.person, s.place, s.event, s.ord) s
    where p.person = s.person
      and (s.place, s.event, s.ord) < (p.first_place, p.first_event, p.first_ord);
  end if;

  if exists (select from unnest(bodies) f where f ? 'w') then
    insert into identifier_spellings (id, spelling)
    select distinct s.id, w.w->>1
    from unnest(projects, bodies) as t (p, f)
    cross join lateral jsonb_array_elements(t.f->'w') as w (w)
    join unnest(s_projects, s_texts, s_ids) as s (project, text, id)
      on s.text = w.w->>0 and s.project = t.p
    order by 1, 2
    on conflict do nothing;
  end if;
  return true;
end $$;

-- What names only identifiers that nobody has seen before needs no lock. The others wait for each
-- other, by project, until the transaction ends.
create function griot_apply_identity(projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text) language plpgsql as $$
declare
  locked boolean := false;
begin
  loop
    begin
      if griot_take_identity(projects, causes, bodies, locked) then return; end if;
    exception when sqlstate 'GR001' then null;  -- without what it wrote, and the waits on that
    end;
    if not locked then perform griot_lock_people(projects); end if;
    locked := true;
  end loop;
end $$;
