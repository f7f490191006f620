-- All messages as their definition has them (docs/conversations.md), from nothing but the events: the truth
-- that the table `message_facts` must equal at any moment. It reads every message event; nothing but
-- `griot conversations verify` and tests should want to.
with told as (
  select e.project, f.key as message_id, f.body->>'s' as source, f.body->>'k' as kind, e.occurred_at as at, f.body as b
  from events e
  cross join lateral griot_conversation_facts(e.id, e.source, e.name, e.user_id, e.occurred_at, e.properties) f
  where e.name in ('message.received', 'message.sent', 'message.delivered', 'message.read', 'message.failed')
), claim as (
  -- What one source tells; where it contradicts itself, the text that sorts first.
  select project, message_id, source,
         min(at) filter (where kind = 'r') as received_at, min(at) filter (where kind = 's') as sent_at,
         min(at) filter (where kind = 'd') as delivered_at, min(at) filter (where kind = 'e') as read_at,
         min(at) filter (where kind = 'f') as failed_at,
         min(b->>'c' collate "C") as chat_id, min(b->>'n' collate "C") as business_number,
         min(b->>'u' collate "C") as user_id, min(b->>'a' collate "C") as agent_id,
         min(b->>'p' collate "C") as template, min(b->>'y' collate "C") as content_type,
         min(b->>'g' collate "C") as campaign_id, min(b->>'q' collate "C") as category,
         min(b->>'b' collate "C") as sender, min(b->>'e' collate "C") as error_code,
         min(b->>'w' collate "C") as reply_to
  from told group by project, message_id, source
), merged as (
  -- Of several sources the first that knows, by name.
  select project, message_id, min(received_at) as received_at, min(sent_at) as sent_at,
         min(delivered_at) as delivered_at, min(read_at) as read_at, min(failed_at) as failed_at,
         (array_agg(chat_id order by source collate "C") filter (where chat_id is not null))[1] as chat_id,
         (array_agg(business_number order by source collate "C") filter (where business_number is not null))[1]
           as business_number,
         (array_agg(user_id order by source collate "C") filter (where user_id is not null))[1] as user_id,
         (array_agg(agent_id order by source collate "C") filter (where agent_id is not null))[1] as agent_id,
         (array_agg(template order by source collate "C") filter (where template is not null))[1] as template,
         (array_agg(content_type order by source collate "C") filter (where content_type is not null))[1] as content_type,
         (array_agg(campaign_id order by source collate "C") filter (where campaign_id is not null))[1] as campaign_id,
         (array_agg(category order by source collate "C") filter (where category is not null))[1] as category,
         (array_agg(sender order by source collate "C") filter (where sender is not null))[1] as sender,
         (array_agg(error_code order by source collate "C") filter (where error_code is not null))[1] as error_code,
         (array_agg(reply_to order by source collate "C") filter (where reply_to is not null))[1] as reply_to
  from claim group by project, message_id
), message as materialized (
  select *, coalesce(received_at, least(sent_at, failed_at), least(delivered_at, read_at)) as at,
         received_at is null and (campaign_id is not null or coalesce(category = 'marketing', false)) as campaign
  from merged
), credit as (
  select distinct on (r.project, r.message_id) r.project, r.message_id, r.at, o.message_id as credited_to
  from message r join message o on o.project = r.project and o.user_id = r.user_id
  where r.received_at is not null and o.received_at is null
    and r.at > o.at and r.at <= o.at + interval '72 hours'
    and (o.message_id = r.reply_to or (o.campaign and o.failed_at is null))
  order by r.project, r.message_id, coalesce(o.message_id = r.reply_to, false) desc, o.at desc, o.message_id collate "C" desc
), reply as (
  select project, credited_to as message_id, min(at) as replied_at from credit group by 1, 2
)
select m.project, m.message_id, m.received_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at, r.replied_at,
       m.chat_id, m.business_number, m.user_id, m.agent_id, m.template, m.content_type, m.campaign_id, m.category,
       m.sender, m.error_code, m.reply_to, c.credited_to, m.at
from message m
left join credit c on c.project = m.project and c.message_id = m.message_id
left join reply r on r.project = m.project and r.message_id = m.message_id
