-- One row a message, from what its events and receipts tell in any order (docs/conversations.md).
--
-- Times are the earliest that were told. Of everything else the first that is known counts, in the
-- order of the sources' names; where one source contradicts itself, the text that sorts first. So a row
-- never depends on what came first, and no event is ever read again to make it.
create table message_facts (
  project text collate "C" not null,
  message_id text collate "C" not null,
  -- Who has told of it. '': several, and what each told is in message_claims. Null: nobody yet.
  source text collate "C",
  received_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  replied_at timestamptz,  -- the first inbound message that is credited to this one
  clicked_at timestamptz,  -- griot_message_clicked
  chat_id text collate "C",
  business_number text collate "C",
  user_id text collate "C",
  agent_id text collate "C",
  template text collate "C",
  content_type text collate "C",
  campaign_id text collate "C",
  category text collate "C",
  sender text collate "C",    -- agent, automation or bot, where the source says so without an agentId
  error_code text collate "C",
  reply_to text collate "C",  -- the message that this one quotes
  credited_to text collate "C",  -- of an inbound message: the one that it replies to
  direction text collate "C" not null
    generated always as (case when received_at is null then 'outbound' else 'inbound' end) stored,
  -- Without a send or a failure the earliest receipt.
  attempted_at timestamptz generated always as (
    case when received_at is null
      then coalesce(least(sent_at, failed_at), least(delivered_at, read_at), clicked_at) end) stored,
  -- Where the message stands in time.
  at timestamptz generated always as (
    coalesce(received_at, least(sent_at, failed_at), least(delivered_at, read_at), clicked_at)) stored,
  campaign boolean not null generated always as (
    received_at is null and (campaign_id is not null or coalesce(category = 'marketing', false))) stored,
  -- Who answered, of what can be an answer: agent, bot or unknown. Null: campaign, broadcast,
  -- automation, not sent.
  answered_by text collate "C" generated always as (
    case when received_at is not null or sent_at is null or campaign_id is not null
              or category = 'marketing' then null
         when sender = 'bot' then 'bot'
         when sender = 'automation' then null
         when agent_id is not null or sender = 'agent' then 'agent'
         when template is not null or category <> 'service' then null
         else 'unknown' end) stored,
  tx xid8 not null default pg_current_xact_id(),
  primary key (message_id, project)  -- the id decides nearly every comparison by itself
) with (fillfactor = 70);
-- No index is over a column that a receipt changes, so that receipts touch none.
create index message_facts_user on message_facts (user_id, project, at) where user_id is not null;
create index message_facts_chat on message_facts (chat_id, project, at) where chat_id is not null;
create index message_facts_campaign on message_facts (user_id, project, at)
  where campaign and user_id is not null;
create index message_facts_time on message_facts using brin (at);

-- What each source told of a message that several told of.
create table message_claims (
  project text collate "C" not null,
  message_id text collate "C" not null,
  source text collate "C" not null,
  chat_id text collate "C",
  business_number text collate "C",
  user_id text collate "C",
  agent_id text collate "C",
  template text collate "C",
  content_type text collate "C",
  campaign_id text collate "C",
  category text collate "C",
  sender text collate "C",
  error_code text collate "C",
  reply_to text collate "C",
  primary key (message_id, project, source)
);

-- Messages of the business with what follows from what: clicked or replied implies read, read implies
-- delivered, that implies sent. Providers leave steps out; counts must not.
create view message_outcomes as
  select project, message_id, attempted_at, chat_id, business_number, user_id, agent_id, template,
         content_type, campaign_id, category, campaign, answered_by,
         coalesce(sent_at, delivered_at, read_at, replied_at, clicked_at) is not null as sent,
         coalesce(delivered_at, read_at, replied_at, clicked_at) is not null as delivered,
         coalesce(read_at, replied_at, clicked_at) is not null as read,
         replied_at is not null as replied,
         clicked_at is not null as clicked,
         -- One that arrived all the same has not failed.
         failed_at is not null and coalesce(delivered_at, read_at, replied_at, clicked_at) is null as failed,
         error_code, sent_at, delivered_at, read_at, failed_at, replied_at, clicked_at, tx
  from message_facts where received_at is null;

-- A link of these messages was followed. Whoever learns of it says so here, in the transaction that
-- stores the proof; a message that nobody has told of yet gets a row for it.
create function griot_message_clicked(projects text[], message_ids text[], times timestamptz[])
  returns void language sql
  begin atomic
    insert into message_facts as m (project, message_id, clicked_at)
    select k.project, k.message_id, min(k.at)
    from unnest(projects, message_ids, times) as k (project, message_id, at)
    group by k.project, k.message_id order by k.message_id, k.project
    on conflict (message_id, project) do update
      set clicked_at = least(m.clicked_at, excluded.clicked_at), tx = pg_current_xact_id();
  end;

grant select, insert, update, delete on message_facts, message_claims to griot_writer;
grant select on message_facts, message_claims, message_outcomes to griot_reader, griot_writer;
