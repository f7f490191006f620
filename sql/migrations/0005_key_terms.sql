-- What a key may be held to (docs/settings.md). All kinds of keys share the table: `kind` says what
-- a key opens.

alter table write_keys
  add column signed_by text collate "C" check (signed_by ~ '^[0-9a-f]{16}$'),
  add column channels text[] check (cardinality(channels) > 0),
  add column origins text[] check (cardinality(origins) > 0),
  add column rate float8 check (rate between 0.01 and 1000000),
  add column burst bigint check (burst between 1 and 10000000),
  add check ((rate is null) = (burst is null)),
  add check (kind ~ '^[a-z_]{1,32}$');

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
        from write_keys where revoked_at is null));
  end;

update settings_version
   set version = greatest(version + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint);
