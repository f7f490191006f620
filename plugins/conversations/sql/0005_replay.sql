-- What chats come to, from their messages and marks: the rules of docs/conversations.md and nothing but
-- them. It changes nothing. Of each chat it reads what lies at or after `starts`, where no chat is open; or,
-- where `carries` says so, what lies behind the place up to which its last row in `chats` tells, and goes on
-- from that.
--
-- A row of part c is an opening, of part w a wait, of part x a chat.resolved; each has the columns that
-- the table of its kind has.

-- unnest, as griot_told.
create function griot_chats_asked(
    projects text[], chats text[], chat_ids text[], numbers text[], users text[], starts timestamptz[],
    carries boolean[])
  returns table (project text, chat text, chat_id text, number text, user_id text, start timestamptz, carry boolean,
                 n bigint)
  language plpgsql immutable rows 1000 as $$
begin
  return query select * from unnest(projects, chats, chat_ids, numbers, users, starts, carries) with ordinality;
end $$;

create function griot_replay_chats(
    projects text[], chats text[], chat_ids text[], numbers text[], users text[], starts timestamptz[],
    carries boolean[])
  returns table (
    part "char", project text, chat text, chat_id text, opened_at timestamptz,
    -- c
    opened_by text, closed_at timestamptz, closed_by text, business_number text, user_id text,
    messages_in integer, messages_out integer, last_message_at timestamptz, first_assigned_at timestamptz,
    first_agent text, queue_seconds double precision, handed_over_at timestamptz,
    first_response_at timestamptz, first_response_by text, first_response_agent text,
    first_response_since timestamptz, first_response_seconds double precision, last_place bigint,
    -- c, w
    waiting_since timestamptz,
    -- w
    ended text, ended_at timestamptz, answered_at timestamptz, answered_by text, answer text, first boolean,
    -- w, x
    seconds double precision, agent_id text,
    -- x
    id uuid, provider_seconds double precision, outcome text)
  language plpgsql stable
  -- What lies in the query is joined by hash; tables are reached through their indexes only (`offset 0`).
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = on set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
  with recursive k as materialized (
    select k.n::integer, k.project, k.chat, k.chat_id, k.number, k.user_id, k.chat_id is null as silent,
           coalesce(to_timestamp((s.last_place >> 3) / 1e6::float8), k.start) as start, s.opened_at, s.opened_by,
           s.business_number as s_number, s.user_id as s_user, s.messages_in, s.messages_out,
           s.last_message_at, s.waiting_since, s.first_assigned_at, s.first_agent, s.queue_seconds,
           s.handed_over_at, s.first_response_at, s.first_response_by, s.first_response_agent,
           s.first_response_seconds, s.last_place
    from griot_chats_asked(projects, chats, chat_ids, numbers, users, starts, carries) k
    left join lateral (
      select c.* from chats c where k.carry and c.chat = k.chat and c.project = k.project
      order by c.opened_at desc limit 1) s on true
  ), item as (
    -- Where the last row stands (kind c), and what comes after.
    select k.n, k.silent, k.last_place as place, '' as key, 'c' as kind, k.last_message_at as at,
           true as active, false as ends, k.waiting_since as wait_at, k.handed_over_at as handed_at,
           null as agent, null as by, null as user_id, null as number, null::double precision as seconds,
           null as outcome
    from k where k.last_place is not null
    union all
    select k.n, k.silent, p.place, m.message_id, case m.direction when 'inbound' then 'r' else 's' end, m.at,
           true, m.answered_by in ('agent', 'unknown') is true, case m.direction when 'inbound' then m.at end,
           null, m.agent_id, m.answered_by, case when not k.silent then m.user_id end,
           case when not k.silent then m.business_number end, null, null
    from k
    cross join lateral (
      select m.* from message_facts m
      where k.chat_id is not null and m.chat_id = k.chat_id and m.project = k.project and m.at >= k.start
        and (m.received_at is not null or m.sent_at is not null)
      union all
      select m.* from message_facts m
      where k.chat_id is null and m.user_id = k.user_id and m.project = k.project and m.at >= k.start
        and m.chat_id is null and coalesce(m.business_number, '') = k.number
        and (m.received_at is not null or m.sent_at is not null)
      offset 0) m
    cross join lateral (
      select griot_chat_place(m.at, case m.direction when 'inbound' then 1 else 2 end) as place offset 0) p
    where coalesce(p.place > k.last_place, true)
    union all
    select k.n, k.silent, p.place, m.id::text, m.kind::text, m.at, m.kind = 'o', false, null,
           case m.kind when 'h' then m.at end, m.agent_id, null, m.user_id, m.business_number, m.seconds, m.outcome
    from k
    cross join lateral (
      select m.* from chat_marks m
      where m.chat = k.chat and m.project = k.project and m.at >= k.start offset 0) m
    cross join lateral (
      select griot_chat_place(m.at, case m.kind when 'o' then 0 when 'x' then 6 else 5 end) as place offset 0) p
    where coalesce(p.place > k.last_place, true)
  ), heard as (
    select i.*, max(i.at) filter (where i.active) over before as active_at,
           count(*) filter (where i.kind = 'x') over before as resolved, row_number() over before as nth,
           max(i.at) over (partition by i.n) as until, max(i.place) over (partition by i.n) as top
    from item i
    window before as (partition by i.n order by i.place, i.key rows between unbounded preceding and 1 preceding)
  ), parted as (
    -- Between two of a chat's ends lies one opening at most: from the first that opens. What comes a day
    -- after the last message finds the chat closed, if silence closes it.
    select h.*, h.silent and h.at >= h.active_at + griot_chat_day() as over,
           h.resolved + count(*) filter (where h.silent and h.active and h.at >= h.active_at + griot_chat_day())
             over (partition by h.n order by h.place, h.key rows unbounded preceding) as part
    from heard h
  ), opened as (
    select p.*, coalesce(p.active or not p.over, true)
             and bool_or(p.kind in ('c', 'o', 'r')) over here as inside,
           max(p.handed_at) over here as handed
    from parted p
    window here as (partition by p.n, p.part order by p.place, p.key rows unbounded preceding)
  ), inside as materialized (
    select o.*, count(*) filter (where o.ends or o.kind = 'x') over (
             partition by o.n, o.part order by o.place, o.key
             rows between unbounded preceding and 1 preceding) as run
    from opened o where o.inside
  ), run as (
    -- From one end of waits to the next, which is the run's last: one wait begins with its first message.
    select i.n, i.part, i.run, i.silent, i.until, min(i.wait_at) as since, max(i.wait_at) as last_received,
           array_agg(i.wait_at) filter (where i.wait_at is not null) as received,
           max(i.at) filter (where i.active) as active_at,
           max(i.at) filter (where i.ends or i.kind = 'x') as end_at, bool_or(i.kind = 'x') as resolved,
           max(i.agent) filter (where i.ends) as agent, max(i.by) filter (where i.ends) as by,
           max(i.key) filter (where i.ends) as answer, max(i.handed) filter (where i.ends) as handed
    from inside i group by i.n, i.part, i.run, i.silent, i.until
  ), chain as (
    select r.* from run r where r.since is not null
    union all
    -- One that was missed, and the next message begins another.
    select c.n, c.part, c.run, c.silent, c.until, x.since, c.last_received, c.received, c.active_at, c.end_at,
           c.resolved, c.agent, c.by, c.answer, c.handed
    from chain c cross join lateral (
      select min(a) as since from unnest(c.received) a where a >= c.since + griot_chat_day()) x
    where c.last_received >= c.since + griot_chat_day()
  ), wait as materialized (
    select c.*, e.ended,
           case when e.ended in ('missed', 'silence') then c.since + griot_chat_day()
                when e.ended is not null then c.end_at end as ended_at
    from chain c cross join lateral (
      select case
        when c.last_received >= c.since + griot_chat_day() then 'missed'
        when c.end_at < c.since + griot_chat_day() then case when c.resolved then 'resolved' else 'answer' end
        when c.end_at is not null then 'missed'
        when c.until < c.since + griot_chat_day() then null
        when c.silent and c.active_at = c.since then 'silence'
        else 'missed' end as ended) e
  ), sample as (
    select distinct on (w.n, w.part) w.n, w.part, w.since, w.end_at, w.by, w.agent,
           greatest(w.since, w.handed) as counted
    from wait w where w.ended = 'answer' order by w.n, w.part, w.since
  ), opening as materialized (
    -- Of what is known more than once the first.
    select i.n, i.part, i.silent, i.until, i.top, bool_or(i.kind = 'c') as carried, min(i.at) as first_at,
           min(i.place) & 7 = 0 as by_event,
           (count(*) filter (where i.kind = 'r'))::integer as messages_in,
           (count(*) filter (where i.kind = 's'))::integer as messages_out,
           max(i.at) filter (where i.active) as last_message_at, max(i.at) filter (where i.kind = 'x') as resolved_at,
           min(i.at) filter (where i.kind = 'a') as assigned_at,
           (min(array[lpad(i.nth::text, 12, '0'), i.agent])
             filter (where i.kind = 'a' and i.agent is not null))[2] as assigned_to,
           max(i.handed_at) as handed_at,
           (min(array[lpad(i.nth::text, 12, '0'), i.user_id]) filter (where i.user_id is not null))[2] as user_id,
           (min(array[lpad(i.nth::text, 12, '0'), i.number]) filter (where i.number is not null))[2] as number
    from inside i group by i.n, i.part, i.silent, i.until, i.top
  ), queue as (
    -- The wait that there was when the chat was first assigned.
    select o.n, o.part, date_part('epoch', o.assigned_at - w.since) as seconds
    from opening o join wait w on w.n = o.n and w.part = o.part
    where w.since <= o.assigned_at
      and (w.ended is null or w.ended_at > o.assigned_at or (w.ended = 'resolved' and w.ended_at = o.assigned_at))
  ), chat as materialized (
    select o.*, k.project, k.chat, k.chat_id, k.s_number, k.s_user, k.number as k_number, k.user_id as k_user,
           case when o.carried then k.opened_at else o.first_at end as opened_at,
           case when o.carried then k.opened_by when o.by_event then 'chat.opened' else 'message' end as opened_by,
           k.messages_in as k_in, k.messages_out as k_out, k.first_assigned_at as k_assigned_at,
           k.first_agent as k_agent, k.queue_seconds as k_queue, k.first_response_at as k_response_at,
           k.first_response_by as k_response_by, k.first_response_agent as k_response_agent,
           k.first_response_seconds as k_response_seconds
    from opening o join k on k.n = o.n
  )
  select 'c'::"char", c.project, c.chat, c.chat_id, c.opened_at,
         c.opened_by,
         coalesce(c.resolved_at, case when c.silent and c.until >= c.last_message_at + griot_chat_day()
                                      then c.last_message_at + griot_chat_day() end),
         case when c.resolved_at is not null then 'resolved'
              when c.silent and c.until >= c.last_message_at + griot_chat_day() then 'silence' end,
         case when c.silent then nullif(c.k_number, '')
              when c.carried then coalesce(c.s_number, c.number) else c.number end,
         case when c.silent then c.k_user when c.carried then coalesce(c.s_user, c.user_id) else c.user_id end,
         c.messages_in + case when c.carried then c.k_in else 0 end,
         c.messages_out + case when c.carried then c.k_out else 0 end,
         c.last_message_at,
         case when c.carried then coalesce(c.k_assigned_at, c.assigned_at) else c.assigned_at end,
         case when c.carried then coalesce(c.k_agent, c.assigned_to) else c.assigned_to end,
         case when c.carried and c.k_assigned_at is not null then c.k_queue else q.seconds end,
         c.handed_at,
         case when c.carried and c.k_response_at is not null then c.k_response_at else s.end_at end,
         case when c.carried and c.k_response_at is not null then c.k_response_by else s.by end,
         case when c.carried and c.k_response_at is not null then c.k_response_agent else s.agent end,
         case when c.carried and c.k_response_at is not null then null else s.counted end,
         case when c.carried and c.k_response_at is not null then c.k_response_seconds
              else date_part('epoch', s.end_at - s.counted) end,
         case when c.resolved_at is null and not (c.silent and c.until >= c.last_message_at + griot_chat_day())
              then c.top else 0 end,
         w.since,
         null::text, null::timestamptz, null::timestamptz, null::text, null::text, null::boolean,
         null::double precision, null::text, null::uuid, null::double precision, null::text
  from chat c
  left join sample s on s.n = c.n and s.part = c.part
  left join queue q on q.n = c.n and q.part = c.part
  left join wait w on w.n = c.n and w.part = c.part and w.ended is null
  union all
  select 'w', c.project, c.chat, c.chat_id, c.opened_at,
         null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
         w.since, w.ended, w.ended_at,
         case when w.ended = 'answer' then w.end_at end, case when w.ended = 'answer' then w.by end,
         case when w.ended = 'answer' then w.answer end,
         coalesce(w.since = s.since and not (c.carried and c.k_response_at is not null), false),
         case when w.ended = 'answer' then date_part('epoch', w.end_at - w.since) end,
         case when w.ended = 'answer' then w.agent end, null, null, null
  from wait w join chat c on c.n = w.n and c.part = w.part
  left join sample s on s.n = w.n and s.part = w.part
  union all
  select 'x', k.project, k.chat, k.chat_id, c.opened_at,
         null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
         null, null, i.at, null, null, null, null,
         date_part('epoch', i.at - c.opened_at), i.agent, i.key::uuid, i.seconds, i.outcome
  from opened i join k on k.n = i.n
  left join chat c on c.n = i.n and c.part = i.part and i.inside
  where i.kind = 'x';
end $$;

-- unnest, as griot_told.
create function griot_touches(touched griot_chat_touch[]) returns setof griot_chat_touch
  language plpgsql immutable rows 1000 as $$
begin
  return query select * from unnest(touched);
end $$;

-- The same for messages that come after all that their chats have, which are open and stay so, and in which
-- no wait is missed: nothing but the chats' last rows has to be read. It would be right to leave them to
-- griot_replay_chats; most messages are such, and this takes a third of the time.
create function griot_follow_chats(touched griot_chat_touch[])
  returns table (
    part "char", project text, chat text, chat_id text, opened_at timestamptz,
    -- c
    opened_by text, closed_at timestamptz, closed_by text, business_number text, user_id text,
    messages_in integer, messages_out integer, last_message_at timestamptz, first_assigned_at timestamptz,
    first_agent text, queue_seconds double precision, handed_over_at timestamptz,
    first_response_at timestamptz, first_response_by text, first_response_agent text,
    first_response_since timestamptz, first_response_seconds double precision, last_place bigint,
    -- c, w
    waiting_since timestamptz,
    -- w
    ended text, ended_at timestamptz, answered_at timestamptz, answered_by text, answer text, first boolean,
    -- w, x
    seconds double precision, agent_id text,
    -- x
    id uuid, provider_seconds double precision, outcome text)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = on set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
  with item as (
    select t.*, coalesce(t.answered_by in ('agent', 'unknown'), false) as ends from griot_touches(touched) t
  ), k as materialized (
    select d.n, c.*
    from (select i.project, i.chat, row_number() over () as n from item i group by i.project, i.chat) d
    cross join lateral (
      select c.* from chats c where c.chat = d.chat and c.project = d.project order by c.opened_at desc limit 1) c
  ), counted as (
    select k.n, i.*, count(*) filter (where i.ends) over before as run, row_number() over before as nth
    from item i join k on k.chat = i.chat and k.project = i.project
    window before as (partition by k.n order by i.place, i.key rows between unbounded preceding and 1 preceding)
  ), run as (
    select c.n, c.run, min(c.at) filter (where c.kind = 'r') as since, max(c.at) filter (where c.ends) as end_at,
           max(c.answered_by) filter (where c.ends) as by, max(c.agent_id) filter (where c.ends) as agent,
           max(c.key) filter (where c.ends) as answer, count(*) filter (where c.kind = 'r') as messages_in,
           count(*) filter (where c.kind = 's') as messages_out, max(c.at) as last_at, max(c.place) as top,
           min(array[lpad(c.nth::text, 12, '0'), c.user_id])
             filter (where c.chat_id is not null and c.user_id is not null) as user_id,
           min(array[lpad(c.nth::text, 12, '0'), c.business_number])
             filter (where c.chat_id is not null and c.business_number is not null) as number
    from counted c group by c.n, c.run
  ), wait as materialized (
    select r.*, k.project, k.chat, k.chat_id, k.opened_at, k.waiting_since as was,
           k.first_response_at is not null as responded,
           case when r.run = 0 then coalesce(k.waiting_since, r.since) else r.since end as waiting,
           k.handed_over_at
    from run r join k on k.n = r.n
  ), sample as (
    select distinct on (w.n) w.n, w.run, w.end_at, w.by, w.agent, greatest(w.waiting, w.handed_over_at) as counted
    from wait w where w.waiting is not null and w.end_at is not null and not w.responded order by w.n, w.run
  ), chat as (
    select w.n, sum(w.messages_in)::integer as messages_in, sum(w.messages_out)::integer as messages_out,
           max(w.last_at) as last_at, max(w.top) as top, max(w.waiting) filter (where w.end_at is null) as waiting,
           (min(w.user_id))[2] as user_id, (min(w.number))[2] as number
    from wait w group by w.n
  )
  select 'c'::"char", k.project, k.chat, k.chat_id, k.opened_at,
         k.opened_by, null::timestamptz, null::text, coalesce(k.business_number, c.number),
         coalesce(k.user_id, c.user_id),
         k.messages_in + c.messages_in, k.messages_out + c.messages_out, c.last_at, k.first_assigned_at,
         k.first_agent, k.queue_seconds, k.handed_over_at,
         coalesce(k.first_response_at, s.end_at), case when s.n is null then k.first_response_by else s.by end,
         case when s.n is null then k.first_response_agent else s.agent end,
         s.counted,
         case when s.n is null then k.first_response_seconds else date_part('epoch', s.end_at - s.counted) end,
         c.top, c.waiting,
         null::text, null::timestamptz, null::timestamptz, null::text, null::text, null::boolean,
         null::double precision, null::text, null::uuid, null::double precision, null::text
  from chat c join k on k.n = c.n left join sample s on s.n = c.n
  union all
  select 'w', w.project, w.chat, w.chat_id, w.opened_at,
         null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
         w.waiting, case when w.end_at is not null then 'answer' end, w.end_at, w.end_at, w.by, w.answer,
         coalesce(s.run = w.run, false), date_part('epoch', w.end_at - w.waiting), w.agent, null, null, null
  from wait w left join sample s on s.n = w.n
  where w.waiting is not null and (w.end_at is not null or w.run > 0 or w.was is null);
end $$;
