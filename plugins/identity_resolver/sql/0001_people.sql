-- Persons and their identifiers (docs/identity.md). No event is ever written again: a person is found
-- through the identifier at read time.

create sequence identifier_numbers as integer;

-- An identifier that an event has shown. `id` is made of project, type and value
-- (griot_identifier_id), and is the id of the person that this identifier founds. `number` is for
-- bitmaps. `first_*`: the event that showed it first, in order (place, event, ord): place is
-- microseconds since 1970, times 8, plus the rank of the event's name; ord the place in the event.
create table identifiers (
  id uuid primary key,
  number integer not null unique,
  project text collate "C" not null,
  type text collate "C" not null check (type in ('phone', 'email', 'account', 'anonymous', 'bsuid')),
  value text collate "C" not null,
  person integer not null,
  first_place bigint not null,
  first_event uuid not null,
  first_ord smallint not null,
  tx xid8 not null default pg_current_xact_id()
);
create index identifiers_person on identifiers (person);

-- How events write an identifier where that is not its value: digits without "+", other letters' case.
-- So that a person's events are found by an index.
create table identifier_spellings (
  id uuid not null references identifiers on delete cascade,
  spelling text collate "C" not null,
  primary key (id, spelling)
);

-- A set of identifiers. `person` is the number of one of them, whichever saves writing, and may change
-- with a merge; `person_id` follows from the evidence alone: the id of the identifier that came first.
-- A person_id of before is still found: it is the id of an identifier.
create table persons (
  person integer primary key,
  person_id uuid not null,
  project text collate "C" not null,
  first_at timestamptz not null,
  first_place bigint not null,
  first_event uuid not null,
  first_ord smallint not null,
  identifiers integer not null,
  accounts smallint not null,
  phones smallint not null,  -- a person with one is a contact
  emails smallint not null,
  newest bigint not null,    -- place of the last evidence that names one of its identifiers; 0: none
  guarded boolean not null default false,    -- a split holds for one of them
  tx xid8 not null default pg_current_xact_id()
) with (fillfactor = 80);

-- What shows that two identifiers (their numbers) are one person: the earliest proof of each pair. A
-- later one of the same pair cannot do what the earlier could not, since persons only grow in a
-- replay. Proof by a token is kept apart, because it can be lost to somebody who reported it earlier.
create table identity_evidence (
  a integer not null,
  b integer not null check (a < b),
  token uuid not null default '00000000-0000-0000-0000-000000000000',
  place bigint not null,
  event uuid not null,
  ord smallint not null,
  rule text collate "C" not null,
  refused text collate "C",  -- why: guard, account, phone, email, whichever held first when it was decided
  by_whom text,              -- by hand
  tx xid8 not null default pg_current_xact_id(),
  primary key (a, b, token)
);
create index identity_evidence_b on identity_evidence (b);
create index identity_evidence_token on identity_evidence (token)
  where token <> '00000000-0000-0000-0000-000000000000';

-- Splits: these two are never one person, until somebody lifts it.
create table identity_guards (
  a integer not null,
  b integer not null check (a < b),
  by_whom text not null,
  at timestamptz not null default now(),
  primary key (a, b)
);
create index identity_guards_b on identity_guards (b);

-- Handshakes. Tokens are kept as hashes. Whom one was given to: our own say it (`ours`), a CRM's are
-- known by the message that carried them.
create table identity_token_users (
  token uuid not null,
  number integer not null,
  ours boolean not null,
  primary key (token, number, ours)
);
create table identity_token_reports (
  token uuid not null,
  number integer not null,
  place bigint not null,
  event uuid not null,
  primary key (token, number)
);

-- What was decided, when, and by which event: nothing here is ever changed. What is refused or linked
-- otherwise once late evidence is there has a further row.
create table identity_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  project text collate "C" not null,
  action text collate "C" not null check (action in ('link', 'merge', 'refuse', 'unlink', 'split', 'lift')),
  a integer not null,
  b integer not null,
  rule text collate "C",
  event uuid,
  reason text collate "C",
  by_whom text,
  tx xid8 not null default pg_current_xact_id()
);
create index identity_log_a on identity_log (a);
create index identity_log_b on identity_log (b);

grant usage on sequence identifier_numbers to griot_writer;
grant select, insert, update, delete on identifiers, identifier_spellings, persons, identity_evidence, identity_guards,
  identity_token_users, identity_token_reports to griot_writer;
grant select, insert on identity_log to griot_writer;
grant select on identifiers, identifier_spellings, persons, identity_evidence, identity_guards, identity_log to griot_reader;
