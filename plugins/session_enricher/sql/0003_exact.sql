-- Exact sessions. A session is an interval of its key (project, channel, subject): from its first
-- counting event to the channel's idle time after its last. So an event's session is found by its key
-- and its time, and no event is ever written again when a late one extends, founds or bridges sessions:
-- only the rows of `sessions` change, in the transaction that stores the late event.
-- `events.session_id` keeps what the stream told at the time; readers use `events_resolved`.

alter table sessions
  add column until_at timestamptz,  -- last_at and the idle time
  add column newest bigint,         -- griot_event_order of the last of its events, counting or not
  add column tail bigint;           -- that of what its key has after until_at; null: nothing

-- Keys that have events and no session (receipts of a campaign, say), with the griot_event_order of
-- the last. So that nobody must look at the events to know that what founds a session is the newest
-- of its key.
create table session_strays (
  project text collate "C" not null,
  channel text collate "C" not null,
  subject text collate "C" not null,
  tail bigint not null,
  primary key (subject, project, channel)  -- the subject decides nearly every comparison by itself
);

drop index sessions_key;
create index sessions_key on sessions (subject, project, channel, first_at);

create index session_aliases_target on session_aliases (target);

drop view events_resolved;
create view events_resolved as
  select e.id, e.project, e.source, e.channel, e.name, e.user_id, e.anonymous_id, e.device,
         s.session_id, e.occurred_at, e.received_at, e.properties, e.context, e.tx
  from events e
  left join lateral (
    select c.session_id, c.until_at from sessions c
    where c.project = e.project and c.channel = e.channel
      and c.subject = griot_session_subject(e.device, e.user_id, e.anonymous_id)
      and c.first_at <= e.occurred_at
    order by c.first_at desc limit 1) s on e.occurred_at <= s.until_at;

-- The latest session of each key, as session_store.cc reads it; the numbers are facts.h's Known.
create function griot_session_states(keys text[]) returns table (ord integer, reply text)
  language plpgsql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
    select k.o::integer,
           format('{"s":"%s","f":%s,"l":%s,"k":%s,"n":%s}', x.session_id,
                  round(date_part('epoch', x.first_at) * 1e6)::bigint,
                  round(date_part('epoch', x.last_at) * 1e6)::bigint,
                  (case when x.user_id is null then 0 else 1 end)
                  + (case when x.anonymous_id is null then 0 else 2 end)
                  + (case when x.source is null then 0 else 4 end)
                  + (case when x.campaign is null then 0 else 8 end)
                  + (case when x.device is null then 0 else 16 end)
                  + (case when x.country is null then 0 else 32 end),
                  x.newest)
    from (select o, t.k::jsonb as j from unnest(keys) with ordinality as t (k, o)) k
    cross join lateral (
      select * from sessions s
      where s.project = k.j->>0 and s.channel = k.j->>1 and s.subject = k.j->>2
      order by s.first_at desc limit 1) x;
end $$;

grant select, insert, update, delete on session_strays to griot_writer;
grant delete on sessions, session_aliases to griot_writer;
grant select on events_resolved to griot_reader, griot_writer;
grant select on session_strays to griot_reader;
grant select on events, projects to griot_writer;
