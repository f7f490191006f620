-- Whether the event came from a device (GRIOT_EVENT_DEVICE): there the anonymous id is whose session
-- it is, elsewhere the user. Which it is was the door's to say, and must not be guessed again later.
alter table events add column device boolean not null default false;
update events set device = true
 where channel in ('web', 'app', 'mobile', 'ios', 'android', 'desktop');

-- A session's events are found by its key and its times (events_resolved).
drop index events_session;

-- What varies most leads: it decides nearly every comparison by itself, and no plan that was made
-- while there were few events can take an index of one kind for a search of the other.
drop index events_user, events_name, events_anonymous;
create index events_user on events (user_id, project, occurred_at) where user_id is not null;
create index events_name on events (name, project, occurred_at);
create index events_anonymous on events (anonymous_id, project, occurred_at)
  where anonymous_id is not null;

drop function griot_store_each(uuid[], bytea[], bytea[], bytea[], bytea[], bytea[], bytea[], uuid[],
                               bigint[], bigint[], bytea[], bytea[]);
create function griot_store_each(
    ids uuid[], projects bytea[], sources bytea[], channels bytea[], names bytea[],
    user_ids bytea[], anonymous_ids bytea[], devices boolean[], session_ids uuid[],
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
        insert into events (id, project, source, channel, name, user_id, anonymous_id, device,
                            session_id, occurred_at, received_at, properties, context)
        values (ids[i], in_project, convert_from(sources[i], 'UTF8'),
                convert_from(channels[i], 'UTF8'), convert_from(names[i], 'UTF8'),
                convert_from(user_ids[i], 'UTF8'), convert_from(anonymous_ids[i], 'UTF8'),
                devices[i], session_ids[i], happened,
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
