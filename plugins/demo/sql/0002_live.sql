-- Until when what a demonstration goes on with has been told (griot demo --live).
create table demo_progress (
  project text primary key references projects,
  told_until timestamptz not null
);
grant select, insert, update, delete on demo_progress to griot_app;
grant select on demo_progress to griot_reader;

-- A history comes faster than autovacuum looks, and until it does the planner takes its tables for
-- empty: then a page's first reports take seconds.
create function griot_demo_analyze() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part regclass;
begin
  for part in
    select c.oid from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname
  loop
    execute format('analyze %s', part);
  end loop;
end $$;

revoke all on function griot_demo_analyze() from public;
grant execute on function griot_demo_analyze() to griot_app;
