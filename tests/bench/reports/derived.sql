-- Stores the visits that begin in [a, b): their events, and what the pipeline's plugins make of such events,
-- sessions, messages, chats, waits and resolutions.
create procedure bench_store(a timestamptz, b timestamptz) language plpgsql as $$
begin
  create temp table made on commit drop as
    select m.*, date_trunc('milliseconds', m.at) as t,
           date_trunc('milliseconds', max(m.at) filter (where m.k = 4) over (partition by m.v)) as replied
    from bench_events(a, b) m;
  analyze made;

  insert into event_ids (project, id, occurred_at) select 'shop', id, t from made;
  insert into events (id, project, source, channel, name, user_id, anonymous_id, device, session_id, occurred_at,
                      received_at, properties, context)
  select id, 'shop', 'collect/' || channel, channel, name, user_id, anonymous_id, channel = 'web',
         md5('session' || v)::uuid, t, t + interval '0.4 seconds', properties, context
  from made order by t;

  insert into sessions (
    session_id, project, channel, subject, user_id, anonymous_id, first_at, last_at, until_at, first_own_at, last_own_at,
    event_count, own_count, page_count, converted, source, campaign, device, country, entry, exit, newest)
  select md5('session' || v)::uuid, 'shop', min(channel), min(coalesce(user_id, anonymous_id)), min(user_id),
         min(anonymous_id), min(t) filter (where counts), max(t) filter (where counts),
         max(t) filter (where counts) + interval '30 minutes', min(t) filter (where own), max(t) filter (where own),
         count(*) filter (where t >= first_at), count(*) filter (where own), count(*) filter (where name = 'page_view'),
         bool_or(name = 'purchase'), griot_first(griot_event_source(properties, context) order by t),
         griot_first(griot_event_campaign(properties, context) order by t),
         griot_first(griot_event_device(context) order by t),
         griot_first(griot_event_country(properties, context) order by t),
         griot_first(case when own then griot_event_node(name, properties, context) end order by t),
         griot_last(case when own then griot_event_node(name, properties, context) end order by t),
         max(griot_event_order(t, name))
  from (select m.*, o.own, c.counts, min(t) filter (where c.counts) over (partition by v) as first_at
        from made m, lateral (select griot_is_own(name, user_id, properties) as own) o,
             lateral (select griot_counts(name, o.own, properties, false) as counts) c) x
  where first_at is not null and t >= first_at
  group by v order by min(t);

  insert into message_facts (
    project, message_id, source, received_at, sent_at, delivered_at, read_at, replied_at, business_number, user_id,
    agent_id, template, content_type, campaign_id, reply_to, credited_to)
  select 'shop', properties->>'messageId', 'collect/whatsapp', min(t) filter (where name = 'message.received'),
         min(t) filter (where name = 'message.sent'), min(t) filter (where name = 'message.delivered'),
         min(t) filter (where name = 'message.read'),
         case when min(k) = 1 and not long then min(replied) end,
         '+254700000000', min(user_id), min(properties->>'agentId'), min(properties->>'templateName'),
         min(properties->>'contentType'), min(properties->>'campaignId'), min(properties->>'replyTo'),
         min(properties->>'replyTo')
  from made m where name like 'message.%' group by v, long, properties->>'messageId' order by min(t);

  insert into chat_marks (project, chat, at, id, kind, business_number, user_id, agent_id, outcome)
  select 'shop', griot_chat_key(null, '+254700000000', user_id), t, id, 'x', '+254700000000', user_id,
         properties->>'agentId', properties->>'outcome'
  from made where name = 'chat.resolved';

  -- An answered chat; or a campaign's reply that nobody answered, silent since.
  create temp table chat on commit drop as
    select v, long, bool_or(more) as more, griot_chat_key(null, '+254700000000', min(user_id)) as chat, min(user_id) as user_id,
           min(t) filter (where name = 'message.received') as opened_at, min(t) filter (where name = 'message.sent') as answered_at,
           max(t) filter (where name like 'message.received' or name = 'message.sent') as last_at,
           min(t) filter (where name = 'chat.resolved') as resolved_at,
           min(properties->>'agentId') as agent_id, min(properties->>'outcome') as outcome,
           min(id::text) filter (where name = 'chat.resolved') as resolution
    from made where channel = 'whatsapp' and (long or k = 4) group by v, long;
  insert into chats (
    project, chat, opened_at, opened_by, closed_at, closed_by, business_number, user_id, messages_in, messages_out,
    last_message_at, waiting_since, first_response_at, first_response_by, first_response_agent, first_response_seconds,
    last_place)
  select 'shop', chat, opened_at, 'message', case when long then resolved_at when more then opened_at + interval '1 day' end,
         case when long then 'resolved' when more then 'silence' end, '+254700000000',
         user_id, case when long then 2 else 1 end, case when long then 1 else 0 end, last_at,
         case when not long and not more then opened_at end, answered_at, case when long then 'agent' end, agent_id,
         extract(epoch from answered_at - opened_at),
         case when long or more then 0 else griot_chat_place(opened_at, 1) end
  from chat order by opened_at;
  insert into response_times (
    project, chat, opened_at, waiting_since, ended, ended_at, answered_at, seconds, answered_by, agent_id, answer, first)
  select 'shop', chat, opened_at, opened_at, case when long then 'answer' when more then 'silence' end,
         case when long then answered_at when more then opened_at + interval '1 day' end, answered_at,
         extract(epoch from answered_at - opened_at), case when long then 'agent' end, agent_id,
         case when long then 'wamid.' || v || '.2' end, long
  from chat order by opened_at;
  -- The customer's last word waits until the chat is resolved.
  insert into response_times (project, chat, opened_at, waiting_since, ended, ended_at)
  select 'shop', chat, opened_at, last_at, 'resolved', resolved_at from chat where long order by last_at;
  insert into resolutions (project, id, chat, resolved_at, opened_at, seconds, outcome, agent_id)
  select 'shop', resolution::uuid, chat, resolved_at, opened_at, extract(epoch from resolved_at - opened_at), outcome, agent_id
  from chat where long order by resolved_at;
end $$;
