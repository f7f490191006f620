-- A changed idle time (or rule of what opens a session) holds for all stored events: the sessions of
-- the project are made anew, some keys at a time (griot.upkeep/1).
create table session_rebuilds (
  project text collate "C" primary key,
  -- All keys of the project up to this one are done.
  channel text collate "C" not null default '',
  subject text collate "C" not null default ''
);

create function griot_session_rules_changed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into session_rebuilds (project) values (new.id)
  on conflict (project) do update set channel = '', subject = '';
  return null;
end $$;
create trigger session_rules_changed after update on projects for each row
  when (old.settings->'idle' is distinct from new.settings->'idle'
        or old.settings->'session' is distinct from new.settings->'session')
  execute function griot_session_rules_changed();

create function griot_rebuild_sessions() returns bigint language plpgsql as $$
declare
  r session_rebuilds;
  channels text[];
  subjects text[];
  n integer;
begin
  select * into r from session_rebuilds order by project limit 1 for update;
  if not found then return 0; end if;
  perform griot_lock_sessions(array(select generate_series(0, 63)));
  select array_agg(k.channel), array_agg(k.subject) into channels, subjects
  from (select distinct x.channel, x.subject
        from (select s.channel, s.subject from sessions s
              where s.project = r.project and s.subject >= r.subject
                and (s.subject, s.channel) > (r.subject, r.channel)
              union all
              select t.channel, t.subject from session_strays t
              where t.project = r.project and t.subject >= r.subject
                and (t.subject, t.channel) > (r.subject, r.channel)) x
        order by 2, 1 limit 200) k;
  n := coalesce(cardinality(channels), 0);
  if n = 0 then
    delete from session_rebuilds b where b.project = r.project;
    return (select count(*) from session_rebuilds);
  end if;
  perform griot_regroup_sessions(array_fill(r.project, array[n]), channels, subjects,
                                 array_fill('-infinity'::timestamptz, array[n]),
                                 array_fill('infinity'::timestamptz, array[n]));
  update session_rebuilds b set channel = channels[n], subject = subjects[n] where b.project = r.project;
  return 1;
end $$;

grant select, update, delete on session_rebuilds to griot_writer;
