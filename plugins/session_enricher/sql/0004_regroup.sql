-- The place of the last event of a key after this time; null: there is none.
create function griot_key_tail(project text, channel text, subject text, after timestamptz)
  returns bigint language sql stable
  begin atomic
    -- Of one instant it is the last, whatever its name.
    select (extract(epoch from greatest(
      (select max(u.occurred_at) from events u
       where u.project = griot_key_tail.project and u.channel = griot_key_tail.channel
         and u.user_id = subject and (not u.device or u.anonymous_id is null) and u.occurred_at > after),
      (select max(a.occurred_at) from events a
       where a.project = griot_key_tail.project and a.channel = griot_key_tail.channel
         and a.anonymous_id = subject and (a.device or a.user_id is null) and a.occurred_at > after)
    )) * 1000000)::bigint * 8 + 7;
  end;

-- The same, where what the key had after its last session is known, and `ends` is the last of what came
-- since (infinity: anything may have changed, so the events are asked).
create function griot_tail_after(project text, channel text, subject text, after timestamptz,
                                 ends timestamptz) returns bigint language sql stable
  begin atomic
    select case when not isfinite(ends) then griot_key_tail(project, channel, subject, after)
                when not isfinite(after) or t.tail > griot_event_order(after, '') | 7 then t.tail end
    from (select greatest(
            griot_event_order(case when isfinite(ends) then ends end, '') | 7,
            coalesce(
              (select s.tail from sessions s
               where s.project = griot_tail_after.project and s.channel = griot_tail_after.channel
                 and s.subject = griot_tail_after.subject order by s.first_at desc limit 1),
              (select y.tail from session_strays y
               where y.project = griot_tail_after.project and y.channel = griot_tail_after.channel
                 and y.subject = griot_tail_after.subject))) as tail) t;
  end;

-- Groups the events of these keys anew around these times, [lo, hi] each, from the stored events: the
-- way of all that is not simply the next event of its key. Of one key there may be many spans, and they
-- may overlap. Whoever calls it holds the locks of the keys (griot_lock_sessions), so what it reads is
-- what is there.
--
-- A session that is near a span (by its idle time) is made again; no other can change, because a
-- session ends only where nothing followed for the idle time. Spans whose sessions could become one are
-- taken together, the others apart, so that what lies between them is not read. A session takes the id
-- of the first of the old ones that it holds, and the others become aliases; else what the stream called
-- it, if that is free.
create function griot_regroup_sessions(
    projects text[], channels text[], subjects text[], los timestamptz[], his timestamptz[])
  returns void language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off as $$
declare
  ended uuid[];
  targets uuid[];
  born uuid[];
begin
  with k as materialized (
    select k.*, griot_idle(p.settings, k.channel) as idle, griot_every_event(p.settings) as every_event
    from unnest(projects, channels, subjects, los, his) as k (project, channel, subject, lo, hi)
    left join projects p on p.id = k.project
  ), near as (
    select k.project, k.channel, k.subject, k.idle, k.every_event,
           least(k.lo, o.lo) as lo, greatest(k.hi, o.hi) as hi
    from k cross join lateral (
      select min(s.first_at) as lo, max(s.last_at) as hi from sessions s
      where s.project = k.project and s.channel = k.channel and s.subject = k.subject
        and s.until_at >= k.lo and s.first_at <= k.hi + k.idle
        -- Of the sessions before, only the last can be near.
        and s.first_at >= coalesce((
          select b.first_at from sessions b
          where b.project = k.project and b.channel = k.channel and b.subject = k.subject
            and b.first_at <= k.lo
          order by b.first_at desc limit 1), k.lo)) o
  ), island as (
    select a.*, sum(a.apart::integer) over (partition by a.project, a.channel, a.subject
                                            order by a.lo, a.hi rows unbounded preceding) as island
    from (select n.*, (n.lo <= max(n.hi + n.idle) over (
                         partition by n.project, n.channel, n.subject order by n.lo, n.hi
                         rows between unbounded preceding and 1 preceding)) is not true as apart
          from near n) a
  ), span as materialized (
    select i.*, row_number() over () as n, o.ids, o.firsts,
           max(i.hi) over (partition by i.project, i.channel, i.subject) as ends
    from (select i.project, i.channel, i.subject, i.idle, i.every_event, min(i.lo) as lo, max(i.hi) as hi
          from island i
          group by i.project, i.channel, i.subject, i.island, i.idle, i.every_event) i
    cross join lateral (
      select array_agg(s.session_id order by s.first_at) as ids,
             array_agg(s.first_at order by s.first_at) as firsts
      from sessions s
      where s.project = i.project and s.channel = i.channel and s.subject = i.subject
        and s.first_at between i.lo and i.hi) o
  ), event as (
    select s.n, s.project, s.channel, s.subject, s.idle, s.ids, s.firsts, s.ends, e.*,
           griot_counts(e.name, e.own, e.properties, s.every_event) as counts
    from span s cross join lateral (
      select u.id, u.session_id as told, u.occurred_at as at, u.name, u.user_id, u.anonymous_id, u.properties, u.context,
             griot_is_own(u.name, u.user_id, u.properties) as own
      from events u
      where u.project = s.project and u.channel = s.channel and u.user_id = s.subject
        and (not u.device or u.anonymous_id is null)
        and u.occurred_at between s.lo and s.hi + s.idle
      union all
      select a.id, a.session_id, a.occurred_at, a.name, a.user_id, a.anonymous_id, a.properties, a.context,
             griot_is_own(a.name, a.user_id, a.properties)
      from events a
      where a.project = s.project and a.channel = s.channel and a.anonymous_id = s.subject
        and (a.device or a.user_id is null)
        and a.occurred_at between s.lo and s.hi + s.idle) e
    where griot_is_person(s.subject)
  ), opening as (
    select e.*, griot_event_order(e.at, e.name) as place,
           e.counts and coalesce(
             e.at - max(e.at) filter (where e.counts) over (
               partition by e.n order by e.at
               rows between unbounded preceding and 1 preceding) > e.idle, true) as opens
    from event e
  ), numbered as (
    -- Ties are of one session: what holds an event is a question of time alone.
    select o.*, sum(o.opens::integer) over (
             partition by o.n order by o.at) as session
    from opening o
  ), member as (
    select n.*, max(n.at) filter (where n.counts) over (
             partition by n.n, n.session) as last_at
    from numbered n where n.session > 0
  ), made as (
    select m.project, m.channel, m.subject, m.session, m.idle, m.ids, m.firsts, m.ends, m.last_at,
           (array_agg(m.told) filter (where m.counts))[1] as told,
           griot_first(m.user_id) as user_id, griot_first(m.anonymous_id) as anonymous_id,
           min(m.at) filter (where m.counts) as first_at,
           min(m.at) filter (where m.own) as first_own_at, max(m.at) filter (where m.own) as last_own_at,
           count(*)::integer as event_count, (count(*) filter (where m.own))::integer as own_count,
           (count(*) filter (where m.own and m.name = 'page_view'))::integer as page_count,
           bool_or(griot_is_conversion(m.name, m.properties)) as converted,
           griot_first(griot_event_source(m.properties, m.context)) as source,
           griot_first(griot_event_campaign(m.properties, m.context)) as campaign,
           griot_first(griot_event_device(m.context)) as device,
           griot_first(griot_event_country(m.properties, m.context)) as country,
           griot_first(case when m.own then griot_event_node(m.name, m.properties, m.context) end) as entry,
           griot_last(case when m.own then griot_event_node(m.name, m.properties, m.context) end) as exit,
           max(m.place) as newest
    from (select * from member where at <= last_at + idle
          order by n, session, place, id) m
    group by m.n, m.session, m.project, m.channel, m.subject, m.idle, m.ids, m.firsts, m.ends, m.last_at
  ), chosen as materialized (
    select d.*, coalesce(
             (select o.id from unnest(d.ids, d.firsts) as o (id, at)
              where o.at between d.first_at and d.last_at order by o.at limit 1),
             case when row_number() over (partition by d.told order by d.first_at) = 1
                   -- Not `exists`, whose plan may read all ids first.
                   and (select true from sessions s where s.session_id = d.told limit 1) is null
                then d.told end,
             gen_random_uuid()) as session_id,
           -- Only of a key's last session does it matter what comes after it; of the others, that it does.
           coalesce(
             griot_event_order(lead(d.first_at) over (partition by d.project, d.channel, d.subject
                                                      order by d.first_at), ''),
             (select griot_event_order(n.first_at, '') from sessions n
              where n.project = d.project and n.channel = d.channel and n.subject = d.subject
                and n.first_at > d.last_at and (n.session_id = any (d.ids)) is not true
              order by n.first_at limit 1),
             griot_tail_after(d.project, d.channel, d.subject, d.last_at + d.idle, d.ends)) as tail
    from made d
  ), stored as (
    insert into sessions as s (
      session_id, project, channel, subject, user_id, anonymous_id, first_at, last_at, until_at,
      first_own_at, last_own_at, event_count, own_count, page_count, converted,
      source, campaign, device, country, entry, exit, newest, tail)
    select c.session_id, c.project, c.channel, c.subject, c.user_id, c.anonymous_id, c.first_at, c.last_at,
           c.last_at + c.idle, c.first_own_at, c.last_own_at, c.event_count, c.own_count, c.page_count,
           c.converted, c.source, c.campaign, c.device, c.country, c.entry, c.exit, c.newest, c.tail
    from chosen c order by c.session_id
    on conflict (session_id) do update set
      user_id = excluded.user_id, anonymous_id = excluded.anonymous_id,
      first_at = excluded.first_at, last_at = excluded.last_at, until_at = excluded.until_at,
      first_own_at = excluded.first_own_at, last_own_at = excluded.last_own_at,
      event_count = excluded.event_count, own_count = excluded.own_count,
      page_count = excluded.page_count, converted = excluded.converted, source = excluded.source,
      campaign = excluded.campaign, device = excluded.device, country = excluded.country,
      entry = excluded.entry, exit = excluded.exit, newest = excluded.newest, tail = excluded.tail,
      tx = pg_current_xact_id()
  ), held as materialized (
    select o.id, c.session_id as target
    from chosen c cross join lateral unnest(c.ids, c.firsts) as o (id, at)
    where o.at between c.first_at and c.last_at
  ), gone as materialized (
    select id, target from held where id <> target
    union all  -- and those whose events are no more
    (select i, null::uuid from span cross join lateral unnest(ids) as i except select id, null from held)
  ), deleted as (
    delete from sessions s using gone g where s.session_id = g.id
  )
  select (select array_agg(g.id) from gone g), (select array_agg(g.target) from gone g),
         (select array_agg(c.session_id) from chosen c where c.session_id <> all (coalesce(c.ids, '{}')))
    into ended, targets, born;

  -- An alias points to a session that stands, and is none itself.
  delete from session_aliases a where a.session_id = any (born);
  if ended is not null then
    delete from session_aliases a using unnest(ended, targets) as g (id, target)
    where a.target = g.id and g.target is null;
    update session_aliases a set target = g.target, tx = pg_current_xact_id()
    from unnest(ended, targets) as g (id, target) where a.target = g.id;
    insert into session_aliases (session_id, target)
    select g.id, g.target from unnest(ended, targets) as g (id, target) where g.target is not null
    on conflict (session_id) do update set target = excluded.target, tx = pg_current_xact_id();
  end if;

  -- The session before: what comes after it.
  update sessions s set tail = greatest(s.tail, b.tail)
  from (
    select p.session_id, max(coalesce(p.next, griot_event_order(k.hi, '') | 7)) as tail
    from unnest(projects, channels, subjects, los, his) as k (project, channel, subject, lo, hi)
    cross join lateral (
      select y.session_id, y.tail,
             (select griot_event_order(n.first_at, '') from sessions n
              where n.project = k.project and n.channel = k.channel and n.subject = k.subject
                and n.first_at > y.until_at order by n.first_at limit 1) as next
      from sessions y
      where y.project = k.project and y.channel = k.channel and y.subject = k.subject
        and y.until_at < k.lo and y.first_at < k.lo
      order by y.first_at desc limit 1) p
    where p.tail is null or p.next is null
    group by p.session_id) b
  where s.session_id = b.session_id;

  -- One look a key each: of an anti join nobody knows how it would be planned.
  with k as materialized (
    select k.*, (select true from sessions s where s.project = k.project and s.channel = k.channel
                   and s.subject = k.subject limit 1) as has_session
    from (select k.project, k.channel, k.subject, max(k.hi) as ends
          from unnest(projects, channels, subjects, his) as k (project, channel, subject, hi)
          group by 1, 2, 3) k
  ), gone as (
    delete from session_strays t using k
    where k.has_session and t.project = k.project and t.channel = k.channel and t.subject = k.subject
  )
  insert into session_strays (project, channel, subject, tail)
  select s.* from (select k.project, k.channel, k.subject,
                          griot_tail_after(k.project, k.channel, k.subject, '-infinity', k.ends) as tail
                   from k where k.has_session is null) s
  where s.tail is not null
  on conflict (subject, project, channel) do update set tail = excluded.tail;
end $$;

-- Who changes the sessions of a key holds its lock until the transaction ends: one of 64, by the
-- key's hash (griot/session_key.hpp), so that a batch of thousands of keys takes few, and lanes with
-- partitions of their own none in common. Everybody takes them in order.
create function griot_lock_sessions(locks integer[]) returns void language sql
  begin atomic
    select pg_advisory_xact_lock(1735553652, l) from (select distinct unnest(locks) as l order by 1) x;
  end;

do $$ begin
  if exists (select from sessions) then
    perform griot_regroup_sessions(array_agg(project), array_agg(channel), array_agg(subject),
                                   array_agg('-infinity'::timestamptz), array_agg('infinity'::timestamptz))
    from (select distinct project, channel, subject from sessions) k;
  end if;
end $$;
