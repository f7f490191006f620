-- What an event means for sessions (docs/semantics.md §§1, 3), told from its row: the same rules that
-- rules.cc and facts.cc apply in the stream, so that the store can judge for itself.

-- The subject of an event's session, as griot/session_key.hpp has it.
create function griot_session_subject(device boolean, user_id text, anonymous_id text)
  returns text language sql immutable parallel safe
  return case when device then coalesce(anonymous_id, user_id) else coalesce(user_id, anonymous_id) end;

-- "system", "bot" and "agent", alone or before a colon: never people.
create function griot_is_person(id text) returns boolean language sql immutable parallel safe
  return lower(split_part(id, ':', 1) collate "C") not in ('system', 'bot', 'agent');

-- A member that is a text and not empty.
create function griot_text(member jsonb) returns text language sql immutable parallel safe
  return case when jsonb_typeof(member) = 'string' then nullif(member #>> '{}', '') end;
-- The same, where it can be an attribute of a session: longer ones are nobody's campaign.
create function griot_short_text(member jsonb) returns text language sql immutable parallel safe
  return case when octet_length(griot_text(member)) <= 512 then griot_text(member) end;

create function griot_is_own(name text, user_id text, properties jsonb) returns boolean
  language sql immutable parallel safe
  return case
    when not griot_is_person(coalesce(user_id, '')) then false
    when name like 'message.%' then name in ('message.received', 'message.reaction')
    when name like 'chat.%' or name like 'ai.%' then false
    when name in ('identify', 'group', 'alias', 'contact.created', 'campaign.sent', 'agent.handoff',
                  'csat.sent') then false
    when name = 'error' then coalesce(properties->'origin' not in ('"flow"', '"provider"'), true)
    else true end;

-- Opens and extends a session. A message that is part of a campaign does not.
create function griot_counts(name text, own boolean, properties jsonb, every_event boolean)
  returns boolean language sql immutable parallel safe
  return own or every_event
    or (name = 'message.sent'
        and coalesce(properties->'campaignId', 'null') in ('null', '""')
        and coalesce(properties->'category' <> '"marketing"', true));

-- One of the goals that a project has as long as it defines none.
create function griot_is_conversion(name text, properties jsonb) returns boolean
  language sql immutable parallel safe
  return name in ('conversion', 'purchase', 'Order Completed', 'payment_success', 'form_submit')
    or coalesce(properties->'journeyEnd' = 'true', false);

-- Where an event stands in order, but for its id: microseconds since 1970, times 8, plus the rank
-- that decides between events of one time. (Of a timestamptz `extract` is not immutable, and what calls
-- it cannot be inlined; of an interval it is.)
create function griot_event_order(at timestamptz, name text) returns bigint
  language sql immutable parallel safe
  return (extract(epoch from at - timestamptz '1970-01-01 00:00:00+00') * 1000000)::bigint * 8
    + case name when 'chat.opened' then 0 when 'message.received' then 1 when 'message.sent' then 2
                when 'message.delivered' then 3 when 'message.read' then 4 when 'chat.resolved' then 6
                else 5 end;
create function griot_order_time(place bigint) returns timestamptz language sql immutable parallel safe
  return to_timestamp((place >> 3) / 1e6::float8);

-- What the event adds to paths: page path, screen name, else the event's name.
create function griot_event_node(name text, properties jsonb, context jsonb) returns text
  language sql immutable parallel safe
  return left(coalesce(
    case name
      when 'page_view' then coalesce(
        griot_text(properties->'path'), griot_text(properties->'page'->'path'),
        griot_text(context->'page'->'path'))
      when 'screen_view' then coalesce(
        griot_text(properties->'name'), griot_text(properties->'screen'),
        griot_text(properties->'screenName'))
    end, name), 512);

create function griot_event_source(properties jsonb, context jsonb) returns text
  language sql immutable parallel safe
  return coalesce(griot_short_text(context->'campaign'->'source'),
                  griot_short_text(context->'utm'->'source'), griot_short_text(properties->'utm_source'));
create function griot_event_campaign(properties jsonb, context jsonb) returns text
  language sql immutable parallel safe
  return coalesce(griot_short_text(context->'campaign'->'name'),
                  griot_short_text(context->'utm'->'campaign'), griot_short_text(properties->'utm_campaign'));
create function griot_event_device(context jsonb) returns text language sql immutable parallel safe
  return coalesce(griot_short_text(context->'device'->'type'), griot_short_text(context->'deviceType'));
create function griot_event_country(properties jsonb, context jsonb) returns text
  language sql immutable parallel safe
  return coalesce(griot_short_text(context->'geo'->'country'), griot_short_text(context->'country'),
                  griot_short_text(context->'location'->'country'),
                  griot_short_text(properties->'countryCode'));

-- Settings of a project: how long a channel may be silent within a session, and whether every event
-- opens one (session.opens_on: every_event, the plain reading) or only what a person does.
create function griot_idle(settings jsonb, channel text) returns interval
  language sql immutable parallel safe
  return coalesce(case when jsonb_typeof(settings->'idle'->channel) = 'number'
                        and (settings->'idle'->>channel)::numeric between 1 and 604800
                        and (settings->'idle'->>channel)::numeric % 1 = 0
                       then (settings->'idle'->>channel)::float8 end, 1800)
         * interval '1 second';
create function griot_every_event(settings jsonb) returns boolean language sql immutable parallel safe
  return coalesce(settings->'session'->'opens_on' = '"every_event"', false);
