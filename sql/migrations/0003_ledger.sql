-- What became of every event: accepted = stored + duplicate + filtered + dead + in flight.

-- Kept in shards, so that no two writers wait for each other's row; readers sum. `accepted` holds
-- only what no queue counts: events without a durable origin, and those that a stage derived.
create table ledger (
  project text collate "C" not null,
  source text collate "C" not null,
  shard integer not null,
  accepted bigint not null default 0,
  stored bigint not null default 0,
  duplicate bigint not null default 0,
  filtered bigint not null default 0,
  dead bigint not null default 0,
  primary key (project, source, shard)
) with (fillfactor = 50);

-- The same events that `ledger` counts as filtered and dead, by reason.
create table ledger_reasons (
  project text collate "C" not null,
  source text collate "C" not null,
  kind text not null check (kind in ('filtered', 'dead')),
  reason text collate "C" not null,
  shard integer not null,
  count bigint not null,
  primary key (project, source, kind, reason, shard)
) with (fillfactor = 50);

-- How far each durable stream is counted, and the newest fence seen: what comes again from there
-- adds nothing, and who holds an older fence has lost the stream. `before_*` is the position that
-- the last update found: an upsert can return it, where it cannot return the old row.
create table queue_positions (
  stream text collate "C" primary key,
  hi bigint not null,
  lo bigint not null,
  fence bigint not null,
  before_hi bigint,
  before_lo bigint
) with (fillfactor = 50);

-- Events, facts and bytes that could not be stored, whole, with the reason. Nothing here can fail
-- to be written: `event` is the envelope as JSON text, `raw` what was no event at all.
create table dead_letters (
  id bigint generated always as identity primary key,
  project text collate "C" not null,
  source text collate "C" not null,
  stage text not null,
  kind text not null check (kind in ('event', 'fact', 'raw')),
  event_id uuid,
  name text,
  reason text collate "C" not null,
  detail text not null,
  occurred_at timestamptz,
  received_at timestamptz,
  event text,
  raw bytea,
  at timestamptz not null default now(),
  replayed_at timestamptz
);
create index dead_letters_at on dead_letters (at);
create index dead_letters_open on dead_letters (project, reason) where replayed_at is null;

grant select, insert, update on ledger, ledger_reasons, queue_positions, dead_letters to griot_writer;
grant select on ledger, ledger_reasons, dead_letters to griot_reader;
