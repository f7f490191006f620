-- The project of a demonstration (docs/demo.md): one that says so in its settings, `demo`, with the
-- values that its history was made from. Only such a project can be filled or removed by these.

-- Whether the project may hold this history, as a text that is empty or says why not, and the values
-- that it holds: its own, where it has some. It is made, or marked, where it is new or empty.
create function griot_demo_begin(wanted text, title text, zone text, history jsonb)
  returns table (refused text, held jsonb)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mark jsonb;
begin
  insert into projects (id, name, settings)
    values (wanted, title, jsonb_build_object('timezone', zone, 'demo', history))
    on conflict do nothing;
  select settings->'demo' into mark from projects where id = wanted for update;
  if mark is null and exists (select from events where project = wanted) then
    return query select 'there are events in it that are no demonstration''s', null::jsonb;
    return;
  end if;
  -- `{}`: marked by hand, or by ./run.
  if mark is null or mark = '{}' then
    update projects set settings = settings || jsonb_build_object('timezone', zone, 'demo', history)
     where id = wanted;
    mark := history;
  end if;
  -- The end is the project's: a history that is told again has to have the same.
  if mark - 'end' <> history - 'end' then
    return query select 'it holds another history', mark;
    return;
  end if;
  return query select ''::text, mark;
end $$;

-- Removes the project whole: what every plugin has of it in a table with a column `project`, the
-- guard of ids, its keys and the project itself. What stays is the ledger, which has to balance with
-- what the queue has counted, and holds nothing but numbers.
create function griot_demo_remove(wanted text) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part text;
  parts text[];
  failed text[];
  gone bigint := 0;
  removed bigint;
begin
  perform from projects where id = wanted and settings ? 'demo' for update;
  if not found then
    raise exception using errcode = 'GD001',
      message = format('"%s" is no project of a demonstration', wanted);
  end if;
  select array_agg(c.oid::regclass::text order by c.relname) into parts
    from pg_class c join pg_attribute a on a.attrelid = c.oid
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     and a.attname = 'project' and not a.attisdropped and c.relname not in ('ledger', 'ledger_reasons');
  -- These have no column of the project, but point to what has.
  if to_regclass('session_aliases') is not null then
    delete from session_aliases a using sessions s
      where s.session_id = a.target and s.project = wanted;
  end if;
  if to_regclass('identity_evidence') is not null then
    delete from identity_evidence e using identifiers i where i.number = e.a and i.project = wanted;
    delete from identity_guards g using identifiers i where i.number = g.a and i.project = wanted;
    delete from identity_token_users u using identifiers i where i.number = u.number and i.project = wanted;
    delete from identity_token_reports r using identifiers i where i.number = r.number and i.project = wanted;
  end if;
  -- A table that others refer to comes after them.
  while parts <> '{}' loop
    failed := '{}';
    foreach part in array parts loop
      begin
        execute format('delete from %s where project = $1', part) using wanted;
        get diagnostics removed = row_count;
        if part = 'events' then gone := removed; end if;
      exception when foreign_key_violation then
        failed := failed || part;
      end;
    end loop;
    if failed = parts then
      raise exception 'these tables hold each other: %', failed;
    end if;
    parts := failed;
  end loop;
  delete from projects where id = wanted;
  return gone;
end $$;

revoke all on function griot_demo_begin(text, text, text, jsonb), griot_demo_remove(text) from public;
grant execute on function griot_demo_begin(text, text, text, jsonb), griot_demo_remove(text) to griot_app;
