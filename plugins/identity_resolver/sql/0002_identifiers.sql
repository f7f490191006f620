-- Which identifier an event shows of its user: the same rules as identifiers.cc has in the stream, so
-- that readers find an event's person. Identifiers are texts "type:value".

create function griot_trim(value text) returns text language sql immutable parallel safe
  return btrim(value, e' \t\n\x0B\f\r');

-- Values that clients send when they know nobody: trimmed, in any case, quoted or not.
create function griot_is_blocked(value text) returns boolean language plpgsql immutable parallel safe as $$
declare
  v text := griot_trim(value);
begin
  if length(v) >= 2 and left(v, 1) in ('''', '"') and right(v, 1) = left(v, 1) then
    v := griot_trim(substr(v, 2, length(v) - 2));
  end if;
  return v ~ '^0*$' or lower(v collate "C") in (
    'anonymous', 'guest', 'distinctid', 'distinct_id', 'id', 'not_authenticated', 'email', 'undefined',
    'true', 'false', '[object object]', 'nan', 'none', 'null', '-1');
end $$;

-- "system", "bot" and "agent", alone or before a colon: never people.
create function griot_is_nobody(value text) returns boolean language sql immutable parallel safe
  return lower(split_part(griot_trim(value), ':', 1) collate "C") in ('system', 'bot', 'agent');

-- Channels whose users are phone numbers, written with or without the "+".
create function griot_is_message_channel(channel text) returns boolean language sql immutable parallel safe
  return channel in ('whatsapp', 'sms', 'rcs');

-- The E.164 number as it is dialled today (griot/phone.hpp), or null.
create function griot_phone(value text) returns text language plpgsql immutable parallel safe as $$
declare
  digits text := case when left(value, 1) = '+' then substr(value, 2) else value end;
begin
  return case
    when digits !~ '^[1-9][0-9]{6,14}$' then null
    when digits ~ '^521[0-9]{10}$' then '+52' || substr(digits, 4)
    when digits ~ '^55[0-9]{2}[6-9][0-9]{7}$' then '+' || left(digits, 4) || '9' || substr(digits, 5)
    when digits ~ '^229[0-9]{8}$' then '+22901' || substr(digits, 4)
    else '+' || digits end;
end $$;

create function griot_is_address(value text) returns boolean language sql immutable parallel safe
  return octet_length(value) <= 320
     and value ~ '^[^@\u0001-\u0020\u007f]+@[^@\u0001-\u0020\u007f]+\.[^@\u0001-\u0020\u007f]+$';

-- The identifier of a user, typed by its form; null: none, '': nobody who is a person.
create function griot_user_identifier(channel text, user_id text) returns text
  language plpgsql immutable parallel safe as $$
declare
  v text := griot_trim(user_id);
  phone text;
begin
  if v is null or griot_is_blocked(v) then return null; end if;
  if griot_is_nobody(v) then return ''; end if;
  if v ~ '^bsuid:[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$' then return v; end if;
  if left(v, 1) = '+' or griot_is_message_channel(channel) then
    phone := griot_phone(v);
    if phone is not null then return 'phone:' || phone; end if;
  end if;
  if griot_is_address(v) then return 'email:' || lower(v collate "C"); end if;
  return 'account:' || v;
end $$;

create function griot_anonymous_identifier(anonymous_id text) returns text
  language plpgsql immutable parallel safe as $$
declare
  v text := griot_trim(anonymous_id);
begin
  if v is null or griot_is_blocked(v) or griot_is_nobody(v) then return null; end if;
  return 'anonymous:' || v;
end $$;

-- identifiers.id: a UUID of version 8 from the SHA-256 of project and identifier, so that nobody can
-- choose two values that share one. As stable as convert_to says it is, or it could not be inlined.
create function griot_identifier_id(project text, identifier text) returns uuid
  language sql stable parallel safe
  return overlay(overlay(
    encode(substr(sha256(convert_to(project || e'\x1f' || identifier, 'UTF8')), 1, 16), 'hex')
    placing '8' from 13) placing '8' from 17)::uuid;

-- The identifier by which an event's person is found: its user's, else its anonymous id's.
create function griot_event_identifier(project text, channel text, user_id text, anonymous_id text)
  returns uuid language plpgsql immutable parallel safe as $$
declare
  shown text := griot_user_identifier(channel, user_id);
begin
  if shown is null then shown := griot_anonymous_identifier(anonymous_id); end if;
  return case when shown <> '' then griot_identifier_id(project, shown) end;
end $$;

-- The person of an event as known now.
create function person_of(project text, channel text, user_id text, anonymous_id text) returns uuid
  language sql stable parallel safe
  begin atomic
    select p.person_id
    from identifiers i join persons p on p.person = i.person
    where i.id = griot_event_identifier(person_of.project, person_of.channel, person_of.user_id,
                                        person_of.anonymous_id);
  end;

-- Events with their person as known now. What reads many events reads `identifiers` instead, and finds
-- the identifier of each distinct (project, channel, user_id, anonymous_id) once.
create view events_identified as
  select e.id, e.project, e.source, e.channel, e.name, e.user_id, e.anonymous_id, i.number as identifier,
         i.person, p.person_id, e.occurred_at, e.received_at, e.properties, e.context, e.tx
  from events e
  left join identifiers i
    on i.id = griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id)
  left join persons p on p.person = i.person;

-- The texts by which events name an identifier.
create function griot_spellings(id uuid, type text, value text) returns setof text language sql stable as $$
  select case when $2 = 'bsuid' then 'bsuid:' || $3 else $3 end
  union
  select s.spelling from identifier_spellings s where s.id = $1
$$;

-- All events of the person that has, or once had, this id, by the indexes: its timeline.
create function person_events(person_id uuid) returns setof events language sql stable as $$
  select e.*
  from identifiers f
  join identifiers i on i.person = f.person
  cross join lateral griot_spellings(i.id, i.type, i.value) as w (spelling)
  cross join lateral (
    select * from events e
    where i.type <> 'anonymous' and e.user_id = w.spelling and e.project = i.project
    union all
    select * from events e
    where i.type = 'anonymous' and e.anonymous_id = w.spelling and e.project = i.project) e
  where f.id = $1
    and griot_event_identifier(e.project, e.channel, e.user_id, e.anonymous_id) = i.id
$$;

grant select on events_identified to griot_reader, griot_writer;
