-- The facts of keys that have to be grouped anew. Tells the stream which they were: what it holds of
-- these keys is not what is stored. (`is true` has the set hashed, where a join would compare all with
-- all: nobody can tell the planner how long an array is.)
create function griot_apply_regrouped(keys text[], bodies jsonb[], slow text[])
  returns table (ord integer, reply text)
  language plpgsql set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
begin
  perform griot_regroup_sessions(
    array_agg(s.key->>0), array_agg(s.key->>1), array_agg(s.key->>2), array_agg(s.lo), array_agg(s.hi))
  from (select k::jsonb as key, griot_order_time(min((b->>'o')::bigint)) as lo,
               griot_order_time(max((b->>'o')::bigint)) as hi
        from unnest(keys, bodies) as t (k, b) where (k in (select unnest(slow))) is true group by k) s;

  -- What the stream called a session and is none stays findable by that name.
  insert into session_aliases (session_id, target)
  select distinct on (f.id) f.id, s.session_id
  from (select k::jsonb as key, (b->>'s')::uuid as id, griot_order_time((b->>'o')::bigint) as at
        from unnest(keys, bodies) as t (k, b) where (k in (select unnest(slow))) is true and b ? 's') f
  cross join lateral (
    select x.session_id from sessions x
    where x.project = f.key->>0 and x.channel = f.key->>1 and x.subject = f.key->>2 and x.first_at <= f.at
    order by x.first_at desc limit 1) s
  where not exists (select from sessions y where y.session_id = f.id)
  order by f.id, f.at
  on conflict (session_id) do update set target = excluded.target, tx = pg_current_xact_id();

  return query
    select t.o::integer, 'regrouped'
    from unnest(keys) with ordinality as t (k, o) where (k in (select unnest(slow))) is true;
end $$;

-- What the facts of a key in one batch come to together: of those that may extend a session that
-- stands (`done` null), or of the keys that are not done. One plain select, so that it becomes part of
-- the statement that asks (keep it so: no settings, not strict).
create function griot_session_runs(keys text[], bodies jsonb[], done integer[])
  returns table (
    g integer, k text, s uuid, plain boolean, oldest bigint, newest bigint,
    from_at timestamptz, to_at timestamptz, first_at timestamptz, last_at timestamptz,
    first_own timestamptz, last_own timestamptz, events integer, own integer, pages integer,
    converted boolean, user_id text, anonymous_id text, source text, campaign text, device text,
    country text, entry text, exit text)
  language sql stable as $$
    select f.g, min(f.k), min(f.s)::uuid, bool_and(f.flags & 16 = 0), min(f.place), max(f.place),
           griot_order_time(min(f.place)), griot_order_time(max(f.place)),
           griot_order_time(min(f.place) filter (where f.flags & 1 <> 0)),
           griot_order_time(max(f.place) filter (where f.flags & 1 <> 0)),
           griot_order_time(min(f.place) filter (where f.flags & 2 <> 0)),
           griot_order_time(max(f.place) filter (where f.flags & 2 <> 0)),
           count(*)::integer,
           (count(*) filter (where f.flags & 2 <> 0))::integer,
           (count(*) filter (where f.flags & 4 <> 0))::integer,
           bool_or(f.flags & 8 <> 0),
           griot_first(f.b->>'u'), griot_first(f.b->>'a'), griot_first(f.b->>'r'),
           griot_first(f.b->>'c'), griot_first(f.b->>'d'), griot_first(f.b->>'y'),
           left(griot_first(f.b->>'n'), 512), left(griot_last(f.b->>'n'), 512)
    from (select x.k collate "C" as k, x.b, (x.b->>'g')::integer as g, x.b->>'s' as s,
                 (x.b->>'o')::bigint as place, (x.b->>'f')::integer as flags
          from unnest(keys, bodies) with ordinality as x (k, b, n)
          where case when done is null then (x.b->>'f')::integer & 32 = 0
                     else (x.b->>'g')::integer not in (select unnest(done)) end
          order by (x.b->>'g')::integer, x.n) f
    group by f.g
  $$;

-- The facts of the keys that are not done: new sessions, events that are in none, and all that has
-- to be grouped anew. Every table is asked for one row at a time (`lateral … limit 1`), so that no
-- plan that was made while it was empty reads all of it later; the facts themselves may be hashed.
create function griot_apply_others(keys text[], bodies jsonb[], done integer[])
  returns table (ord integer, reply text)
  language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  slow text[];
begin
  with run as (
    select * from griot_session_runs(keys, bodies, done)
  ), known as (
    select r.*, r.k::jsonb->>0 as project, r.k::jsonb->>1 as channel, r.k::jsonb->>2 as subject
    from run r
  ), judged as materialized (
    select k.*, l.session_id as last_session, i.idle,
           case
             when not k.plain then 'regroup'
             when k.s is null then
               case when l.session_id is null then 'mark'
                    when k.from_at > l.until_at then 'follow'
                    else 'regroup' end
             when k.first_at is distinct from k.from_at or k.last_at - k.first_at > i.idle
                  or k.to_at > k.last_at + i.idle or k.first_at <= l.until_at
                  -- What is of the same instant joins, whatever its rank.
                  or k.oldest >> 3 <= greatest(l.tail, t.tail) >> 3 then 'regroup'
             else 'found'
           end as way
    from known k
    left join lateral (
      select s.session_id, s.until_at, s.tail from sessions s
      where s.subject = k.subject and s.project = k.project and s.channel = k.channel
      order by s.first_at desc limit 1) l on true
    left join lateral (
      select y.tail from session_strays y
      where y.subject = k.subject and y.project = k.project and y.channel = k.channel limit 1) t
      on l.session_id is null
    left join lateral (select p.settings from projects p where p.id = k.project limit 1) p on true
    cross join lateral (select griot_idle(p.settings, k.channel) as idle) i
  ), founded as (
    insert into sessions (
      session_id, project, channel, subject, user_id, anonymous_id, first_at, last_at, until_at,
      first_own_at, last_own_at, event_count, own_count, page_count, converted,
      source, campaign, device, country, entry, exit, newest)
    select j.s, j.project, j.channel, j.subject, j.user_id, j.anonymous_id, j.first_at, j.last_at,
           j.last_at + j.idle, j.first_own, j.last_own, j.events, j.own, j.pages, j.converted,
           j.source, j.campaign, j.device, j.country, j.entry, j.exit, j.newest
    from judged j where j.way = 'found'
    on conflict (session_id) do nothing returning session_id
  ), followed as (
    update sessions s set tail = greatest(s.tail, j.newest)
    from (select j.last_session, j.newest from judged j where j.way in ('found', 'follow')) j
    where s.session_id = j.last_session
  ), marked as (
    insert into session_strays as t (project, channel, subject, tail)
    select j.project, j.channel, j.subject, j.newest from judged j where j.way = 'mark'
    on conflict (subject, project, channel) do update set tail = greatest(t.tail, excluded.tail)
  )
  select array_agg(j.k) into slow from judged j
  where j.way = 'regroup' or (j.way = 'found' and j.s not in (select session_id from founded));

  if slow is not null then
    return query select * from griot_apply_regrouped(keys, bodies, slow);
  end if;
end $$;

-- Applies the facts of a batch whose events were new. In the stream each event was given a session
-- (`s`) by what was known there; these functions believe none of it. What is simply the next of its
-- key is written by what the facts tell; everything else (late, between two sessions, judged by an
-- event that was not stored) is grouped anew from the stored events.
--
-- A fact's body is what facts.cc writes: g the number of its key in the batch, s the session, o the
-- place in order, f the flags, l the lock, and what the event tells of its session. A fact without s
-- is an event that none held. A session's id is made of its key, so it can only be this key's.
-- Facts come in the order of the batch, which is that of the events but where flag 16 stands.
--
-- First what extends a session that stands, which is nearly all: one look by the session's id.
create or replace function griot_apply_sessions(
    projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text)
  language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off as $$
declare
  done integer[];
  events bigint;
begin
  perform griot_lock_sessions(array(select (b->>'l')::integer from unnest(bodies) b));

  with extended as (
    update sessions s set
      user_id = coalesce(s.user_id, r.user_id), anonymous_id = coalesce(s.anonymous_id, r.anonymous_id),
      last_at = coalesce(r.last_at, s.last_at),
      until_at = coalesce(r.last_at + (s.until_at - s.last_at), s.until_at),
      first_own_at = coalesce(s.first_own_at, r.first_own),
      last_own_at = coalesce(r.last_own, s.last_own_at),
      event_count = s.event_count + r.events, own_count = s.own_count + r.own,
      page_count = s.page_count + r.pages, converted = s.converted or r.converted,
      source = coalesce(s.source, r.source), campaign = coalesce(s.campaign, r.campaign),
      device = coalesce(s.device, r.device), country = coalesce(s.country, r.country),
      entry = coalesce(s.entry, r.entry), exit = coalesce(r.exit, s.exit),
      newest = r.newest, tx = pg_current_xact_id()
    from griot_session_runs(keys, bodies, null) r
    where s.session_id = r.s and r.plain and s.tail is null and r.oldest > s.newest
      and coalesce(r.first_at <= s.until_at and r.last_at - r.first_at <= s.until_at - s.last_at, true)
      and r.to_at <= coalesce(r.last_at + (s.until_at - s.last_at), s.until_at)
    returning r.g, r.events
  )
  select array_agg(e.g), sum(e.events) into done, events from extended e;

  if events is distinct from cardinality(keys) then
    return query select * from griot_apply_others(keys, bodies, coalesce(done, '{}'));
  end if;
end $$;
