-- Chats and what is measured in them (docs/conversations.md). All of it follows from the messages and
-- from what CRMs tell of chats, up to the chat's last message: no clock is in these tables. What only
-- the time decides (silence, missed waits) the views below add when they are read.
--
-- `chat` is 'c' and the CRM's id of the conversation, else 'n', the business' number, a unit separator
-- and the user. Only chats of the second kind close by silence.
create function griot_chat_key(chat_id text, business_number text, user_id text) returns text
  language sql immutable parallel safe
  return case when chat_id is not null then 'c' || chat_id
              when user_id is not null then 'n' || coalesce(business_number, '') || chr(31) || user_id end;

-- How long without a message until a chat is closed, and until a wait is missed.
create function griot_chat_day() returns interval language sql immutable parallel safe
  return interval '24 hours';

-- Where something stands in its chat, but for its id: microseconds since 1970, times 8, plus the rank of
-- its event: opened 0, received 1, sent 2, anything else 5, resolved 6.
-- (Of a time itself `epoch` is not immutable, and the function would not become part of who calls it.)
create function griot_chat_place(at timestamptz, rank integer) returns bigint
  language sql immutable parallel safe
  return round(date_part('epoch', at - timestamptz 'epoch') * 1e6)::bigint * 8 + rank;

-- What is known of chats beside their messages: opened (o), assigned (a), handed over by a bot (h),
-- resolved (x).
create table chat_marks (
  project text collate "C" not null,
  chat text collate "C" not null,
  at timestamptz not null,
  id uuid not null,  -- the event's
  kind "char" not null,
  chat_id text collate "C",
  business_number text collate "C",
  user_id text collate "C",
  agent_id text collate "C",
  seconds double precision,
  outcome text collate "C",
  primary key (chat, project, at, id)
);

-- One row an opening of a chat.
create table chats (
  project text collate "C" not null,
  chat text collate "C" not null,
  opened_at timestamptz not null,
  opened_by text collate "C" not null,  -- chat.opened, message
  closed_at timestamptz,
  closed_by text collate "C",           -- resolved, silence
  chat_id text collate "C",
  business_number text collate "C",
  user_id text collate "C",
  messages_in integer not null,
  messages_out integer not null,
  last_message_at timestamptz not null,  -- its opening, where nothing was said
  waiting_since timestamptz,             -- the wait that nothing has ended
  first_assigned_at timestamptz,
  first_agent text collate "C",          -- to whom
  queue_seconds double precision,        -- first_assigned_at − the waiting_since of then
  handed_over_at timestamptz,            -- by a bot, the last time
  first_response_at timestamptz,
  first_response_by text collate "C",    -- agent, unknown
  first_response_agent text collate "C",
  first_response_seconds double precision,  -- from the hand-over, if a bot handed over
  first_response_business_seconds double precision,
  last_place bigint not null,  -- griot_chat_place of the last that is known of it; 0 once it is closed
  tx xid8 not null default pg_current_xact_id(),
  primary key (chat, project, opened_at)
) with (fillfactor = 70);
create index chats_opened on chats using brin (opened_at);
create index chats_assigned on chats using brin (first_assigned_at);

-- One row a wait of a customer: from the first message that nobody has answered until something ends it.
create table response_times (
  project text collate "C" not null,
  chat text collate "C" not null,
  opened_at timestamptz not null,  -- the chat's
  waiting_since timestamptz not null,
  ended text collate "C",          -- answer, resolved, silence, missed; null: nothing yet
  ended_at timestamptz,
  answered_at timestamptz,
  seconds double precision,
  business_seconds double precision,
  answered_by text collate "C",    -- agent, unknown
  agent_id text collate "C",
  answer text collate "C",         -- the message that answered
  first boolean not null default false,  -- the first sample of its chat
  tx xid8 not null default pg_current_xact_id(),
  primary key (chat, project, waiting_since)
) with (fillfactor = 80);
create index response_times_since on response_times using brin (waiting_since);
create index response_times_open on response_times (project, waiting_since) where ended is null;

-- One row a chat.resolved. No opened_at and seconds: no chat was open, as far as is known.
create table resolutions (
  project text collate "C" not null,
  id uuid not null,  -- the event's
  chat text collate "C" not null,
  resolved_at timestamptz not null,
  opened_at timestamptz,
  seconds double precision,
  business_seconds double precision,
  provider_seconds double precision,  -- what the provider says, beside ours
  outcome text collate "C",
  agent_id text collate "C",
  tx xid8 not null default pg_current_xact_id(),
  primary key (id, project)
);
create index resolutions_at on resolutions using brin (resolved_at);

-- Rows of the tables above that are no more, for incremental readers: the time by which such a row was
-- counted (opened_at, waiting_since). Kept for 30 days.
create table conversation_removals (
  project text collate "C" not null,
  relation text collate "C" not null,
  at timestamptz not null,
  removed_at timestamptz not null default now(),
  tx xid8 not null default pg_current_xact_id()
);
create index conversation_removals_tx on conversation_removals (tx);

-- Chats and waits as they are now.
create view chats_now as
  select project, chat, opened_at, opened_by,
         case when s.silent then last_message_at + griot_chat_day() else closed_at end as closed_at,
         case when s.silent then 'silence' else closed_by end as closed_by,
         chat_id, business_number, user_id, messages_in, messages_out,
         messages_in + messages_out as messages, last_message_at,
         case when waiting_since + griot_chat_day() > now() then waiting_since end as waiting_since,
         first_assigned_at, first_agent, queue_seconds, handed_over_at, first_response_at,
         first_response_by, first_response_agent, first_response_seconds,
         first_response_business_seconds, tx
  from chats, lateral (
    select closed_at is null and chat_id is null and last_message_at + griot_chat_day() <= now() as silent) s;

create view response_times_now as
  select project, chat, opened_at, waiting_since,
         case when not s.over then ended
              when exists (select from chats c
                           where c.chat = r.chat and c.project = r.project and c.opened_at = r.opened_at
                             and c.chat_id is null and c.last_message_at = r.waiting_since) then 'silence'
              else 'missed' end as ended,
         case when s.over then waiting_since + griot_chat_day() else ended_at end as ended_at,
         answered_at, seconds, business_seconds, answered_by, agent_id, answer, first, tx
  from response_times r, lateral (
    select ended is null and waiting_since + griot_chat_day() <= now() as over) s;

grant select, insert, update, delete on chat_marks, chats, response_times, resolutions,
  conversation_removals to griot_writer;
grant select on chat_marks, chats, response_times, resolutions, conversation_removals, chats_now,
  response_times_now to griot_reader, griot_writer;
