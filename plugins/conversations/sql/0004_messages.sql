-- Who writes what is known of a project's messages and chats holds its lock until the transaction ends
-- (one of 64, by the project's hash, taken in order). Not one of the chat: which chat a message is in is
-- known only once its row was read, a reply is credited to a message of another chat, and what a batch
-- of a thousand would take by its chats is all of them anyway.
create function griot_lock_conversations(projects text[]) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(1668246131, l)
  from (select distinct hashtext(p collate "C") & 63 as l from unnest(projects) p order by 1) x;
end $$;

-- What has changed in a chat, and at which place.
create type griot_chat_touch as (
  project text, chat text, chat_id text, business_number text, user_id text, at timestamptz, place bigint,
  kind "char",      -- r, s, o, a, h, x as in facts
  added boolean,    -- it is new in this chat; else something that was there is no more as it was
  key text, answered_by text, agent_id text  -- of a message
);
-- A message by which replies have to be credited anew.
create type griot_reply_touch as (
  project text, message_id text, user_id text, at timestamptz, inbound boolean
);

-- unnest, of which the planner believes that there are ten: what comes from here is joined by hash.
create function griot_told(projects text[], keys text[], bodies jsonb[])
  returns table (project text, key text, b jsonb) language plpgsql immutable rows 1000 as $$
begin
  return query select * from unnest(projects, keys, bodies);
end $$;

-- Keeps what the facts tell of messages, and says what that changes in chats and replies. Messages that
-- several sources told of are left to the caller (`several`), who comes back with `claimed` once
-- message_claims has what each of them told.
--
-- Tables are asked for one row at a time (`lateral … limit 1`), so that no plan that was made while they
-- were empty reads all of them later.
create function griot_store_messages(
    projects text[], keys text[], bodies jsonb[], claimed boolean,
    out chats griot_chat_touch[], out replies griot_reply_touch[], out several boolean)
  language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = on set enable_mergejoin = off as $$
begin
  with told as (
    select f.project, f.key as message_id, min(f.s) as source, min(f.s) <> max(f.s) as several,
           to_timestamp(min(f.t) filter (where f.k = 'r') / 1e6::float8) as received_at,
           to_timestamp(min(f.t) filter (where f.k = 's') / 1e6::float8) as sent_at,
           to_timestamp(min(f.t) filter (where f.k = 'd') / 1e6::float8) as delivered_at,
           to_timestamp(min(f.t) filter (where f.k = 'e') / 1e6::float8) as read_at,
           to_timestamp(min(f.t) filter (where f.k = 'f') / 1e6::float8) as failed_at,
           min(f.c) as chat_id, min(f.n) as business_number, min(f.u) as user_id,
           min(f.a) as agent_id, min(f.p) as template, min(f.y) as content_type,
           min(f.g) as campaign_id, min(f.q) as category, min(f.b) as sender,
           min(f.e) as error_code, min(f.w) as reply_to
    from (select x.project, x.key, x.b->>'k' as k, (x.b->>'t')::bigint as t, (x.b->>'s') collate "C" as s,
                 (x.b->>'c') collate "C" as c, (x.b->>'n') collate "C" as n, (x.b->>'u') collate "C" as u,
                 (x.b->>'a') collate "C" as a, (x.b->>'p') collate "C" as p, (x.b->>'y') collate "C" as y,
                 (x.b->>'g') collate "C" as g, (x.b->>'q') collate "C" as q, (x.b->>'b') collate "C" as b,
                 (x.b->>'e') collate "C" as e, (x.b->>'w') collate "C" as w
          from griot_told(projects, keys, bodies) x where x.b->>'s' is not null) f
    group by f.project, f.key
  ), known as materialized (
    select t.*, w.found, w.source as w_source, w.at as w_at, w.kind as w_kind, w.answered_by as w_answered_by,
           w.agent_id as w_agent_id, w.chat_id as w_chat_id, w.business_number as w_business_number,
           w.user_id as w_user_id, w.failed as w_failed, w.campaign as w_campaign, w.reply_to as w_reply_to
    from told t
    left join lateral (
      select true as found, m.source, m.at, m.answered_by, m.agent_id, m.chat_id, m.business_number, m.user_id,
             m.failed_at is not null as failed, m.campaign, m.reply_to,
             case when m.received_at is not null then 'r' when m.sent_at is not null then 's' end as kind
      from message_facts m where m.message_id = t.message_id and m.project = t.project limit 1) w on true
  ), plain as (
    select k.project, k.message_id, k.source, k.received_at, k.sent_at, k.delivered_at, k.read_at, k.failed_at,
           k.chat_id, k.business_number, k.user_id, k.agent_id, k.template, k.content_type, k.campaign_id,
           k.category, k.sender, k.error_code, k.reply_to
    from known k where not claimed and not k.several and coalesce(k.w_source = k.source, true)
    union all
    -- Of each the first that is known, in the order of the sources.
    select k.project, k.message_id, '', k.received_at, k.sent_at, k.delivered_at, k.read_at, k.failed_at,
           c.chat_id, c.business_number, c.user_id, c.agent_id, c.template, c.content_type, c.campaign_id,
           c.category, c.sender, c.error_code, c.reply_to
    from known k cross join lateral (
      select (array_agg(c.chat_id order by c.source) filter (where c.chat_id is not null))[1] as chat_id,
             (array_agg(c.business_number order by c.source)
               filter (where c.business_number is not null))[1] as business_number,
             (array_agg(c.user_id order by c.source) filter (where c.user_id is not null))[1] as user_id,
             (array_agg(c.agent_id order by c.source) filter (where c.agent_id is not null))[1] as agent_id,
             (array_agg(c.template order by c.source) filter (where c.template is not null))[1] as template,
             (array_agg(c.content_type order by c.source) filter (where c.content_type is not null))[1] 
               as content_type,
             (array_agg(c.campaign_id order by c.source) filter (where c.campaign_id is not null))[1] as campaign_id,
             (array_agg(c.category order by c.source) filter (where c.category is not null))[1] as category,
             (array_agg(c.sender order by c.source) filter (where c.sender is not null))[1] as sender,
             (array_agg(c.error_code order by c.source) filter (where c.error_code is not null))[1] as error_code,
             (array_agg(c.reply_to order by c.source) filter (where c.reply_to is not null))[1] as reply_to
      from message_claims c where c.message_id = k.message_id and c.project = k.project offset 0) c
    where claimed
  ), stored as (
    insert into message_facts as m (
      project, message_id, source, received_at, sent_at, delivered_at, read_at, failed_at,
      chat_id, business_number, user_id, agent_id, template, content_type, campaign_id, category, sender,
      error_code, reply_to)
    select * from plain p order by p.message_id, p.project
    on conflict (message_id, project) do update set
      source = excluded.source,
      received_at = least(m.received_at, excluded.received_at),
      sent_at = least(m.sent_at, excluded.sent_at),
      delivered_at = least(m.delivered_at, excluded.delivered_at),
      read_at = least(m.read_at, excluded.read_at),
      failed_at = least(m.failed_at, excluded.failed_at),
      chat_id = case when claimed then excluded.chat_id else least(m.chat_id, excluded.chat_id) end,
      business_number = case when claimed then excluded.business_number
        else least(m.business_number, excluded.business_number) end,
      user_id = case when claimed then excluded.user_id else least(m.user_id, excluded.user_id) end,
      agent_id = case when claimed then excluded.agent_id else least(m.agent_id, excluded.agent_id) end,
      template = case when claimed then excluded.template else least(m.template, excluded.template) end,
      content_type = case when claimed then excluded.content_type
        else least(m.content_type, excluded.content_type) end,
      campaign_id = case when claimed then excluded.campaign_id else least(m.campaign_id, excluded.campaign_id) end,
      category = case when claimed then excluded.category else least(m.category, excluded.category) end,
      sender = case when claimed then excluded.sender else least(m.sender, excluded.sender) end,
      error_code = case when claimed then excluded.error_code else least(m.error_code, excluded.error_code) end,
      reply_to = case when claimed then excluded.reply_to else least(m.reply_to, excluded.reply_to) end,
      tx = pg_current_xact_id()
    returning m.project, m.message_id, m.at, m.answered_by, m.agent_id, m.chat_id, m.business_number, m.user_id,
              m.failed_at is not null as failed, m.campaign, m.reply_to,
              case when m.received_at is not null then 'r' when m.sent_at is not null then 's' end as kind
  ), changed as materialized (
    select s.*, griot_chat_key(s.chat_id, s.business_number, s.user_id) as chat,
           k.found, k.w_at, k.w_kind, k.w_chat_id, k.w_business_number, k.w_user_id,
           griot_chat_key(k.w_chat_id, k.w_business_number, k.w_user_id) as w_chat,
           (s.at, s.kind, s.answered_by, s.agent_id, s.chat_id, s.business_number, s.user_id)
             is distinct from (k.w_at, k.w_kind, k.w_answered_by, k.w_agent_id, k.w_chat_id, k.w_business_number,
                               k.w_user_id) as in_chat,
           (s.at, s.kind = 'r', s.user_id, s.failed, s.campaign, s.reply_to)
             is distinct from (k.w_at, k.w_kind = 'r', k.w_user_id, k.w_failed, k.w_campaign, k.w_reply_to)
               as in_reply
    from stored s join known k on k.message_id = s.message_id and k.project = s.project
  )
  select
    (select array_agg(x) from (
       select row(c.project, c.chat, c.chat_id, c.business_number, c.user_id, c.at,
                  griot_chat_place(c.at, case c.kind when 'r' then 1 else 2 end), c.kind,
                  c.w_kind is null or c.w_chat is distinct from c.chat, c.message_id, c.answered_by,
                  c.agent_id)::griot_chat_touch as x
       from changed c where c.in_chat and c.kind is not null and c.chat is not null
       union all
       select row(c.project, c.w_chat, c.w_chat_id, c.w_business_number, c.w_user_id, c.w_at,
                  griot_chat_place(c.w_at, case c.w_kind when 'r' then 1 else 2 end), c.w_kind,
                  false, null, null, null)::griot_chat_touch
       from changed c where c.in_chat and c.w_kind is not null and c.w_chat is not null) y),
    (select array_agg(x) from (
       select row(c.project, c.message_id, c.user_id, c.at, coalesce(c.kind = 'r', false))::griot_reply_touch as x
       from changed c where c.in_reply and c.user_id is not null
       union all
       select row(c.project, c.message_id, c.w_user_id, c.w_at, coalesce(c.w_kind = 'r', false))::griot_reply_touch
       from changed c where c.in_reply and c.w_user_id is not null and c.found) y),
    not claimed and (select coalesce(bool_or(k.several or k.w_source <> k.source), false) from known k)
  into chats, replies, several;
end $$;

-- For the messages of these facts that several sources tell of: what each of them tells.
create function griot_claim_messages(projects text[], keys text[], bodies jsonb[])
  returns table (project text, key text, body jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  mixed_projects text[];
  mixed_keys text[];
begin
  select array_agg(t.project), array_agg(t.key) into mixed_projects, mixed_keys
  from (select x.project, x.key, min(x.b->>'s' collate "C") as low, max(x.b->>'s' collate "C") as high
        from griot_told(projects, keys, bodies) x where x.b->>'s' is not null group by 1, 2) t
  left join lateral (
    select m.source from message_facts m where m.message_id = t.key and m.project = t.project limit 1) m on true
  where t.low <> t.high or m.source <> t.low;

  -- What the row holds is what its only source told until now.
  insert into message_claims (
    project, message_id, source, chat_id, business_number, user_id, agent_id, template, content_type,
    campaign_id, category, sender, error_code, reply_to)
  select m.project, m.message_id, m.source, m.chat_id, m.business_number, m.user_id, m.agent_id, m.template,
         m.content_type, m.campaign_id, m.category, m.sender, m.error_code, m.reply_to
  from unnest(mixed_projects, mixed_keys) as k (project, key)
  cross join lateral (
    select * from message_facts f where f.message_id = k.key and f.project = k.project limit 1) m
  where m.source <> ''
  on conflict do nothing;

  return query
    with facts as materialized (
      select x.project, x.key, x.b from griot_told(projects, keys, bodies) x
      where x.b->>'s' is not null
        and ((x.project, x.key) in (select * from unnest(mixed_projects, mixed_keys))) is true
    ), claims as (
      insert into message_claims as c (
        project, message_id, source, chat_id, business_number, user_id, agent_id, template, content_type,
        campaign_id, category, sender, error_code, reply_to)
      select f.project, f.key, f.b->>'s',
             min(f.b->>'c' collate "C"), min(f.b->>'n' collate "C"), min(f.b->>'u' collate "C"),
             min(f.b->>'a' collate "C"), min(f.b->>'p' collate "C"), min(f.b->>'y' collate "C"),
             min(f.b->>'g' collate "C"), min(f.b->>'q' collate "C"), min(f.b->>'b' collate "C"),
             min(f.b->>'e' collate "C"), min(f.b->>'w' collate "C")
      from facts f group by 1, 2, 3 order by 2, 1, 3
      on conflict (message_id, project, source) do update set
        chat_id = least(c.chat_id, excluded.chat_id),
        business_number = least(c.business_number, excluded.business_number),
        user_id = least(c.user_id, excluded.user_id),
        agent_id = least(c.agent_id, excluded.agent_id),
        template = least(c.template, excluded.template),
        content_type = least(c.content_type, excluded.content_type),
        campaign_id = least(c.campaign_id, excluded.campaign_id),
        category = least(c.category, excluded.category),
        sender = least(c.sender, excluded.sender),
        error_code = least(c.error_code, excluded.error_code),
        reply_to = least(c.reply_to, excluded.reply_to)
    )
    select f.project, f.key, f.b from facts f;
end $$;

-- Credits inbound messages to those that they reply to (docs/conversations.md): the message that is
-- quoted if it was attempted within the 72 hours before, else the latest campaign message to the user in
-- these that has not failed. `touched` are inbound messages, and outbound ones after which there may be some.
create function griot_credit_replies(touched griot_reply_touch[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  won_projects text[];
  won text[];
begin
  with reply as (
    select distinct r.project, r.message_id, r.user_id, r.at, r.reply_to, r.credited_to
    from unnest(touched) t cross join lateral (
      (select m.* from message_facts m
       where t.inbound and m.message_id = t.message_id and m.project = t.project limit 1)
      union all
      (select m.* from message_facts m
       where not t.inbound and m.user_id = t.user_id and m.project = t.project
         and m.at > t.at and m.at <= t.at + interval '72 hours' and m.received_at is not null offset 0)) r
  ), credit as materialized (
    select r.*, coalesce(q.message_id, g.message_id) as credit
    from reply r
    left join lateral (
      select q.message_id from message_facts q
      where q.message_id = r.reply_to and q.project = r.project and q.user_id = r.user_id
        and q.received_at is null and q.at < r.at and q.at >= r.at - interval '72 hours' limit 1) q on true
    left join lateral (
      select g.message_id from message_facts g
      where g.user_id = r.user_id and g.project = r.project and g.campaign and g.failed_at is null
        and g.at < r.at and g.at >= r.at - interval '72 hours'
      order by g.at desc, g.message_id desc limit 1) g on q.message_id is null
  ), credited as (
    insert into message_facts as m (project, message_id, credited_to)
    select c.project, c.message_id, c.credit from credit c
    where c.credit is distinct from c.credited_to order by c.message_id, c.project
    on conflict (message_id, project) do update set credited_to = excluded.credited_to, tx = pg_current_xact_id()
  ), target as (
    select c.project, c.credited_to as message_id from credit c where c.credited_to is not null
    union
    select c.project, c.credit from credit c where c.credit is not null
  )
  select array_agg(t.project), array_agg(t.message_id) into won_projects, won from target t;
  if won is null then return; end if;

  insert into message_facts as m (project, message_id, replied_at)
  select t.project, t.message_id, r.at
  from unnest(won_projects, won) as t (project, message_id)
  cross join lateral (
    select o.user_id, o.at, o.replied_at from message_facts o
    where o.message_id = t.message_id and o.project = t.project limit 1) o
  cross join lateral (
    select min(r.at) as at from message_facts r
    where r.user_id = o.user_id and r.project = t.project and r.at > o.at and r.at <= o.at + interval '72 hours'
      and r.credited_to = t.message_id) r
  where r.at is distinct from o.replied_at
  order by t.message_id, t.project
  on conflict (message_id, project) do update set replied_at = excluded.replied_at, tx = pg_current_xact_id();
end $$;
