-- People who are forgotten (docs/forget.md): what they did up to a moment is erased, and can never come
-- back from a queue, a provider's retry, an import or a dead letter. What stays of them is a digest under
-- a key of this database, and the ids of their events in the guard, which tell nobody who it was.

-- One row a request: announced, erased (then it has its cut-off), done. `identifiers`,
-- [["phone", "+254…"], …], are gone when it is done.
create table forget_requests (
  id uuid primary key default gen_random_uuid(),
  project text collate "C" not null,
  cutoff timestamptz,
  identifiers jsonb check (jsonb_typeof(identifiers) = 'array'),
  begun_at timestamptz not null default now(),
  done_at timestamptz,
  receipt jsonb,
  check ((identifiers is null) = (done_at is not null))
);

create table forgotten (
  project text collate "C" not null,
  digest bytea not null,
  cutoff timestamptz not null,
  primary key (digest, project)
);

-- One row, that no role reads: digests of guessed phone numbers would tell who was forgotten.
create table forget_key (
  one_row boolean primary key default true check (one_row),
  key bytea not null
);
insert into forget_key (key)
  values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- Whoever keeps rows of people says here which function erases them, as
-- f(project_id text, who jsonb, cutoff timestamptz) returns bigint: how many rows. In order of `place`;
-- what is made of other rows comes after these.
create table erasers (
  name text primary key,
  place integer not null,
  function regproc not null
);

-- As an event carries them: whose it is. A phone and an address are the same however they are written.
create function griot_actor(user_id text, anonymous_id text) returns text
  language sql immutable parallel safe
  return case when user_id like '%@%' then 'user ' || lower(user_id)
              when user_id is not null then 'user ' || user_id
              else 'anonymous ' || anonymous_id end;
-- How events carry an identifier.
create function griot_written(type text, value text) returns text language sql immutable parallel safe
  return case when type = 'bsuid' and value not like 'bsuid:%' then 'bsuid:' || value else value end;
create function griot_actor_of(type text, value text) returns text
  language sql immutable parallel safe
  return case when type = 'anonymous' then griot_actor(null, value)
              else griot_actor(griot_written(type, value), null) end;

create function griot_forget_digest(project text, actor text) returns bytea
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select sha256(k.key || sha256(k.key || convert_to(project || ' ' || actor, 'UTF8'))) from forget_key k;
  end;

-- Asked by the writer at the beginning of each transaction: is anybody forgotten at all? Who forgets holds
-- the lock alone, so that nobody writes by what was true before.
create function griot_forgetting() returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('griot.forget'));
  return exists (select from forgotten);
end $$;

-- Which of these events (from 0) are of somebody who is forgotten up to after them; times in
-- microseconds since 1970.
create function griot_forgotten(projects text[], users text[], anonymous text[], times bigint[])
  returns setof integer language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select e.n::integer - 1
    from unnest(projects, users, anonymous, times) with ordinality as e (project, user_id, anonymous_id, at, n)
    join forgotten f on f.project = e.project
      and f.digest = griot_forget_digest(e.project, griot_actor(e.user_id, e.anonymous_id))
    where e.at <= extract(epoch from f.cutoff) * 1000000;
  end;

-- Now, or after it, where a client's clock was ahead: nothing of theirs is left then.
create function griot_forget_cutoff(project_id text, who jsonb) returns timestamptz
  language sql volatile set search_path = public, pg_temp
  begin atomic
    select greatest(clock_timestamp(), max(x.at))
    from jsonb_array_elements(who) i
    cross join lateral (
      select max(e.occurred_at) as at from events e
      where i->>0 <> 'anonymous' and e.user_id = griot_written(i->>0, i->>1) and e.project = project_id
      union all
      select max(e.occurred_at) from events e
      where i->>0 = 'anonymous' and e.anonymous_id = i->>1 and e.user_id is null and e.project = project_id) x;
  end;

-- Names in the settings who is to be forgotten, so that by the time of griot_forget_erase no process
-- remembers them. Gives the request.
create function griot_forget_announce(project_id text, who jsonb) returns uuid
  language sql security definer set search_path = public, pg_temp
  begin atomic
    insert into forget_requests (project, identifiers) values (project_id, who) returning id;
  end;

-- Erases what is stored of a request, and from then on stores nothing more of what happened until then:
-- both in one moment, while nobody writes. Gives the rows by eraser; again does no harm.
create function griot_forget_erase(request uuid) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r forget_requests;
  eraser record;
  n bigint;
  counts jsonb := '{}';
begin
  perform pg_advisory_xact_lock(hashtext('griot.forget'));
  update forget_requests f
     set cutoff = coalesce(f.cutoff, griot_forget_cutoff(f.project, f.identifiers))
   where f.id = request and f.done_at is null returning * into strict r;
  insert into forgotten as f (project, digest, cutoff)
  select distinct r.project, griot_forget_digest(r.project, griot_actor_of(i->>0, i->>1)), r.cutoff
  from jsonb_array_elements(r.identifiers) i
  on conflict (digest, project) do update set cutoff = greatest(f.cutoff, excluded.cutoff);
  for eraser in select * from erasers order by place, name loop
    execute format('select %s($1, $2, $3)', eraser.function) into n using r.project, r.identifiers, r.cutoff;
    counts := counts || jsonb_build_object(eraser.name, n);
  end loop;
  return counts;
end $$;

create function griot_forget_end(request uuid, receipt jsonb) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    update forget_requests r set identifiers = null, done_at = now(), receipt = griot_forget_end.receipt
    where r.id = request;
  end;

create function griot_erase_events(project_id text, who jsonb, cutoff timestamptz) returns bigint
  language plpgsql set search_path = public, pg_temp as $$
declare
  users text[];
  addresses text[];
  visitors text[];
  n bigint;
  more bigint;
begin
  select array_agg(griot_written(i->>0, i->>1)) filter (where i->>0 <> 'anonymous'),
         array_agg(lower(i->>1)) filter (where i->>1 like '%@%' and i->>0 <> 'anonymous'),
         array_agg(i->>1) filter (where i->>0 = 'anonymous')
    into users, addresses, visitors from jsonb_array_elements(who) i;
  delete from events e
  where e.user_id = any (users) and e.project = project_id and e.occurred_at <= cutoff;
  get diagnostics n = row_count;
  delete from events e
  where e.anonymous_id = any (visitors) and e.user_id is null and e.project = project_id
    and e.occurred_at <= cutoff;
  get diagnostics more = row_count;
  n := n + more;
  if addresses is not null then  -- in whatever case they were written
    delete from events e
    where e.user_id like '%@%' and lower(e.user_id) = any (addresses)
      and e.project = project_id and e.occurred_at <= cutoff;
    get diagnostics more = row_count;
    n := n + more;
  end if;
  return n;
end $$;
insert into erasers values ('events', 10, 'griot_erase_events');

-- The envelope is text, because Postgres may refuse what is in it; whose it is stands before the time.
create function griot_erase_dead_letters(project_id text, who jsonb, cutoff timestamptz)
  returns bigint language plpgsql set search_path = public, pg_temp as $$
declare
  n bigint;
begin
  delete from dead_letters d
  using jsonb_array_elements(who) i
  where d.project = project_id
    and (d.kind = 'event' and coalesce(d.occurred_at <= cutoff, true)
         and position(lower(case when i->>0 = 'anonymous' then '"anonymous_id":' else '"user_id":' end
                            || to_json(griot_written(i->>0, i->>1))::text)
                      in lower(split_part(d.event, '"occurred_at":', 1))) > 0
      or d.kind = 'fact' and d.at <= cutoff and position(i->>1 in d.event) > 0);
  get diagnostics n = row_count;
  return n;
end $$;
insert into erasers values ('dead_letters', 20, 'griot_erase_dead_letters');

-- Caches and keyed stores of every process hear of it with the settings, while it lasts.
create trigger forget_changed after insert or update or delete on forget_requests
  for each statement execute function griot_settings_changed();

create or replace function griot_settings() returns jsonb
  language sql stable
  begin atomic
    select jsonb_build_object(
      'version', (select version from settings_version),
      'projects', (
        select coalesce(jsonb_object_agg(id,
                 jsonb_build_object('timezone', 'UTC', 'week_start', 1, 'idle', '{}'::jsonb,
                                    'text', 'keep') || settings), '{}')
        from projects),
      'write_keys', (
        select coalesce(jsonb_object_agg(hash, jsonb_strip_nulls(jsonb_build_object(
                 'project', project, 'kind', kind, 'prefix', prefix, 'signed', signed_by,
                 'channels', channels, 'origins', origins, 'rate', rate, 'burst', burst))), '{}')
        from write_keys where revoked_at is null))
      || coalesce((
        select jsonb_build_object('forget', jsonb_agg(jsonb_build_object(
                 'id', id, 'project', project, 'identifiers', identifiers,
                 'cutoff', (extract(epoch from begun_at) * 1000000)::bigint) order by begun_at, id))
        from forget_requests where done_at is null having count(*) > 0), '{}');
  end;

revoke all on function griot_forget_digest(text, text), griot_forgotten(text[], text[], text[], bigint[]),
  griot_forget_announce(text, jsonb), griot_forget_erase(uuid), griot_forget_end(uuid, jsonb) from public;
grant execute on function griot_forgotten(text[], text[], text[], bigint[]) to griot_writer;
grant execute on function griot_forget_announce(text, jsonb), griot_forget_erase(uuid),
  griot_forget_end(uuid, jsonb) to griot_app;
grant select on forgotten to griot_writer;
grant select on forget_requests to griot_writer, griot_app;
