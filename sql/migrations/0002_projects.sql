-- Projects, write keys, and the one document in which all settings travel to the collectors.

create table projects (
  id text collate "C" primary key check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  name text not null default '',
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  created_at timestamptz not null default now()
);

-- A key is kept as its SHA-256 only; `prefix` is what people recognise it by.
create table write_keys (
  hash text collate "C" primary key check (hash ~ '^[0-9a-f]{64}$'),
  project text collate "C" not null references projects (id),
  prefix text not null,
  kind text not null default 'write',
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index write_keys_project on write_keys (project);

-- One row. The version only grows, and is taken from the clock, so that a database that was built
-- anew is still newer than what the collectors have kept from the old one.
create table settings_version (
  one_row boolean primary key default true check (one_row),
  version bigint not null
);
insert into settings_version (version) values ((extract(epoch from clock_timestamp()) * 1000)::bigint);

create function griot_settings_changed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update settings_version
     set version = greatest(version + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint);
  return null;
end $$;

create trigger projects_changed after insert or update or delete on projects
  for each statement execute function griot_settings_changed();
create trigger write_keys_changed after insert or update or delete on write_keys
  for each statement execute function griot_settings_changed();

-- The document that is published (docs/settings.md). One statement, hence one snapshot.
create function griot_settings() returns jsonb
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
        select coalesce(jsonb_object_agg(hash, jsonb_build_object('project', project, 'kind', kind)),
                        '{}')
        from write_keys where revoked_at is null));
  end;

insert into projects (id, name) values ('default', 'Default');

grant select on projects, settings_version to griot_writer, griot_reader, griot_app;
grant select on write_keys to griot_writer, griot_app;
grant insert, update, delete on projects, write_keys to griot_app;
