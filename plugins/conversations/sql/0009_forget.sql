-- The messages, chats and waits of who is forgotten. A chat is one customer's; should somebody else have
-- spoken in it, it is made anew of what is left.
create function griot_erase_conversations(project_id text, who jsonb, cutoff timestamptz) returns bigint
  language plpgsql set search_path = public, pg_temp as $$
declare
  users text[] := array(select griot_written(w->>0, w->>1) from jsonb_array_elements(who) w
                        where w->>0 <> 'anonymous');
  messages text[];
  gone text[];
  left_ griot_chat_touch[];
  n bigint;
begin
  perform griot_lock_conversations(array[project_id]);
  messages := array(
    select m.message_id from message_facts m where m.user_id = any (users) and m.project = project_id
    union
    select c.message_id from message_claims c where c.user_id = any (users) and c.project = project_id);
  gone := array(
    select griot_chat_key(m.chat_id, m.business_number, m.user_id) from message_facts m
    where m.message_id = any (messages) and m.project = project_id
    union
    select c.chat from chats c where c.user_id = any (users) and c.project = project_id
    union
    select k.chat from chat_marks k where k.user_id = any (users) and k.project = project_id);
  delete from message_claims c where c.message_id = any (messages) and c.project = project_id;
  delete from message_facts m where m.message_id = any (messages) and m.project = project_id;
  delete from chat_marks k
  where k.chat = any (gone) and k.project = project_id and coalesce(k.user_id = any (users), true);
  delete from resolutions r where r.chat = any (gone) and r.project = project_id;
  perform griot_remove_waits(array_agg(r.project), array_agg(r.chat), array_agg(r.waiting_since))
  from response_times r where r.chat = any (gone) and r.project = project_id;
  perform griot_remove_openings(array_agg(c.project), array_agg(c.chat), array_agg(c.opened_at))
  from chats c where c.chat = any (gone) and c.project = project_id;
  n := cardinality(messages) + cardinality(gone);

  select array_agg(x) into left_ from (
    select row(m.project, griot_chat_key(m.chat_id, m.business_number, m.user_id), m.chat_id, m.business_number,
               m.user_id, m.at, griot_chat_place(m.at, case when m.received_at is not null then 1 else 2 end),
               case when m.received_at is not null then 'r' else 's' end, true, m.message_id, m.answered_by,
               m.agent_id)::griot_chat_touch as x
    from message_facts m
    where m.chat_id = any (array(select substr(g, 2) from unnest(gone) g where g like 'c%'))
      and m.project = project_id and coalesce(m.received_at, m.sent_at) is not null
    union all
    select row(k.project, k.chat, k.chat_id, k.business_number, k.user_id, k.at,
               griot_chat_place(k.at, case k.kind when 'o' then 0 when 'x' then 6 else 5 end),
               k.kind, true, null, null, null)::griot_chat_touch
    from chat_marks k where k.chat = any (gone) and k.project = project_id) t;
  if left_ is not null then perform griot_apply_chats(left_); end if;
  return n;
end $$;
insert into erasers values ('conversations', 40, 'griot_erase_conversations');
