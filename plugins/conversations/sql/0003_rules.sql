-- What an event says of messages and chats, told from its row: the same that facts.cc writes in the
-- stream, so that what was stored before this plugin came is told alike, and tests can compare.

-- A text or a whole number, as a text that an index can hold.
create function griot_said(member jsonb) returns text language sql immutable parallel safe
  return case
    when jsonb_typeof(member) = 'string' and octet_length(member #>> '{}') between 1 and 512 then member #>> '{}'
    when jsonb_typeof(member) = 'number' and (member #>> '{}') ~ '^(0|-?[1-9][0-9]{0,30})$' then member #>> '{}' end;

-- What stands before the colon in an id: "system", "bot" and "agent" are never people.
create function griot_id_kind(id text) returns text language sql immutable parallel safe
  return lower(split_part(id, ':', 1) collate "C");

-- Whose voice an outgoing message is, beside its agentId.
create function griot_sender(p jsonb) returns text language sql immutable parallel safe
  return case
    when griot_id_kind(griot_said(p->'agentId')) = 'bot'
         or lower(p->>'senderType' collate "C") in ('bot', 'agent_bot', 'captain_assistant', 'assistant', 'ai')
      then 'bot'
    when griot_id_kind(griot_said(p->'agentId')) = 'system' or p->'automation' = 'true'
         or griot_said(p->'automationId') is not null or griot_said(p->'automationRuleId') is not null
         or lower(p->>'senderType' collate "C") in ('automation', 'system', 'workflow') then 'automation'
    when p->'origin' = '"phone_app"' then 'agent' end;

-- The fact's key and body; no row: the event says nothing. Members of a body: k what it is, t when
-- (microseconds since 1970), s who told, c chat, n the business' number, u user, a agent, p template,
-- y content type, g campaign, q category, b sender, e error, w the message quoted, z the provider's
-- seconds, m outcome.
create function griot_conversation_facts(
    id uuid, source text, name text, user_id text, occurred_at timestamptz, p jsonb)
  returns table (key text, body jsonb) language sql immutable parallel safe
  begin atomic
    select case when k.kind in ('o', 'a', 'h', 'x') then id::text
                else coalesce(griot_said(p->'messageId'), id::text) end,
           jsonb_strip_nulls(jsonb_build_object(
             'k', k.kind,
             't', round(date_part('epoch', occurred_at) * 1e6)::bigint::text,
             's', case when k.message then source end,
             'c', griot_said(p->'chatId'),
             'n', griot_said(p->'businessNumber'),
             'u', k.person,
             'a', case when griot_id_kind(griot_said(p->'agentId')) not in ('bot', 'system')
                       then griot_said(p->'agentId') end,
             'p', case when k.message then coalesce(griot_said(p->'templateId'), griot_said(p->'templateName')) end,
             'y', case when k.message then griot_said(p->'contentType') end,
             'g', case when k.message then griot_said(p->'campaignId') end,
             'q', case when k.message then griot_said(p->'category') end,
             'b', case when k.message then griot_sender(p) end,
             'e', case when k.message then griot_said(p->'errorCode') end,
             'w', case when k.message then griot_said(p->'replyTo') end,
             'm', case when k.kind = 'x' then griot_said(p->'outcome') end,
             'z', case when k.kind = 'x' and jsonb_typeof(p->'resolutionTime') = 'number'
                            and (p->>'resolutionTime')::numeric between 0 and 1e12 then p->'resolutionTime' end))
    from (select x.kind, x.kind not in ('o', 'a', 'h', 'x') as message,
                 case when octet_length(user_id) between 1 and 512
                       and griot_id_kind(user_id) not in ('system', 'bot', 'agent') then user_id end as person
          from (values (case name
            when 'message.received' then 'r' when 'message.sent' then 's' when 'message.delivered' then 'd'
            when 'message.read' then 'e' when 'message.failed' then 'f' when 'chat.opened' then 'o'
            when 'chat.assigned' then 'a' when 'agent.handoff' then 'h' when 'chat.resolved' then 'x' end)) x (kind)
         ) k
    where k.kind is not null
      -- Reactions and notes of the system are no messages.
      and not (k.kind in ('r', 's') and coalesce(p->'contentType' in ('"reaction"', '"system"'), false))
      and not (k.kind = 'r' and coalesce(user_id, '') <> '' and griot_id_kind(user_id) in ('system', 'bot', 'agent'))
      -- Without an id nobody can tell which message it was that arrived.
      and (k.kind in ('r', 's') or not k.message or griot_said(p->'messageId') is not null)
      and (k.message or griot_said(p->'chatId') is not null or k.person is not null);
  end;

-- The business' hours, a setting of the project: {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], …},
-- in its time zone. How much of a time lies within them; null where none are set.
create function griot_business_seconds(settings jsonb, since timestamptz, until timestamptz)
  returns double precision language plpgsql immutable parallel safe as $$
declare
  hours constant jsonb := settings->'business_hours';
  zone constant text := coalesce(settings->>'timezone', 'UTC');
begin
  if since is null or until is null or hours is null or jsonb_typeof(hours) <> 'object' or hours = '{}' then
    return null;
  end if;
  return coalesce((
    select sum(greatest(0, date_part('epoch',
             least(until, (d.day + (h.h->>1)::interval) at time zone zone)
             - greatest(since, (d.day + (h.h->>0)::interval) at time zone zone))))
    from generate_series(date_trunc('day', since at time zone zone), until at time zone zone,
                         interval '1 day') as d (day)
    cross join lateral jsonb_array_elements(
      hours->((array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[extract(isodow from d.day)::integer])) h (h)
    ), 0);
end $$;

-- What is wrong with a project's hours, for the person who sets them; null: nothing.
create function griot_hours_fault(hours jsonb) returns text language plpgsql immutable as $$
declare
  day text;
  spans jsonb;
  span jsonb;
  before text;
begin
  if hours is null or jsonb_typeof(hours) = 'null' then return null; end if;
  if jsonb_typeof(hours) <> 'object' then return 'business_hours must be an object of days'; end if;
  for day, spans in select * from jsonb_each(hours) loop
    if day not in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun') then
      return format('business_hours: "%s" is no day: mon, tue, wed, thu, fri, sat or sun', left(day, 40));
    end if;
    if jsonb_typeof(spans) <> 'array' or jsonb_array_length(spans) > 24 then
      return format('business_hours.%s must be a list of ["09:00", "18:00"]', day);
    end if;
    before := '';
    for span in select * from jsonb_array_elements(spans) loop
      if jsonb_typeof(span) <> 'array' or jsonb_array_length(span) <> 2
         or coalesce(span->>0, '') !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
         or coalesce(span->>1, '') !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' then
        return format('business_hours.%s: %s is no span of hours as ["09:00", "18:00"]', day, left(span::text, 80));
      end if;
      if (span->>0) collate "C" >= (span->>1) collate "C" or (span->>0) collate "C" < before collate "C" then
        return format('business_hours.%s: %s ends before it begins, or begins before the one before it ends',
                      day, left(span::text, 80));
      end if;
      before := span->>1;
    end loop;
  end loop;
  return null;
end $$;

create function griot_check_hours() returns trigger language plpgsql as $$
declare
  fault constant text := griot_hours_fault(new.settings->'business_hours');
begin
  if fault is not null then
    raise exception '%', fault using errcode = 'invalid_parameter_value';
  end if;
  if new.settings ? 'business_hours' then
    perform now() at time zone coalesce(new.settings->>'timezone', 'UTC');  -- refuses what is no zone
  end if;
  return new;
end $$;
create trigger hours_are_hours before insert or update on projects for each row
  execute function griot_check_hours();
