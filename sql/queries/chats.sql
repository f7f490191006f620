-- All openings of chats (part c), waits (w) and resolutions (x), made anew from the messages and marks that
-- are stored: what `griot conversations verify` compares with the tables. It is the SQL that keeps the
-- tables, run over each chat from its beginning. (The definition itself, told once more in another language,
-- is tests/support/py/griot_testing/conversation_oracle.py.)
with known as (
  select project, griot_chat_key(chat_id, business_number, user_id) as chat,
         chat_id, case when chat_id is null then business_number end as business_number,
         case when chat_id is null then user_id end as user_id
  from message_facts where received_at is not null or sent_at is not null
  union
  select project, chat, chat_id, case when chat_id is null then business_number end,
         case when chat_id is null then user_id end
  from chat_marks
), listed as (
  select array_agg(project) as projects, array_agg(chat) as chats, array_agg(chat_id) as chat_ids,
         array_agg(coalesce(business_number, '')) as numbers, array_agg(user_id) as users,
         array_agg('-infinity'::timestamptz) as starts, array_agg(false) as carries
  from known where chat is not null
)
select m.*,
       case m.part when 'c' then griot_business_seconds(p.settings, m.first_response_since, m.first_response_at)
                   when 'w' then griot_business_seconds(p.settings, m.waiting_since, m.answered_at)
                   else griot_business_seconds(p.settings, m.opened_at, m.ended_at) end as business_seconds
from listed l
cross join lateral griot_replay_chats(l.projects, l.chats, l.chat_ids, l.numbers, l.users, l.starts, l.carries) m
left join projects p on p.id = m.project
