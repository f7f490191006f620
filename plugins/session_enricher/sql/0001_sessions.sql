-- Sessions as session_enricher assigns them (docs/semantics.md §3), and the events with the session
-- that they are in now.

-- One row a session. First and last are its first and last counting event; counts hold the events
-- that only joined, too. fillfactor leaves room for updates in place, and no index is over a column
-- that a following event changes, so that such an update touches no index.
create table sessions (
  session_id uuid primary key,
  project text collate "C" not null,
  channel text collate "C" not null,
  subject text collate "C" not null,
  user_id text collate "C",
  anonymous_id text collate "C",
  first_at timestamptz not null,
  last_at timestamptz not null,
  first_own_at timestamptz,
  last_own_at timestamptz,
  event_count integer not null,
  own_count integer not null,
  page_count integer not null,
  engaged boolean not null generated always as (own_count > 0) stored,
  converted boolean not null,
  source text,
  campaign text,
  device text,
  country text,
  entry text,
  exit text,
  tx xid8 not null default pg_current_xact_id()
) with (fillfactor = 70);
create index sessions_key on sessions (project, channel, subject, first_at);

-- A session that was found to be part of another. Always points to the session that stands.
create table session_aliases (
  session_id uuid primary key,
  target uuid not null,
  tx xid8 not null default pg_current_xact_id()
);

create view events_resolved as
  select e.id, e.project, e.source, e.channel, e.name, e.user_id, e.anonymous_id,
         coalesce(a.target, e.session_id) as session_id,
         e.occurred_at, e.received_at, e.properties, e.context, e.tx
  from events e left join session_aliases a on a.session_id = e.session_id;

-- The first and the last text that is known, in the order of the rows. Strict, so that the common
-- case of one value calls nothing at all.
create function griot_keep(kept text, next text) returns text
  language sql immutable strict parallel safe return kept;
create function griot_take(kept text, next text) returns text
  language sql immutable strict parallel safe return next;
create aggregate griot_first(text) (sfunc = griot_keep, stype = text);
create aggregate griot_last(text) (sfunc = griot_take, stype = text);

-- Both functions keep their plans, which are made when the table may still be empty: a plan that
-- reads it all must never be the one that is kept.

-- The facts of a batch whose events were new: one row each, see facts.cc. They are summed up by
-- session, and the rows locked in the order of their ids, as by every other writer. Times come as
-- microseconds; as seconds in a double they are exact again once rounded to microseconds.
create function griot_apply_sessions(
    projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text)
  language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into sessions as s (
    session_id, project, channel, subject, user_id, anonymous_id, first_at, last_at,
    first_own_at, last_own_at, event_count, own_count, page_count, converted,
    source, campaign, device, country, entry, exit)
  select g.id, g.key->>0, g.key->>1, g.key->>2, g.user_id, g.anonymous_id,
         -- What only joined moves neither end.
         coalesce(to_timestamp(g.first_at), 'infinity'), coalesce(to_timestamp(g.last_at), '-infinity'),
         to_timestamp(g.first_own), to_timestamp(g.last_own),
         g.events, g.own, g.pages, g.converted,
         g.source, g.campaign, g.device, g.country, left(g.entry, 512), left(g.exit, 512)
  from (
    select f.id, min(f.key)::jsonb as key,
           min(f.at) filter (where f.flags & 1 <> 0) as first_at,
           max(f.at) filter (where f.flags & 1 <> 0) as last_at,
           min(f.at) filter (where f.flags & 2 <> 0) as first_own,
           max(f.at) filter (where f.flags & 2 <> 0) as last_own,
           count(*)::integer as events,
           (count(*) filter (where f.flags & 2 <> 0))::integer as own,
           (count(*) filter (where f.flags & 4 <> 0))::integer as pages,
           bool_or(f.flags & 8 <> 0) as converted,
           griot_first(f.body->>'u') as user_id,
           griot_first(f.body->>'a') as anonymous_id,
           griot_first(f.body->>'r') as source,
           griot_first(f.body->>'g') as campaign,
           griot_first(f.body->>'d') as device,
           griot_first(f.body->>'c') as country,
           griot_first(f.body->>'n') as entry,
           griot_last(f.body->>'n') as exit
    from (
      select (b->>'s')::uuid as id, k as key, (b->>'t')::float8 / 1e6::float8 as at, (b->>'f')::integer as flags,
             b as body, o
      from unnest(keys, bodies) with ordinality as t (k, b, o)
      order by 1, 3, o
    ) f
    group by f.id
  ) g
  -- What only joined cannot make a session whose founder was not stored.
  where g.first_at is not null
     or (select true from sessions x where x.session_id = g.id limit 1)
  order by g.id
  on conflict (session_id) do update set
    user_id = coalesce(s.user_id, excluded.user_id),
    anonymous_id = coalesce(s.anonymous_id, excluded.anonymous_id),
    first_at = least(s.first_at, excluded.first_at),
    last_at = greatest(s.last_at, excluded.last_at),
    entry = case when s.first_own_at <= excluded.first_own_at or excluded.first_own_at is null
                 then s.entry else excluded.entry end,
    exit = case when s.last_own_at > excluded.last_own_at or excluded.last_own_at is null
                then s.exit else excluded.exit end,
    first_own_at = least(s.first_own_at, excluded.first_own_at),
    last_own_at = greatest(s.last_own_at, excluded.last_own_at),
    event_count = s.event_count + excluded.event_count,
    own_count = s.own_count + excluded.own_count,
    page_count = s.page_count + excluded.page_count,
    converted = s.converted or excluded.converted,
    source = coalesce(s.source, excluded.source),
    campaign = coalesce(s.campaign, excluded.campaign),
    device = coalesce(s.device, excluded.device),
    country = coalesce(s.country, excluded.country),
    tx = pg_current_xact_id();
end $$;

grant select, insert, update on sessions, session_aliases to griot_writer;
grant select on sessions, session_aliases, events_resolved to griot_reader, griot_writer;
