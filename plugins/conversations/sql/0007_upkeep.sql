-- Changed business hours hold for all stored rows: their variants are counted anew in the background, some
-- chats at a time (griot.upkeep/1).
create table business_hours_changes (
  project text collate "C" primary key,
  chat text collate "C" not null default ''  -- all chats up to this one are done
);

create function griot_business_hours_changed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into business_hours_changes (project) values (new.id)
  on conflict (project) do update set chat = '';
  return null;
end $$;
create trigger business_hours_changed after update on projects for each row
  when (old.settings->'business_hours' is distinct from new.settings->'business_hours'
        or (new.settings ? 'business_hours'
            and old.settings->'timezone' is distinct from new.settings->'timezone'))
  execute function griot_business_hours_changed();

create function griot_recount_business_hours() returns bigint language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  r business_hours_changes;
  hours jsonb;
  list text[];
begin
  select * into r from business_hours_changes order by project limit 1 for update;
  if not found then return 0; end if;
  perform griot_lock_conversations(array[r.project]);
  select p.settings into hours from projects p where p.id = r.project;
  -- All openings of a chat are done together.
  list := array(select distinct n.chat from (
                  select c.chat from chats c where c.project = r.project and c.chat > r.chat
                  order by c.chat limit 200) n order by 1);
  if cardinality(list) = 0 then
    delete from business_hours_changes b where b.project = r.project;
    return (select count(*) from business_hours_changes);
  end if;
  update response_times t
     set business_seconds = griot_business_seconds(hours, t.waiting_since, t.answered_at), tx = pg_current_xact_id()
   where t.chat = any (list) and t.project = r.project
     and t.business_seconds is distinct from griot_business_seconds(hours, t.waiting_since, t.answered_at);
  update resolutions t
     set business_seconds = griot_business_seconds(hours, t.opened_at, t.resolved_at), tx = pg_current_xact_id()
    from chat_marks m
   where m.chat = any (list) and m.project = r.project and m.kind = 'x' and t.id = m.id and t.project = m.project
     and t.business_seconds is distinct from griot_business_seconds(hours, t.opened_at, t.resolved_at);
  -- Of the hand-overs before a first response only their effect is kept: it was counted from there.
  update chats c
     set first_response_business_seconds = x.seconds, tx = pg_current_xact_id()
    from (select d.chat, d.opened_at,
                 griot_business_seconds(hours,
                   d.first_response_at - d.first_response_seconds * interval '1 second',
                   d.first_response_at) as seconds
          from chats d where d.chat = any (list) and d.project = r.project) x
   where c.chat = x.chat and c.project = r.project and c.opened_at = x.opened_at
     and c.first_response_business_seconds is distinct from x.seconds;
  update business_hours_changes b set chat = list[cardinality(list)] where b.project = r.project;
  return 1;
end $$;

grant select, update, delete on business_hours_changes to griot_writer;

create function griot_prune_conversation_removals() returns bigint language sql as $$
  with old as (
    delete from conversation_removals where ctid in (
      select r.ctid from conversation_removals r where r.removed_at < now() - interval '30 days' limit 5000)
    returning 1)
  select count(*) / 5000 from old;
$$;
