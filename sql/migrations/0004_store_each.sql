-- The slow way in, for a batch that holds a row which Postgres refuses: one row at a time, each in
-- a subtransaction of its own, so that every bad row is found in one round trip and the others are
-- kept. Everything comes as bytes or numbers, because an array that holds one bad text would be
-- refused whole.

-- Whether trying again can help. Then it is no row's fault, and the whole batch must wait:
-- connections, deadlocks, resources, locks, shutdown, I/O, damage, missing rights or objects.
create function griot_can_heal(state text) returns boolean
  language sql immutable strict parallel safe
  return left(state, 2) in ('08', '25', '28', '3D', '3F', '40', '42', '53', '55', '57', '58', 'F0', 'XX');

create function griot_store_each(
    ids uuid[], projects bytea[], sources bytea[], channels bytea[], names bytea[],
    user_ids bytea[], anonymous_ids bytea[], session_ids uuid[],
    occurred bigint[], received bigint[], properties bytea[], contexts bytea[])
  returns table (ord integer, stored boolean, state text, message text)
  language plpgsql as $$
declare
  in_project text;
  happened timestamptz;
begin
  for i in 1 .. cardinality(ids) loop
    ord := i;
    stored := false;
    state := null;
    message := null;
    begin
      in_project := convert_from(projects[i], 'UTF8');
      happened := timestamptz 'epoch' + occurred[i] * interval '1 microsecond';
      insert into event_ids (id, project, occurred_at) values (ids[i], in_project, happened)
        on conflict do nothing;
      if found then
        insert into events (id, project, source, channel, name, user_id, anonymous_id, session_id,
                            occurred_at, received_at, properties, context)
        values (ids[i], in_project, convert_from(sources[i], 'UTF8'),
                convert_from(channels[i], 'UTF8'), convert_from(names[i], 'UTF8'),
                convert_from(user_ids[i], 'UTF8'), convert_from(anonymous_ids[i], 'UTF8'),
                session_ids[i], happened,
                timestamptz 'epoch' + received[i] * interval '1 microsecond',
                convert_from(properties[i], 'UTF8')::jsonb, convert_from(contexts[i], 'UTF8')::jsonb);
        stored := true;
      end if;
    exception when others then
      if griot_can_heal(sqlstate) then raise; end if;
      stored := false;
      state := sqlstate;
      message := sqlerrm;
    end;
    return next;
  end loop;
end $$;

-- The same for facts: `apply` is a function as griot.store/1 describes it, called for the facts of one
-- key at a time, so that it never finds events of a key stored whose facts are yet to come. Facts whose
-- function cannot take them must lose neither their events nor themselves.
create function griot_apply_each(
    apply regproc, projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text, state text, message text)
  language plpgsql as $$
declare
  facts integer[];
begin
  for facts in
    select array_agg(f.o::integer order by f.o)
    from unnest(projects, keys) with ordinality as f (project, key, o)
    group by f.project, f.key order by min(f.o)
  loop
    begin
      return query execute format(
        'select $5[r.ord], r.reply, null::text, null::text from %s($1, $2, $3, $4) as r (ord, reply)', apply)
        using array(select projects[i] from unnest(facts) i), array(select keys[i] from unnest(facts) i),
              array(select causes[i] from unnest(facts) i), array(select bodies[i] from unnest(facts) i),
              facts;
    exception when others then
      -- 42: a mistake in the function is the function's, and waiting would stop all events.
      if griot_can_heal(sqlstate) and sqlstate not like '42%' then raise; end if;
      return query select i, null::text, sqlstate, sqlerrm from unnest(facts) i;
    end;
  end loop;
end $$;
