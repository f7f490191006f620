-- What people keep of their work with the numbers: funnels, segments (a filter with a name) and
-- annotations on time charts.

create table saved_things (
  id uuid primary key default gen_random_uuid(),
  project text collate "C" not null references projects (id) on delete cascade,
  kind text collate "C" not null check (kind in ('funnels', 'segments', 'annotations')),
  name text not null check (length(name) between 1 and 200),
  content jsonb not null check (jsonb_typeof(content) = 'object' and length(content::text) <= 65536),
  made_by text not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index saved_things_project on saved_things (project, kind, name);

grant select, insert, update, delete on saved_things to griot_app;
