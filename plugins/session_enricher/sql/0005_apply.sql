-- The facts of keys that have to be grouped anew. Tells the stream which they were: what it holds of
-- these keys is not what is stored. (`is true` has the set hashed, where a join would compare all with
-- all: nobody can tell the planner how long an array is.)
create function griot_apply_regrouped(keys text[], bodies jsonb[], slow text[])
  returns table (ord integer, reply text)
  language plpgsql set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
begin
  -- Times that are an hour apart make spans of their own.
  perform griot_regroup_sessions(
    array_agg(s.key->>0), array_agg(s.key->>1), array_agg(s.key->>2), array_agg(s.lo), array_agg(s.hi))
  from (select g.k::jsonb as key, griot_order_time(min(g.place)) as lo, griot_order_time(max(g.place)) as hi
        from (select f.*, sum(f.apart) over (partition by f.k order by f.place rows unbounded preceding) as span
              from (select t.k, o.place,
                           (o.place - lag(o.place) over (partition by t.k order by o.place)
                            > 3600000000::bigint * 8)::integer as apart
                    from unnest(keys, bodies) as t (k, b)
                    cross join lateral (select (t.b->>'o')::bigint as place) o
                    where (t.k in (select unnest(slow))) is true) f) g
        group by g.k, coalesce(g.span, 0)) s;

  -- What the stream called a session and is none stays findable by that name.
  insert into session_aliases (session_id, target)
  select distinct on (f.id) f.id, s.session_id
  from (select k::jsonb as key, (b->>'s')::uuid as id, griot_order_time((b->>'o')::bigint) as at
        from unnest(keys, bodies) as t (k, b) where (k in (select unnest(slow))) is true and b ? 's') f
  cross join lateral (
    select x.session_id from sessions x
    where x.project = f.key->>0 and x.channel = f.key->>1 and x.subject = f.key->>2 and x.first_at <= f.at
    order by x.first_at desc limit 1) s
  -- Not `exists`, whose plan may read all ids first.
  where (select true from sessions y where y.session_id = f.id limit 1) is null
  order by f.id, f.at
  on conflict (session_id) do update set target = excluded.target, tx = pg_current_xact_id();

  return query
    select t.o::integer, 'regrouped'
    from unnest(keys) with ordinality as t (k, o) where (k in (select unnest(slow))) is true;
end $$;

-- What the facts of a run come to together: events of a key that follow one another in a batch and were
-- told the same session, or none. Of the runs that may extend a session that stands (`done` null), or of
-- those that are not done. One plain select, so that it becomes part of the statement that asks (keep it
-- so: no settings, not strict). `gap` is the longest between two counting events.
create function griot_session_runs(keys text[], causes uuid[], bodies jsonb[], done integer[])
  returns table (
    g integer, k text, s uuid, oldest bigint, newest bigint, gap interval,
    from_at timestamptz, to_at timestamptz, first_at timestamptz, last_at timestamptz,
    first_own timestamptz, last_own timestamptz, events integer, own integer, pages integer,
    converted boolean, user_id text, anonymous_id text, source text, campaign text, device text,
    country text, entry text, exit text)
  language sql stable as $$
    select f.g, min(f.k), min(f.s)::uuid, min(f.place), max(f.place),
           max((f.place >> 3) - (f.before >> 3)) filter (where f.flags & 1 <> 0) * interval '1 microsecond',
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
    from (select x.*, max(x.place) filter (where x.flags & 1 <> 0) over (
                   partition by x.g order by x.place, x.id
                   rows between unbounded preceding and 1 preceding) as before
          from (select t.k collate "C" as k, t.b, t.id, (t.b->>'g')::integer as g, t.b->>'s' as s,
                       (t.b->>'o')::bigint as place, (t.b->>'f')::integer as flags
                from unnest(keys, causes, bodies) as t (k, id, b)
                where case when done is null then (t.b->>'f')::integer & 32 = 0
                           else (t.b->>'g')::integer not in (select unnest(done)) end) x
          order by x.g, x.place, x.id) f
    group by f.g
  $$;

-- The facts of the runs that are not done: new sessions, events that are in none, and all that has
-- to be grouped anew. The runs of a key are simple when each comes after all before it, and the first
-- after all that is stored; else the key is grouped anew.
--
-- Every table is asked for one row at a time (`lateral … limit 1`), so that no
-- plan that was made while it was empty reads all of it later; the facts themselves may be hashed.
create function griot_apply_others(keys text[], causes uuid[], bodies jsonb[], done integer[])
  returns table (ord integer, reply text)
  language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  slow text[];
begin
  with run as (
    select * from griot_session_runs(keys, causes, bodies, done)
  ), known as (
    select r.*, r.k::jsonb->>0 as project, r.k::jsonb->>1 as channel, r.k::jsonb->>2 as subject,
           row_number() over (partition by r.k order by r.g) as nth
    from run r
  ), seen as materialized (
    -- A key is looked up for the first of its runs, of which an import brings dozens.
    select k.*, first_value(l.session_id) over since as last_session,
           first_value(l.until_at) over since as last_until, first_value(i.idle) over since as idle,
           first_value(greatest(l.tail, t.tail)) over since as last_tail,
           -- Of the runs of the key before this one.
           max(k.last_at) over before as ran_last,
           max(k.to_at) filter (where k.last_at is null) over before as ran_strays,
           max(k.newest) over before as ran_to, bool_or(k.s is not null) over before as ran_session,
           max(k.newest) over (partition by k.k) as ends
    from known k
    left join lateral (
      select s.session_id, s.until_at, s.tail from sessions s
      where k.nth = 1 and s.subject = k.subject and s.project = k.project and s.channel = k.channel
      order by s.first_at desc limit 1) l on true
    left join lateral (
      select y.tail from session_strays y
      where k.nth = 1 and y.subject = k.subject and y.project = k.project and y.channel = k.channel limit 1) t
      on l.session_id is null
    left join lateral (
      select griot_idle((select p.settings from projects p where p.id = k.project limit 1), k.channel) as idle
      where k.nth = 1 limit 1) i on true
    window since as (partition by k.k order by k.g),
           before as (partition by k.k order by k.g rows between unbounded preceding and 1 preceding)
  ), told as (
    select e.*,
           case
             when e.from_at <= greatest(e.last_until, e.ran_last + e.idle, e.ran_strays)
                  -- What is of the same instant joins, whatever its rank.
                  and (e.s is not null or e.last_session is not null or e.ran_session) then 'regroup'
             when e.s is null then
               case when e.last_session is null and e.ran_session is not true then 'mark' else 'follow' end
             when e.first_at is distinct from e.from_at or e.gap > e.idle
                  or e.to_at > e.last_at + e.idle
                  or e.oldest >> 3 <= greatest(e.last_tail, e.ran_to) >> 3 then 'regroup'
             else 'found'
           end as way
    from seen e
  ), judged as materialized (
    select t.*, bool_or(t.way = 'regroup') over (partition by t.k) as again from told t
  ), founded as (
    insert into sessions (
      session_id, project, channel, subject, user_id, anonymous_id, first_at, last_at, until_at,
      first_own_at, last_own_at, event_count, own_count, page_count, converted,
      source, campaign, device, country, entry, exit, newest, tail)
    select j.s, j.project, j.channel, j.subject, j.user_id, j.anonymous_id, j.first_at, j.last_at,
           j.last_at + j.idle, j.first_own, j.last_own, j.events, j.own, j.pages, j.converted,
           j.source, j.campaign, j.device, j.country, j.entry, j.exit, j.newest,
           case when j.ends > j.newest then j.ends end
    from judged j where j.way = 'found' and not j.again
    on conflict (session_id) do nothing returning session_id
  ), followed as (
    update sessions s set tail = greatest(s.tail, j.newest)
    from (select j.last_session, max(j.newest) as newest from judged j
          where not j.again and j.last_session is not null group by j.last_session) j
    where s.session_id = j.last_session
  ), marked as (
    insert into session_strays as t (project, channel, subject, tail)
    select j.project, j.channel, j.subject, max(j.newest) from judged j
    where j.way = 'mark' and not j.again group by j.project, j.channel, j.subject
    on conflict (subject, project, channel) do update set tail = greatest(t.tail, excluded.tail)
  )
  select array_agg(distinct j.k) into slow from judged j
  where j.again
     or (j.way = 'found' and (
          j.s not in (select session_id from founded)
          -- Two parts of what was told as one, of which what joined them ended dead.
          or j.s in (select d.s from judged d where d.way = 'found' and not d.again
                     group by d.s having count(*) > 1)));

  if slow is not null then
    return query select * from griot_apply_regrouped(keys, bodies, slow);
  end if;
end $$;

-- Applies the facts of a batch whose events were new. In the stream each event was given a session
-- (`s`) by what was known there; these functions believe none of it. What is simply the next of its
-- key is written by what the facts tell; everything else (late, between two sessions, judged by an
-- event that was not stored) is grouped anew from the stored events.
--
-- A fact's body is what facts.cc writes: g the number of its run in the batch, s the session, o the
-- place in order, f the flags, l the lock, and what the event tells of its session. A fact without s
-- is an event that none held. A session's id is made of its key, so it can only be this key's.
--
-- First what extends a session that stands, which is nearly all: one look by the session's id. Times
-- come as they like as long as they are within the session: what comes after all that is stored adds
-- what is not known yet; what comes before (whole seconds make ties, providers send receipts in any
-- order) must either tell nothing that an earlier event of the session decided, or the same.
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
      last_at = greatest(s.last_at, r.last_at),
      until_at = greatest(s.until_at, r.last_at + (s.until_at - s.last_at)),
      first_own_at = least(s.first_own_at, r.first_own),
      last_own_at = greatest(s.last_own_at, r.last_own),
      event_count = s.event_count + r.events, own_count = s.own_count + r.own,
      page_count = s.page_count + r.pages, converted = s.converted or r.converted,
      source = coalesce(s.source, r.source), campaign = coalesce(s.campaign, r.campaign),
      device = coalesce(s.device, r.device), country = coalesce(s.country, r.country),
      entry = case when r.first_own < s.first_own_at then r.entry else coalesce(s.entry, r.entry) end,
      exit = case when r.last_own < s.last_own_at then s.exit else coalesce(r.exit, s.exit) end,
      newest = greatest(s.newest, r.newest), tx = pg_current_xact_id()
    from griot_session_runs(keys, causes, bodies, null) r
    where s.session_id = r.s and s.tail is null and r.from_at >= s.first_at
      and coalesce(r.first_at <= s.until_at and coalesce(r.gap <= s.until_at - s.last_at, true), true)
      and r.to_at <= greatest(s.until_at, r.last_at + (s.until_at - s.last_at))
      and (r.oldest > s.newest or (coalesce(r.user_id = s.user_id, true)
        and coalesce(r.anonymous_id = s.anonymous_id, true)
        and coalesce(r.source = s.source, true) and coalesce(r.campaign = s.campaign, true)
        and coalesce(r.device = s.device, true) and coalesce(r.country = s.country, true)
        and coalesce(r.first_own <> s.first_own_at or r.entry = s.entry, true)
        and coalesce(r.last_own <> s.last_own_at or r.exit = s.exit, true)))
    returning r.g, r.events
  )
  select array_agg(e.g), sum(e.events) into done, events from extended e;

  if events is distinct from cardinality(keys) then
    return query select * from griot_apply_others(keys, causes, bodies, coalesce(done, '{}'));
  end if;
end $$;
