-- Who may see what (docs/access.md): people, their roles, the devices that they are signed in on, links that
-- open an account once, and who changed what. Only griot_app reads these; it reads no table of events.

create table users (
  id uuid primary key default gen_random_uuid(),
  email text collate "C" not null unique check (length(email) between 3 and 254),  -- in lower case
  name text not null default '' check (length(name) <= 200),
  password text collate "C",  -- argon2id in its own notation; null: nobody can sign in by one
  created_at timestamptz not null default now()
);

-- In a project, or, where that is null, in every one that there is or will be. The greater counts.
create table user_roles (
  user_id uuid not null references users (id) on delete cascade,
  project text collate "C" references projects (id) on delete cascade,
  role text collate "C" not null check (role in ('viewer', 'analyst', 'owner')),
  unique nulls not distinct (user_id, project)
);
create index user_roles_project on user_roles (project);

-- A cookie's token is kept as its SHA-256 only.
create table sign_ins (
  token bytea primary key check (length(token) = 32),
  number uuid not null unique default gen_random_uuid(),  -- by which its owner ends it
  user_id uuid not null references users (id) on delete cascade,
  begun_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  address text not null,
  agent text not null
);
create index sign_ins_user on sign_ins (user_id);

-- `first`: makes the first owner. `invitation`: makes or enriches the account of `email`. `password`: sets
-- the password of `user_id`. Each once, and until `ends_at`.
create table sign_in_links (
  token bytea primary key check (length(token) = 32),
  number uuid not null unique default gen_random_uuid(),
  kind text collate "C" not null check (kind in ('first', 'invitation', 'password')),
  user_id uuid references users (id) on delete cascade,
  email text collate "C",
  project text collate "C" references projects (id) on delete cascade,
  role text collate "C" check (role in ('viewer', 'analyst', 'owner')),
  made_by text not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'invitation') = (email is not null and role is not null)),
  check ((kind = 'password') = (user_id is not null))
);

-- Only ever added to. `project` is null for what concerns all.
create table audit_log (
  number bigint generated always as identity primary key,
  at timestamptz not null default now(),
  project text collate "C",
  who text not null,
  address text,
  action text collate "C" not null,
  target text,
  detail jsonb
);
create index audit_log_project on audit_log (project, number);

-- One row: what cookies are signed with, so that a forged one costs no look at a table.
create table cookie_key (
  one_row boolean primary key default true check (one_row),
  key bytea not null
);
insert into cookie_key (key)
  values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- What its owner calls a key.
alter table write_keys add column name text not null default '' check (length(name) <= 200);

-- The role that counts for each, in each project that they may see.
create view roles_now as
  select r.user_id, p.id as project,
         (array['viewer', 'analyst', 'owner'])
           [max(array_position(array['viewer', 'analyst', 'owner'], r.role))] as role
  from user_roles r join projects p on r.project is null or r.project = p.id
  group by r.user_id, p.id;

grant select, insert, update, delete on users, user_roles, sign_ins, sign_in_links to griot_app;
grant select, insert on audit_log to griot_app;
grant select on cookie_key, roles_now to griot_app;
