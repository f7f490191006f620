-- Roll-ups (docs/api.md): how many events there were and whose, by quarter of an hour and by day, both
-- in UTC. Any time zone's hours and days are made of quarters.
--
-- `dim` says what `value` is: all (''), name, channel, country, campaign, template, agent, device,
-- browser, page, source; with '.name' behind it the events' name is in `name`. `people`: the numbers of the
-- identifiers (identifiers.number) whose events they were, as a Roaring bitmap; where `name` is ''
-- and the dim is no name, of own events only. They are resolved to persons when read, so that neither
-- merge nor split rewrites a row. Of dim error the value is a JSON list, channel, code, origin, step and
-- whether there is a message ("1"), `own` are the fatal ones, and `people` all who had it.
create table rollup_quarters (
  project text collate "C" not null,
  dim text collate "C" not null,
  bucket timestamptz not null,
  value text collate "C" not null,
  name text collate "C" not null,
  events bigint not null,
  own bigint not null,
  people bytea not null,
  primary key (project, dim, bucket, value, name)
) with (fillfactor = 80);
create table rollup_days (like rollup_quarters including all) with (fillfactor = 80);
-- Compressed as they are.
alter table rollup_quarters alter column people set storage external;
alter table rollup_days alter column people set storage external;

-- The first own event of an identifier. `seen_tx` is when that became known.
create table identifier_firsts (
  number integer primary key,
  project text collate "C" not null,
  own_at timestamptz not null,
  seen_tx xid8 not null default pg_current_xact_id()
);
create index identifier_firsts_tx on identifier_firsts (seen_tx);

-- One row. Events of transactions before `up_to` are counted. `generation` grows when somebody is
-- forgotten or a project goes: what processes remember of identifiers is then void.
create table rollup_state (
  one_row boolean primary key default true check (one_row),
  up_to xid8 not null default '0',
  generation bigint not null default 1,
  rolled_at timestamptz
);
insert into rollup_state default values;

-- When reports got to see which transactions, for a day: so that it is known how long events took until then.
create table rollup_rolls (
  up_to xid8 primary key,
  since xid8 not null,  -- of [since, up_to)
  at timestamptz not null
);

create function griot_firsts_gone() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update rollup_state set generation = generation + 1;
  return null;
end $$;
create trigger firsts_gone after delete on identifier_firsts
  for each statement execute function griot_firsts_gone();

-- Quarters that must be counted anew from the events that are left.
create table rollup_dirty (
  project text collate "C" not null,
  bucket timestamptz not null,
  primary key (project, bucket)
);

create function griot_quarter(at timestamptz) returns timestamptz language sql immutable parallel safe
  return date_bin('15 minutes', at, '2000-01-01 00:00:00+00');

-- Before the events go: their quarters are to be counted anew, and nobody's first event is theirs.
create function griot_erase_rollups(project_id text, who jsonb, cutoff timestamptz) returns bigint
  language plpgsql set search_path = public, pg_temp as $$
declare
  users text[];
  addresses text[];
  visitors text[];
  n bigint;
begin
  select array_agg(griot_written(i->>0, i->>1)) filter (where i->>0 <> 'anonymous'),
         array_agg(lower(i->>1)) filter (where i->>1 like '%@%' and i->>0 <> 'anonymous'),
         array_agg(i->>1) filter (where i->>0 = 'anonymous')
    into users, addresses, visitors from jsonb_array_elements(who) i;
  insert into rollup_dirty (project, bucket)
  select project_id, griot_quarter(e.occurred_at) from events e
  where e.user_id = any (users) and e.project = project_id and e.occurred_at <= cutoff
  union
  select project_id, griot_quarter(e.occurred_at) from events e
  where e.anonymous_id = any (visitors) and e.user_id is null and e.project = project_id
    and e.occurred_at <= cutoff
  on conflict do nothing;
  get diagnostics n = row_count;
  if addresses is not null then
    insert into rollup_dirty (project, bucket)
    select distinct project_id, griot_quarter(e.occurred_at) from events e
    where e.user_id like '%@%' and lower(e.user_id) = any (addresses) and e.project = project_id
      and e.occurred_at <= cutoff
    on conflict do nothing;
  end if;
  delete from identifier_firsts f using identifiers i, jsonb_array_elements(who) w
  where f.number = i.number
    and i.id = griot_identifier_id(project_id, (w->>0) || ':' || (w->>1));
  return n;
end $$;
insert into erasers values ('rollups', 5, 'griot_erase_rollups');

-- Who is known by a word: a person's id, or an identifier as people write it, with or without its type.
create function griot_find_persons(project_id text, word text) returns setof integer
  language plpgsql stable set search_path = public, pg_temp as $$
declare
  bare text := regexp_replace(word, '^(phone|email|account|anonymous|bsuid):', '');
  said text := substring(word from '^(phone|email|account|anonymous|bsuid):');
  person_id uuid;
begin
  if word ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then person_id := word::uuid; end if;
  return query
    select distinct i.person from identifiers i
    where i.project = project_id and i.id in (
      select griot_identifier_id(project_id, c.text)
      from unnest(array[griot_user_identifier('whatsapp', bare), griot_user_identifier('web', bare),
                        griot_anonymous_identifier(bare), 'account:' || bare, 'bsuid:' || bare]) as c (text)
      where c.text is not null and (said is null or c.text like said || ':%')
      union all
      select person_id where person_id is not null);
end $$;

grant select, insert, update, delete on rollup_quarters, rollup_days, rollup_dirty, identifier_firsts
  to griot_writer;
grant select, update on rollup_state to griot_writer;
grant select, insert, delete on rollup_rolls to griot_writer;
grant select on rollup_quarters, rollup_days, rollup_state, rollup_rolls, identifier_firsts, rollup_dirty
  to griot_reader, griot_app;
