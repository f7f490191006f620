-- Links in messages that were followed. A token says which message it stood in: one of ours by itself, a
-- CRM's by the `message.sent` that carries it; of several messages the earliest has it. The first report
-- is the click.

create table message_tokens (
  project text collate "C" not null,
  token text collate "C" not null,
  message_id text collate "C" not null,
  at timestamptz not null,  -- when the message was sent; -infinity: the token says so itself
  primary key (token, project, message_id)
);
create index message_tokens_message on message_tokens (message_id, project);
create table message_clicks (
  project text collate "C" not null,
  token text collate "C" not null,
  clicked_at timestamptz not null,
  primary key (token, project)
);

-- A fact's key is the token; its body has s, when a message (m) was sent with it, or t, when it was
-- reported, and m, the message that it names itself. Times in microseconds since 1970.
create function griot_apply_clicks(projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text) language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  moved record;
begin
  perform griot_lock_conversations(projects);
  insert into message_tokens as t (project, token, message_id, at)
  select f.project, f.token, f.b->>'m',
         min(case when f.b ? 's' then to_timestamp((f.b->>'s')::bigint / 1e6::float8) else '-infinity' end)
  from unnest(projects, keys, bodies) as f (project, token, b) where f.b ? 'm'
  group by 1, 2, 3 order by 2, 1, 3
  on conflict (token, project, message_id) do update set at = least(t.at, excluded.at);
  insert into message_clicks as c (project, token, clicked_at)
  select f.project, f.token, to_timestamp(min((f.b->>'t')::bigint) / 1e6::float8)
  from unnest(projects, keys, bodies) as f (project, token, b) where f.b ? 't'
  group by 1, 2 order by 2, 1
  on conflict (token, project) do update set clicked_at = least(c.clicked_at, excluded.clicked_at);

  -- An earlier message may have the token now.
  update message_facts m set clicked_at = null, tx = pg_current_xact_id()
  from (select distinct on (k.token, k.project, t.message_id) k.project, t.message_id, o.message_id as owner
        from unnest(projects, keys) as k (project, token)
        cross join lateral (
          select * from message_tokens t where t.token = k.token and t.project = k.project offset 0) t
        cross join lateral (
          select o.message_id from message_tokens o where o.token = k.token and o.project = k.project
          order by o.at, o.message_id limit 1) o) x
  where m.message_id = x.message_id and m.project = x.project and x.owner <> x.message_id
    and m.clicked_at is not null
    and not exists (
      select from message_tokens t join message_clicks c on c.token = t.token and c.project = t.project
      where t.message_id = m.message_id and t.project = m.project
        and t.message_id = (select o.message_id from message_tokens o
                            where o.token = t.token and o.project = t.project
                            order by o.at, o.message_id limit 1));

  select array_agg(x.project) as projects, array_agg(x.message_id) as messages, array_agg(x.clicked_at) as times
    into moved
  from (select distinct k.project, o.message_id, c.clicked_at
        from unnest(projects, keys) as k (project, token)
        cross join lateral (
          select c.clicked_at from message_clicks c where c.token = k.token and c.project = k.project limit 1) c
        cross join lateral (
          select o.message_id from message_tokens o where o.token = k.token and o.project = k.project
          order by o.at, o.message_id limit 1) o) x;
  if moved.projects is not null then
    perform griot_message_clicked(moved.projects, moved.messages, moved.times);
  end if;
end $$;

-- Before the messages, by which they are found.
create function griot_erase_clicks(project_id text, who jsonb, cutoff timestamptz) returns bigint
  language plpgsql set search_path = public, pg_temp as $$
declare
  tokens text[] := array(
    select t.token from jsonb_array_elements(who) w
    join message_facts m on m.user_id = griot_written(w->>0, w->>1) and m.project = project_id
    join message_tokens t on t.message_id = m.message_id and t.project = project_id
    where w->>0 <> 'anonymous');
  n bigint;
begin
  perform griot_lock_conversations(array[project_id]);
  delete from message_clicks c where c.token = any (tokens) and c.project = project_id;
  delete from message_tokens t where t.token = any (tokens) and t.project = project_id;
  get diagnostics n = row_count;
  return n;
end $$;
insert into erasers values ('message_tokens', 39, 'griot_erase_clicks');

grant select, insert, update, delete on message_tokens, message_clicks to griot_writer;
grant select on message_tokens, message_clicks to griot_reader;
