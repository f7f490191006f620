-- The persons that follow from evidence: within a component evidence is applied in order; who would
-- have more than 1 account, 5 phones or 5 emails, or both sides of a split, is refused.
--
-- A component must be replayed only where order matters. Evidence that joins two persons which together
-- are within the limits is accepted whenever it came: so is then every part of them at any earlier time,
-- and what either was refused it still is. Evidence that comes last meets just the persons that stand. So
-- persons go in whole, each as one node, and are taken apart into their identifiers only by late evidence
-- that would be refused.

create function griot_place_time(place bigint) returns timestamptz language sql immutable parallel safe
  return to_timestamp((place >> 3) / 1e6::float8);

-- These persons, and all that refused evidence ties to them: their components.
create function griot_component_persons(wanted integer[]) returns integer[] language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  known integer[] := array(select distinct unnest(wanted));
  more integer[] := known;
begin
  loop
    select array_agg(distinct o.person) into more
    from unnest(more) as p
    cross join lateral (select m.number from identifiers m where m.person = p offset 0) m
    cross join lateral (
      select e.b as n from identity_evidence e where e.a = m.number and e.refused is not null
      union all
      select e.a from identity_evidence e where e.b = m.number and e.refused is not null) x
    cross join lateral (select i.person from identifiers i where i.number = x.n limit 1) o
    where o.person <> all(known);
    if more is null then return known; end if;
    known := known || more;
  end loop;
end $$;

-- Applies evidence (e_*, its identifiers' numbers a < b) between identifiers that are stored or new
-- (n_*), after the persons of `apart` were taken apart. Writes identifiers, persons, evidence, log.
-- The caller holds the project's lock, unless all identifiers that the evidence names are new.
-- Fails with GR001 when a new identifier turns out to be stored.
create function griot_resolve_people(
    n_ids uuid[], n_numbers integer[], n_projects text[], n_texts text[], n_places bigint[],
    n_events uuid[], n_ords smallint[],
    e_a integer[], e_b integer[], e_tokens uuid[], e_places bigint[], e_events uuid[], e_ords smallint[],
    e_rules text[], e_by text, apart integer[])
  returns void language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  wanted integer[] := apart;
  -- Nodes: persons as they stand (`whole`), and single identifiers.
  keys integer[];  -- the person's number, or the identifier's
  wholes boolean[]; projects text[]; olds integer[];
  ids uuid[]; firsts bigint[]; first_events uuid[]; first_ords integer[];
  sizes integer[]; accounts integer[]; phones integer[]; emails integer[];
  reached bigint[];   -- up to here a whole holds evidence
  newest bigint[]; guarded boolean[];
  kept integer[];     -- the person's number that saves most writing, and how much
  saves integer[];
  parent integer[]; melts boolean[]; numbers integer[];
  -- Evidence, in order, between nodes x and y.
  as_ integer[]; bs integer[]; tokens uuid[]; places bigint[]; events uuid[]; ords smallint[]; rules text[];
  was text[];         -- '' new, 'held', or why it was refused
  x_keys integer[]; y_keys integer[]; x_wholes boolean[]; y_wholes boolean[];
  xs integer[]; ys integer[]; reasons text[]; actions text[];
  g_x integer[]; g_y integer[];
  x integer; y integer; u integer; v integer;
  reason text; melted boolean; count_ integer;
begin
  while e_a is not null or cardinality(apart) > 0 loop
    if cardinality(wanted) > 0 then wanted := griot_component_persons(wanted); end if;

    select array_agg(t.a), array_agg(t.b), array_agg(t.token), array_agg(t.place), array_agg(t.event),
           array_agg(t.ord), array_agg(t.rule), array_agg(t.was),
           array_agg(case when ia.person is null or t.stored or ia.person = any(wanted) then t.a else ia.person end),
           array_agg(case when ib.person is null or t.stored or ib.person = any(wanted) then t.b else ib.person end),
           array_agg(not (ia.person is null or t.stored or ia.person = any(wanted))),
           array_agg(not (ib.person is null or t.stored or ib.person = any(wanted)))
      into as_, bs, tokens, places, events, ords, rules, was, x_keys, y_keys, x_wholes, y_wholes
    from (
      select e.*, '' as was, false as stored
      from unnest(e_a, e_b, e_tokens, e_places, e_events, e_ords, e_rules)
             as e (a, b, token, place, event, ord, rule)
      union all
      select s.a, s.b, s.token, s.place, s.event, s.ord, s.rule, coalesce(s.refused, 'held'), true
      from unnest(wanted) as p
      cross join lateral (select i.number from identifiers i where i.person = p offset 0) m
      cross join lateral (select * from identity_evidence e where e.a = m.number offset 0) s
      where not exists (select from unnest(e_a, e_b, e_tokens) as e (a, b, token)
                        where e.a = s.a and e.b = s.b and e.token = s.token)
      order by 4, 5, 6
    ) t
    left join lateral (select i.person from identifiers i where i.number = t.a limit 1) ia on not t.stored
    left join lateral (select i.person from identifiers i where i.number = t.b limit 1) ib on not t.stored;

    select array_agg(n.key), array_agg(n.whole), array_agg(n.project), array_agg(n.old),
           array_agg(n.id), array_agg(n.place), array_agg(n.event), array_agg(n.ord::integer),
           array_agg(n.size::integer), array_agg(n.accounts::integer), array_agg(n.phones::integer),
           array_agg(n.emails::integer), array_agg(n.newest), array_agg(n.guarded),
           array_agg(case when n.saves > 0 then n.old end), array_agg(n.saves::integer)
      into keys, wholes, projects, olds, ids, firsts, first_events, first_ords, sizes, accounts, phones,
           emails, reached, guarded, kept, saves
    from (
      select p.person as key, true as whole, p.project, p.person as old, p.person_id as id,
             p.first_place as place, p.first_event as event, p.first_ord as ord, p.identifiers as size,
             p.accounts, p.phones, p.emails, p.newest, p.guarded, p.identifiers as saves
      from (select distinct k from unnest(x_keys || y_keys, x_wholes || y_wholes) as k (k, whole)
            where k.whole) k
      cross join lateral (select * from persons p where p.person = k.k limit 1) p
      union all
      select i.number, false, i.project, i.person, i.id, i.first_place, i.first_event, i.first_ord, 1,
             (i.type = 'account')::integer, (i.type = 'phone')::integer, (i.type = 'email')::integer,
             0,
             exists (select from identity_guards g where g.a = i.number)
               or exists (select from identity_guards g where g.b = i.number),
             case when i.number = i.person then count(*) over (partition by i.person) else 0 end
      from unnest(wanted) as p
      cross join lateral (select * from identifiers i where i.person = p offset 0) i
      union all
      select n.number, false, n.project, null, n.id, n.place, n.event, n.ord, 1,
             (n.text like 'account:%')::integer, (n.text like 'phone:%')::integer,
             (n.text like 'email:%')::integer, 0, false, 0
      from unnest(n_ids, n_numbers, n_projects, n_texts, n_places, n_events, n_ords)
             as n (id, number, project, text, place, event, ord)
      where (n.number in (select unnest(e_a || e_b))) is true
    ) n;
    newest := reached;
    parent := array(select generate_subscripts(keys, 1));
    melts := array_fill(false, array[coalesce(cardinality(keys), 0)]);
    reasons := array_fill(null::text, array[coalesce(cardinality(places), 0)]);
    actions := reasons;
    melted := false;

    select array_agg(kx.n::integer order by t.o), array_agg(ky.n::integer order by t.o) into xs, ys
    from unnest(x_keys, y_keys, x_wholes, y_wholes) with ordinality as t (x, y, xw, yw, o)
    join unnest(keys, wholes) with ordinality as kx (key, whole, n) on kx.key = t.x and kx.whole = t.xw
    join unnest(keys, wholes) with ordinality as ky (key, whole, n) on ky.key = t.y and ky.whole = t.yw;
    if true = any(guarded) then
      select array_agg(kx.n::integer), array_agg(ky.n::integer) into g_x, g_y
      from (select g.a, ia.person as a_person, g.b, ib.person as b_person
            from identity_guards g
            cross join lateral (select i.person from identifiers i where i.number = g.a limit 1) ia
            cross join lateral (select i.person from identifiers i where i.number = g.b limit 1) ib) g
      join unnest(keys, wholes) with ordinality as kx (key, whole, n)
        on kx.key = case when kx.whole then g.a_person else g.a end
      join unnest(keys, wholes) with ordinality as ky (key, whole, n)
        on ky.key = case when ky.whole then g.b_person else g.b end;
    end if;

    for i in 1 .. coalesce(cardinality(places), 0) loop
      x := xs[i];
      while parent[x] <> x loop parent[x] := parent[parent[x]]; x := parent[x]; end loop;
      y := ys[i];
      while parent[y] <> y loop parent[y] := parent[parent[y]]; y := parent[y]; end loop;
      reason := null;
      if x <> y then
        for j in 1 .. coalesce(cardinality(g_x), 0) loop
          u := g_x[j];
          while parent[u] <> u loop u := parent[u]; end loop;
          v := g_y[j];
          while parent[v] <> v loop v := parent[v]; end loop;
          if (u = x and v = y) or (u = y and v = x) then reason := 'guard'; end if;
        end loop;
        if reason is null then
          reason := case when accounts[x] + accounts[y] > 1 then 'account'
                         when phones[x] + phones[y] > 5 then 'phone'
                         when emails[x] + emails[y] > 5 then 'email' end;
        end if;
      end if;
      if reason is not null and places[i] <= greatest(reached[x], reached[y]) then
        melts[x] := true;
        melts[y] := true;
        melted := true;
        continue;
      end if;
      newest[x] := greatest(newest[x], places[i]);
      newest[y] := greatest(newest[y], places[i]);
      continue when x = y;
      if reason is not null then
        reasons[i] := reason;
        continue;
      end if;
      actions[i] := case when (sizes[x] = 1 and first_events[x] = events[i])
                           or (sizes[y] = 1 and first_events[y] = events[i]) then 'link' else 'merge' end;
      if sizes[x] < sizes[y] then u := x; x := y; y := u; end if;
      parent[y] := x;
      sizes[x] := sizes[x] + sizes[y];
      accounts[x] := accounts[x] + accounts[y];
      phones[x] := phones[x] + phones[y];
      emails[x] := emails[x] + emails[y];
      reached[x] := greatest(reached[x], reached[y]);
      newest[x] := greatest(newest[x], newest[y]);
      guarded[x] := guarded[x] or guarded[y];
      melts[x] := melts[x] or melts[y];
      if saves[y] > saves[x] then
        saves[x] := saves[y];
        kept[x] := kept[y];
      end if;
      if (firsts[y], first_events[y], first_ords[y]) < (firsts[x], first_events[x], first_ords[x]) then
        ids[x] := ids[y];
        firsts[x] := firsts[y];
        first_events[x] := first_events[y];
        first_ords[x] := first_ords[y];
      end if;
    end loop;

    for i in 1 .. coalesce(cardinality(keys), 0) loop
      x := i;
      while parent[x] <> x loop x := parent[x]; end loop;
      parent[i] := x;
      if melts[x] and wholes[i] then wanted := wanted || keys[i]; end if;
    end loop;
    exit when not melted;
  end loop;

  for i in 1 .. coalesce(cardinality(keys), 0) loop
    numbers[i] := coalesce(kept[parent[i]], keys[parent[i]]);  -- one of the person's own
  end loop;

  insert into identifiers (id, number, project, type, value, person, first_place, first_event, first_ord)
  select n.id, n.number, n.project, split_part(n.text, ':', 1), substr(n.text, strpos(n.text, ':') + 1),
         coalesce(k.person, n.number), n.place, n.event, n.ord
  from unnest(n_ids, n_numbers, n_projects, n_texts, n_places, n_events, n_ords)
         as n (id, number, project, text, place, event, ord)
  left join unnest(keys, numbers, wholes) as k (key, person, whole) on k.key = n.number and not k.whole
  order by n.id
  on conflict (id) do nothing;
  get diagnostics count_ = row_count;
  if count_ < cardinality(n_ids) then
    raise exception 'somebody has stored an identifier in between' using errcode = 'GR001';
  end if;
  update identifiers i set person = k.person, tx = pg_current_xact_id()
  from unnest(keys, numbers, wholes) as k (key, person, whole)
  where k.whole and k.key <> k.person and i.person = k.key;
  update identifiers i set person = k.person, tx = pg_current_xact_id()
  from unnest(keys, numbers, wholes, olds) as k (key, person, whole, old)
  where not k.whole and k.old <> k.person and i.number = k.key;

  delete from persons p
  using (select o.old from unnest(olds) as o (old) where o.old is not null
         except select k.person from unnest(numbers) as k (person)) o
  where p.person = o.old;
  insert into persons as p (person, person_id, project, first_at, first_place, first_event, first_ord,
                            identifiers, accounts, phones, emails, newest, guarded)
  select k.person, k.id, k.project, griot_place_time(k.place), k.place, k.event, k.ord,
         k.size, k.accounts, k.phones, k.emails, k.newest, k.guarded
  from unnest(numbers, ids, projects, firsts, first_events, first_ords, sizes, accounts, phones, emails,
              newest, guarded, parent) with ordinality
         as k (person, id, project, place, event, ord, size, accounts, phones, emails, newest, guarded,
               parent, n)
  where k.parent = k.n
  union all
  select n.number, n.id, n.project, griot_place_time(n.place), n.place, n.event, n.ord, 1,
         (n.text like 'account:%')::integer, (n.text like 'phone:%')::integer,
         (n.text like 'email:%')::integer, 0, false
  from unnest(n_ids, n_numbers, n_projects, n_texts, n_places, n_events, n_ords)
         as n (id, number, project, text, place, event, ord)
  where (n.number in (select unnest(e_a || e_b))) is not true
  on conflict (person) do update set
    person_id = excluded.person_id, first_at = excluded.first_at, first_place = excluded.first_place,
    first_event = excluded.first_event, first_ord = excluded.first_ord,
    identifiers = excluded.identifiers, accounts = excluded.accounts, phones = excluded.phones,
    emails = excluded.emails, newest = excluded.newest, guarded = excluded.guarded,
    tx = pg_current_xact_id();

  insert into identity_evidence (a, b, token, place, event, ord, rule, refused, by_whom)
  select t.a, t.b, t.token, t.place, t.event, t.ord, t.rule, t.reason, e_by
  from unnest(as_, bs, tokens, places, events, ords, rules, was, reasons)
         as t (a, b, token, place, event, ord, rule, was, reason)
  where t.was <> 'held' and t.was is distinct from t.reason or t.was = 'held' and t.reason is not null
  on conflict (a, b, token) do update set
    place = excluded.place, event = excluded.event, ord = excluded.ord, rule = excluded.rule,
    refused = excluded.refused, tx = pg_current_xact_id();
  insert into identity_log (project, action, a, b, rule, event, reason, by_whom)
  select projects[t.x], case when t.reason is null then coalesce(t.action, 'link') else 'refuse' end,
         t.a, t.b, t.rule, t.event, t.reason, case when t.was = '' then e_by end
  from unnest(as_, bs, rules, events, was, reasons, actions, xs) with ordinality
         as t (a, b, rule, event, was, reason, action, x, n)
  where t.reason is null and (t.was not in ('', 'held') or t.was = '' and t.action is not null)
     or t.reason is distinct from nullif(t.was, '') and t.reason is not null
  order by t.n;
end $$;
