-- Roll-ups of time that is past, and of what changes after it was counted.

-- Quarters of an hour are counted as events come; the blocks of three hours and the days that they make only
-- when they are past (before `folded_to`), and anew where a late event came (rollup_touched, kind e).
create table rollup_blocks (like rollup_quarters including all) with (fillfactor = 80);
alter table rollup_blocks alter column people set storage external;
alter table rollup_state add column folded_to timestamptz not null default '-infinity';
truncate rollup_days;
grant select, insert, update, delete on rollup_blocks to griot_writer;
grant select on rollup_blocks to griot_reader, griot_app;

-- What sessions, messages, waits, chats and resolutions come to, by blocks of three hours (docs/api.md,
-- "Roll-ups"). They change after they were counted, so a block is counted anew whenever one of its rows
-- did, and is read from those rows until then: never wrong, only slower.
--
-- kind: s session, m message, w wait, c chat, r resolution, a chat by its first assignment. unit: q quarter
-- of an hour, b block, d day. dim: '' all, else the attribute whose value stands in `value` ('' none), which
-- has no quarters. What the counts and samples are, the functions below say; samples are float8s, 8 bytes
-- each, those of a block in order: of an array each would take a function's call to send.
-- The tables that are asked are other plugins', and may be made later.
set local check_function_bodies = off;

create table rollup_facts (
  project text collate "C" not null,
  kind "char" not null,
  unit "char" not null,
  dim text collate "C" not null,
  bucket timestamptz not null,
  value text collate "C" not null,
  counts bigint[] not null,
  samples bytea,
  others bytea,
  primary key (project, kind, unit, dim, bucket, value)
);
alter table rollup_facts alter column samples set storage external;
alter table rollup_facts alter column others set storage external;

-- Blocks of which a row has changed, and days (the kind's upper letter) of which a block was counted anew;
-- without order, and one may stand here many times.
create table rollup_touched (
  kind "char" not null,
  project text collate "C" not null,
  bucket timestamptz not null
);
create index rollup_touched_bucket on rollup_touched (kind, project, bucket);

-- A project that goes leaves no notes of what went with it.
create function griot_project_untouched() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from rollup_touched t where t.project = old.id;
  return null;
end $$;
create trigger project_untouched after delete on projects
  for each row execute function griot_project_untouched();

-- Changes of rows before `watched_to` are noted in rollup_touched; blocks before `folded_to` are counted,
-- but for those that stand there. It follows when nobody can be left who did not know of the former:
-- whoever was under way when it was set (before `watched_xid`) has ended. Days before `days_to` are made of
-- their blocks, but for those that stand there.
create table rollup_kinds (
  kind "char" primary key,
  watched_to timestamptz not null default '-infinity',
  watched_xid xid8,
  folded_to timestamptz not null default '-infinity',
  days_to timestamptz not null default '-infinity'
);

create function griot_block(at timestamptz) returns timestamptz language sql immutable parallel safe
  return date_bin('3 hours', at, '2000-01-01 00:00:00+00');

-- Cells of [a, b) in steps from a. One plain select each, so that they become part of who asks.
-- counts: sessions; engaged, those with a goal, the events of engaged ones, those of one own event.
-- samples: how long, of those with several own events.
create function griot_cells_s(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, s.first_at, a),
           coalesce(case d.dim when 'channel' then s.channel when 'country' then s.country
                               when 'campaign' then s.campaign when 'device' then s.device
                               when 'entry' then s.entry when 'exit' then s.exit
                               when 'source' then s.source end, ''),
           array[count(*), count(*) filter (where s.engaged), count(*) filter (where s.engaged and s.converted),
                 coalesce(sum(s.event_count) filter (where s.engaged), 0), count(*) filter (where s.own_count = 1)],
           string_agg(float8send(o.seconds), ''::bytea order by o.seconds) filter (where s.own_count > 1),
           null::bytea
    from sessions s cross join lateral (select extract(epoch from s.last_own_at - s.first_own_at)::float8 as seconds) o
    cross join unnest(dims) as d (dim)
    where s.project || '' = project_id and s.first_at at time zone 'UTC' >= a at time zone 'UTC'
      and s.first_at at time zone 'UTC' < b at time zone 'UTC'
    group by 1, 2, 3
  $$;

-- counts: received; attempted, sent, delivered, read, replied, clicked, failed; of campaigns, and those of
-- these that were read or answered within the hour; clicked or replied.
-- Of a campaign or template, samples: hashes of who was written to; others: when the first and last were.
-- Dim touch, samples: of each message of a campaign or template that was replied to or clicked six numbers: whose
-- (identifiers.number), when replied, when clicked, the hashes of its campaign and its template, and by what it
-- stands among equals, of its id. These are all int8s, times in microseconds since 1970, and 0 is none.
create function griot_cells_m(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, m.at, a), coalesce(o.value, ''),
           array[count(*) filter (where not o.out), count(*) filter (where o.out),
                 count(*) filter (where o.out and coalesce(sent_at, delivered_at, read_at, replied_at, clicked_at) is not null),
                 count(*) filter (where o.out and coalesce(delivered_at, read_at, replied_at, clicked_at) is not null),
                 count(*) filter (where o.out and coalesce(read_at, replied_at, clicked_at) is not null),
                 count(*) filter (where o.out and replied_at is not null),
                 count(*) filter (where o.out and clicked_at is not null),
                 count(*) filter (where o.out and failed_at is not null
                                    and coalesce(delivered_at, read_at, replied_at, clicked_at) is null),
                 count(*) filter (where campaign),
                 count(*) filter (where campaign and least(read_at, replied_at) <= m.at + interval '1 hour'),
                 count(*) filter (where o.out and coalesce(replied_at, clicked_at) is not null)],
           coalesce(string_agg(distinct int8send(hashtextextended(m.user_id, 0)), ''::bytea)
                      filter (where o.out and o.value is not null),
                    string_agg(
                      -- Guarded here, because it costs a look at who that is.
                      case when d.dim = 'touch' and o.out and coalesce(m.replied_at, m.clicked_at) is not null
                             and (m.campaign or m.template is not null)
                           then (select int8send(i.number) from identifiers i
                                 where i.id = griot_event_identifier(m.project, 'whatsapp', m.user_id, null))
                             || int8send(coalesce((extract(epoch from m.replied_at) * 1000000)::bigint, 0))
                             || int8send(coalesce((extract(epoch from m.clicked_at) * 1000000)::bigint, 0))
                             || int8send(coalesce(hashtextextended(m.campaign_id, 0), 0))
                             || int8send(coalesce(hashtextextended(m.template, 0), 0))
                             || int8send(('x' || left(md5(m.message_id), 16))::bit(64)::bigint) end,
                      ''::bytea order by m.message_id)),
           int8send((extract(epoch from min(m.at) filter (where o.out and o.value is not null)) * 1000000)::bigint)
             || int8send((extract(epoch from max(m.at) filter (where o.out and o.value is not null)) * 1000000)::bigint)
    from message_facts m cross join unnest(dims) as d (dim) cross join lateral (
      select m.received_at is null as out,
             case d.dim when 'template' then m.template when 'campaign' then m.campaign_id end as value) o
    where m.project = project_id and m.at >= a and m.at < b
    group by 1, 2, 3
  $$;

-- counts: answered, by agents, missed or gone silent, resolved without an answer, not ended.
-- samples: seconds to the answer; others: of agents' answers.
create function griot_cells_w(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, t.waiting_since, a), coalesce(case d.dim when 'agent' then t.agent_id end, ''),
           array[count(*) filter (where t.ended = 'answer'),
                 count(*) filter (where t.ended = 'answer' and t.answered_by = 'agent'),
                 count(*) filter (where t.ended in ('missed', 'silence')), count(*) filter (where t.ended = 'resolved'),
                 count(*) filter (where t.ended is null)],
           string_agg(float8send(t.seconds), ''::bytea order by t.seconds) filter (where t.ended = 'answer'),
           string_agg(float8send(t.seconds), ''::bytea order by t.seconds)
             filter (where t.ended = 'answer' and t.answered_by = 'agent')
    from response_times t cross join unnest(dims) as d (dim)
    where t.project = project_id and t.waiting_since >= a and t.waiting_since < b
    group by 1, 2, 3
  $$;

-- counts: conversations. samples: how many messages; others: of an agent, seconds to its first response.
create function griot_cells_c(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, c.opened_at, a), coalesce(case d.dim when 'agent' then c.first_response_agent end, ''),
           array[count(*)], string_agg(float8send(o.messages), ''::bytea order by o.messages) filter (where d.dim = ''),
           string_agg(float8send(c.first_response_seconds), ''::bytea order by c.first_response_seconds)
             filter (where c.first_response_agent is not null and d.dim = 'agent')
    from chats c cross join lateral (select (c.messages_in + c.messages_out)::float8 as messages) o
    cross join unnest(dims) as d (dim)
    where c.project = project_id and c.opened_at >= a and c.opened_at < b
    group by 1, 2, 3
  $$;

-- counts: resolutions. samples: seconds; others: as the provider counts them.
create function griot_cells_r(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, r.resolved_at, a),
           coalesce(case d.dim when 'outcome' then r.outcome when 'agent' then r.agent_id end, ''), array[count(*)],
           string_agg(float8send(r.seconds), ''::bytea order by r.seconds),
           string_agg(float8send(r.provider_seconds), ''::bytea order by r.provider_seconds)
    from resolutions r cross join unnest(dims) as d (dim)
    where r.project = project_id and r.resolved_at >= a and r.resolved_at < b
    group by 1, 2, 3
  $$;

-- counts: chats; those that are open, of those with a provider's id. samples: seconds until they were assigned;
-- others: of the other open ones when they were last heard of, in seconds since 1970.
create function griot_cells_a(project_id text, dims text[], a timestamptz, b timestamptz, step interval)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    select d.dim, date_bin(step, c.first_assigned_at, a), coalesce(case d.dim when 'agent' then c.first_agent end, ''),
           array[count(*), count(*) filter (where c.closed_at is null and c.chat_id is not null)],
           string_agg(float8send(c.queue_seconds), ''::bytea order by c.queue_seconds),
           string_agg(float8send(o.heard), ''::bytea order by o.heard) filter (where c.closed_at is null and c.chat_id is null)
    from chats c cross join lateral (select extract(epoch from c.last_message_at)::float8 as heard) o
    cross join unnest(dims) as d (dim)
    where c.project = project_id and c.first_assigned_at >= a and c.first_assigned_at < b
    group by 1, 2, 3
  $$;

-- What there is of each kind: its table, the time by which it is counted, its dims.
create function griot_fact_kinds()
  returns table (kind "char", relation text, at text, dims text[]) language sql immutable parallel safe
  begin atomic
    values ('s'::"char", 'sessions', 'first_at', array['channel', 'country', 'campaign', 'device', 'entry', 'exit', 'source']),
           ('m', 'message_facts', 'at', array['template', 'campaign', 'touch']), ('w', 'response_times', 'waiting_since', array['agent']),
           ('c', 'chats', 'opened_at', array['agent']), ('r', 'resolutions', 'resolved_at', array['outcome', 'agent']),
           ('a', 'chats', 'first_assigned_at', array['agent']);
  end;

-- Watches the tables that there are by now: they are other plugins'. As the owner, because the writer may
-- create nothing. How many are watched.
create function griot_watch_facts() returns bigint
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  k record;
begin
  perform pg_advisory_xact_lock(hashtext('griot.rollups'));
  for k in select * from griot_fact_kinds() f
           where to_regclass(f.relation) is not null and not exists (select from rollup_kinds r where r.kind = f.kind)
  loop
    -- By statement: a batch touches few blocks. A row that moved is missed where it was, too.
    execute format(
      'create function griot_touched_%1$s_%2$s() returns trigger language plpgsql as $f$ begin '
      'insert into public.rollup_touched (kind, project, bucket) '
      'select distinct %2$L::"char", c.project, public.griot_block(c.%3$I) from changed c '
      'where c.%3$I < (select r.watched_to from public.rollup_kinds r where r.kind = %2$L); '
      'return null; end $f$', k.relation, k.kind, k.at);
    execute format(
      'create function griot_moved_%1$s_%2$s() returns trigger language plpgsql as $f$ begin '
      'insert into public.rollup_touched (kind, project, bucket) '
      'select distinct %2$L::"char", c.project, public.griot_block(c.%3$I) '
      'from (select project, %3$I from changed union all select project, %3$I from was) c '
      'where c.%3$I < (select r.watched_to from public.rollup_kinds r where r.kind = %2$L); '
      'return null; end $f$', k.relation, k.kind, k.at);
    execute format('create trigger rollup_added_%2$s after insert on %1$I referencing new table as changed '
                   'for each statement execute function griot_touched_%1$s_%2$s()', k.relation, k.kind);
    execute format('create trigger rollup_removed_%2$s after delete on %1$I referencing old table as changed '
                   'for each statement execute function griot_touched_%1$s_%2$s()', k.relation, k.kind);
    execute format('create trigger rollup_moved_%2$s after update on %1$I referencing new table as changed old table as was '
                   'for each statement execute function griot_moved_%1$s_%2$s()', k.relation, k.kind);
    insert into rollup_kinds (kind) values (k.kind);
  end loop;
  return (select count(*) from rollup_kinds);
end $$;
revoke all on function griot_watch_facts() from public;
grant execute on function griot_watch_facts() to griot_writer;

-- All blocks of [a, b) with rows, of one project or ('') all.
create function griot_touch_facts(of_kind "char", of_project text, a timestamptz, b timestamptz) returns void
  language plpgsql as $$
declare
  k record;
begin
  select * into k from griot_fact_kinds() f where f.kind = of_kind;
  execute format(
    'insert into rollup_touched (kind, project, bucket) select distinct $1, t.project, griot_block(t.%2$I) from %1$I t '
    'where t.%2$I >= $3 and t.%2$I < $4 and $2 in ('''', t.project)', k.relation, k.at) using of_kind, of_project, a, b;
end $$;

-- A block counts as past an hour after its end: until then its rows change all the time. True: something
-- went on. To be called in transactions of their own.
create function griot_advance_facts() returns boolean language plpgsql as $$
declare
  past constant timestamptz := griot_block(now() - interval '1 hour');
  k rollup_kinds;
begin
  update rollup_kinds set watched_to = past, watched_xid = null where watched_to < past;
  if found then return true; end if;
  update rollup_kinds set watched_xid = pg_snapshot_xmax(pg_current_snapshot()) where watched_xid is null;
  if found then return true; end if;
  select * into k from rollup_kinds r
  where r.folded_to < r.watched_to and r.watched_xid <= pg_snapshot_xmin(pg_current_snapshot()) limit 1;
  if not found then return false; end if;
  perform griot_touch_facts(k.kind, '', k.folded_to, k.watched_to);
  update rollup_kinds set folded_to = k.watched_to where kind = k.kind;
  return true;
end $$;

-- Days are made of their blocks when two days have passed, since until then there are late changes all the
-- time. How many were made; of those some block of which waits to be counted none is.
create function griot_fold_facts(most integer) returns bigint language plpgsql
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  past constant timestamptz := date_trunc('day', now() - interval '2 days');
  k record;
  n bigint := 0;
begin
  -- All of them are marked when it is their time; what was counted before it, too.
  for k in select * from rollup_kinds r where r.days_to < past and r.folded_to >= past loop
    insert into rollup_touched (kind, project, bucket)
    select distinct upper(k.kind::text)::"char", p.id, date_trunc('day', q.bucket)
    from projects p cross join lateral (
      select r.bucket from rollup_facts r
      where r.project = p.id and r.kind = k.kind and r.unit = 'b' and r.dim = '' and r.bucket >= k.days_to and r.bucket < past
      offset 0) q;
    update rollup_kinds set days_to = past where kind = k.kind;
  end loop;
  for k in
    select r.kind, t.project, t.bucket as day from rollup_kinds r cross join lateral (
      select distinct x.project, x.bucket from rollup_touched x
      where x.kind = upper(r.kind::text)::"char" and x.bucket < r.days_to
        and not exists (select from rollup_touched b where b.kind = r.kind and b.project = x.project
                          and b.bucket >= x.bucket and b.bucket < x.bucket + interval '1 day') limit most) t
    limit most
  loop
    delete from rollup_touched t where t.kind = upper(k.kind::text)::"char" and t.project = k.project and t.bucket = k.day;
    delete from rollup_facts r
    using (select unnest(array_append(f.dims, '')) as dim from griot_fact_kinds() f where f.kind = k.kind) d
    where r.project = k.project and r.kind = k.kind and r.unit = 'd' and r.dim = d.dim and r.bucket = k.day;
    insert into rollup_facts (project, kind, unit, dim, bucket, value, counts, samples, others)
    select k.project, k.kind, 'd', d.* from griot_fact_days(k.project, k.kind, k.day) d;
    n := n + 1;
  end loop;
  return n;
end $$;

-- What the blocks of a day come to.
create function griot_fact_days(of_project text, of_kind "char", day timestamptz)
  returns table (dim text, bucket timestamptz, value text, counts bigint[], samples bytea, others bytea)
  language sql stable as $$
    with b as materialized (
      select r.* from griot_fact_kinds() f cross join unnest(array_append(f.dims, '')) as d (dim) cross join lateral (
        select * from rollup_facts r
        where r.project = of_project and r.kind = of_kind and r.unit = 'b' and r.dim = d.dim
          and r.bucket >= day and r.bucket < day + interval '1 day' offset 0) r
      where f.kind = of_kind
    )
    select s.dim, day, s.value, n.counts, s.samples, s.others
    from (select b.dim, b.value, string_agg(b.samples, ''::bytea order by b.bucket) as samples,
                 string_agg(b.others, ''::bytea order by b.bucket) as others
          from b group by 1, 2) s
    join (select x.dim, x.value, array_agg(x.n order by x.i) as counts
          from (select b.dim, b.value, u.i, sum(u.c)::bigint as n from b, unnest(b.counts) with ordinality as u (c, i)
                group by 1, 2, 3) x
          group by 1, 2) n on n.dim = s.dim and n.value = s.value
  $$;

-- Counts some blocks anew. How many.
create function griot_recount_facts(most integer) returns bigint language plpgsql
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  k record;
  n bigint := 0;
begin
  for k in
    select t.kind, t.project, array_agg(t.bucket order by t.bucket) as blocks, f.dims
    from (select distinct kind, project, bucket from
            (select * from rollup_touched b where b.kind in (select r.kind from rollup_kinds r) limit 10000) x
          order by kind, project, bucket limit most) t
    join griot_fact_kinds() f using (kind) group by t.kind, t.project, f.dims
  loop
    delete from rollup_facts r using unnest(k.blocks) as b (at), unnest(array_append(k.dims, '')) as d (dim)
    where r.project = k.project and r.kind = k.kind and r.unit = 'b' and r.dim = d.dim and r.bucket = b.at;
    delete from rollup_facts r using unnest(k.blocks) as b (at)
    where r.project = k.project and r.kind = k.kind and r.unit = 'q' and r.dim = '' and r.bucket >= b.at
      and r.bucket < b.at + interval '3 hours';
    insert into rollup_touched (kind, project, bucket)
    select distinct upper(k.kind::text)::"char", k.project, date_trunc('day', b.at)
    from unnest(k.blocks) as b (at), rollup_kinds r where r.kind = k.kind and b.at < r.days_to;
    -- In one statement, hence one snapshot: what is noted later is not counted yet.
    execute format(
      'with seen as (delete from rollup_touched t where t.kind = $1 and t.project = $2 and t.bucket = any ($3)) '
      'insert into rollup_facts (project, kind, unit, dim, bucket, value, counts, samples, others) '
      'select $2, $1, c.* from unnest($3) as b (at) cross join lateral ('
      '  select ''q''::"char", * from griot_cells_%1$s($2, array[''''], b.at, b.at + interval ''3 hours'', interval ''15 minutes'')'
      '  union all'
      '  select ''b'', * from griot_cells_%1$s($2, array_append($4, ''''), b.at, b.at + interval ''3 hours'', interval ''3 hours'')) c',
      k.kind)
      using k.kind, k.project, k.blocks, k.dims;
    n := n + cardinality(k.blocks);
  end loop;
  return n;
end $$;

-- Cells that are not what the rows come to, of blocks that are counted; or what these come to, of days.
create function griot_wrong_facts(of_project text)
  returns table (kind "char", project text, unit "char", bucket timestamptz, dim text, value text) language plpgsql
  set plan_cache_mode = force_custom_plan as $$
declare
  k record;
begin
  for k in select f.*, r.folded_to, r.days_to, p.id as project_id
           from rollup_kinds r join griot_fact_kinds() f using (kind) cross join projects p
           where of_project in ('', p.id)
  loop
    return query execute format(
      'with noted as (select t.bucket as b from rollup_touched t where t.kind = $2 and t.project = $1), '
      'block as (select x.b from (select distinct griot_block(t.%2$I) as b from %3$I t where t.project = $1 '
      '  union select distinct griot_block(r.bucket) from rollup_facts r '
      '  where r.project = $1 and r.kind = $2 and r.unit <> ''d'') x '
      '  where x.b < $4 and x.b not in (select b from noted)), '
      'day as (select distinct date_trunc(''day'', r.bucket) as at from rollup_facts r '
      '  where r.project = $1 and r.kind = $2 and r.bucket < $5 and not exists (select from rollup_touched t '
      '    where t.kind = upper($2::text)::"char" and t.project = $1 and t.bucket = date_trunc(''day'', r.bucket))), '
      'truth as (select ''b''::"char" as unit, c.* from block cross join lateral ('
      '  select * from griot_cells_%1$s($1, array_append($3, ''''), b, b + interval ''3 hours'', interval ''3 hours'')) c '
      '  union all select ''q'', c.* from block cross join lateral ('
      '  select * from griot_cells_%1$s($1, array[''''], b, b + interval ''3 hours'', interval ''15 minutes'')) c '
      '  union all select ''d'', c.* from day cross join lateral griot_fact_days($1, $2, at) c), '
      'stored as (select r.* from rollup_facts r join block on griot_block(r.bucket) = block.b '
      '  where r.project = $1 and r.kind = $2 and r.unit <> ''d'' '
      '  union all select r.* from rollup_facts r join day on day.at = r.bucket '
      '  where r.project = $1 and r.kind = $2 and r.unit = ''d'') '
      'select $2, $1, coalesce(t.unit, s.unit), coalesce(t.bucket, s.bucket), coalesce(t.dim, s.dim), coalesce(t.value, s.value) '
      'from truth t full join stored s on s.unit = t.unit and s.dim = t.dim and s.bucket = t.bucket and s.value = t.value '
      'where s.counts is distinct from t.counts or s.samples is distinct from t.samples or s.others is distinct from t.others',
      k.kind, k.at, k.relation) using k.project_id, k.kind, k.dims, k.folded_to, k.days_to;
  end loop;
end $$;

grant select, insert, update, delete on rollup_facts, rollup_touched, rollup_kinds to griot_writer;
grant select on rollup_facts, rollup_touched, rollup_kinds to griot_reader, griot_app;
