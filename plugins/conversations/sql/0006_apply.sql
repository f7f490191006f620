-- Rows that late events have taken the ground from.
create function griot_remove_openings(projects text[], chats text[], times timestamptz[]) returns void
  language sql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with gone as (
    delete from chats c using unnest(projects, chats, times) as k (project, chat, at)
    where c.chat = k.chat and c.project = k.project and c.opened_at = k.at returning c.project, c.opened_at)
  insert into conversation_removals (project, relation, at) select g.project, 'chats', g.opened_at from gone g;
$$;
create function griot_remove_waits(projects text[], chats text[], times timestamptz[]) returns void
  language sql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with gone as (
    delete from response_times r using unnest(projects, chats, times) as k (project, chat, at)
    where r.chat = k.chat and r.project = k.project and r.waiting_since = k.at
    returning r.project, r.waiting_since)
  insert into conversation_removals (project, relation, at)
  select g.project, 'response_times', g.waiting_since from gone g;
$$;

-- Makes the rows of these chats anew, from `starts` on (see griot_replay_chats), and those of `follows`
-- (see griot_follow_chats). Rows that stay as they are are not written: their `tx` says when they changed.
create function griot_write_chats(
    projects text[], chats text[], chat_ids text[], numbers text[], users text[], starts timestamptz[],
    carries boolean[], follows griot_chat_touch[])
  returns void language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = on set enable_mergejoin = off as $$
declare
  gone_chats jsonb;
  gone_waits jsonb;
begin
  with made as materialized (
    select m.*, p.settings
    from (select * from griot_replay_chats(projects, chats, chat_ids, numbers, users, starts, carries)
          where projects is not null
          union all
          select * from griot_follow_chats(follows) where follows is not null) m
    left join lateral (select p.settings from projects p where p.id = m.project limit 1) p on true
  ), chat as (
    select m.project, m.chat, m.opened_at, m.opened_by, m.closed_at, m.closed_by, m.chat_id, m.business_number,
           m.user_id, m.messages_in, m.messages_out, m.last_message_at, m.waiting_since, m.first_assigned_at,
           m.first_agent, m.queue_seconds, m.handed_over_at, m.first_response_at, m.first_response_by,
           m.first_response_agent, m.first_response_seconds,
           case when m.first_response_since is null then w.first_response_business_seconds
                else griot_business_seconds(m.settings, m.first_response_since, m.first_response_at) end as business,
           m.last_place, w as was
    from made m
    left join lateral (
      select c.* from chats c
      where c.chat = m.chat and c.project = m.project and c.opened_at = m.opened_at limit 1) w on true
    where m.part = 'c'
  ), wait as (
    select m.project, m.chat, m.opened_at, m.waiting_since, m.ended, m.ended_at, m.answered_at, m.seconds,
           griot_business_seconds(m.settings, m.waiting_since, m.answered_at) as business,
           m.answered_by, m.agent_id, m.answer, m.first
    from made m
    left join lateral (
      select true as found, r.* from response_times r
      where r.chat = m.chat and r.project = m.project and r.waiting_since = m.waiting_since limit 1) w on true
    where m.part = 'w'
      and (w.found is null
           or (m.opened_at, m.ended, m.ended_at, m.answered_at, m.answered_by, m.agent_id, m.answer, m.first)
              is distinct from (w.opened_at, w.ended, w.ended_at, w.answered_at, w.answered_by, w.agent_id,
                                w.answer, w.first))
  ), write_chats as (
    insert into chats as s (
      project, chat, opened_at, opened_by, closed_at, closed_by, chat_id, business_number,
      user_id, messages_in, messages_out, last_message_at, waiting_since, first_assigned_at,
      first_agent, queue_seconds, handed_over_at, first_response_at, first_response_by,
      first_response_agent, first_response_seconds, first_response_business_seconds, last_place)
    select c.project, c.chat, c.opened_at, c.opened_by, c.closed_at, c.closed_by, c.chat_id, c.business_number,
           c.user_id, c.messages_in, c.messages_out, c.last_message_at, c.waiting_since, c.first_assigned_at,
           c.first_agent, c.queue_seconds, c.handed_over_at, c.first_response_at, c.first_response_by,
           c.first_response_agent, c.first_response_seconds, c.business, c.last_place
    from chat c
    where (c.opened_by, c.closed_at, c.closed_by, c.business_number, c.user_id, c.messages_in, c.messages_out,
           c.last_message_at, c.waiting_since, c.first_assigned_at, c.first_agent, c.queue_seconds,
           c.handed_over_at, c.first_response_at, c.first_response_by, c.first_response_agent,
           c.first_response_seconds, c.business, c.last_place)
          is distinct from
          ((c.was).opened_by, (c.was).closed_at, (c.was).closed_by, (c.was).business_number, (c.was).user_id,
           (c.was).messages_in, (c.was).messages_out, (c.was).last_message_at, (c.was).waiting_since,
           (c.was).first_assigned_at, (c.was).first_agent, (c.was).queue_seconds, (c.was).handed_over_at,
           (c.was).first_response_at, (c.was).first_response_by, (c.was).first_response_agent,
           (c.was).first_response_seconds, (c.was).first_response_business_seconds, (c.was).last_place)
    order by c.chat, c.project, c.opened_at
    on conflict (chat, project, opened_at) do update set
      opened_by = excluded.opened_by, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
      business_number = excluded.business_number, user_id = excluded.user_id,
      messages_in = excluded.messages_in, messages_out = excluded.messages_out,
      last_message_at = excluded.last_message_at, waiting_since = excluded.waiting_since,
      first_assigned_at = excluded.first_assigned_at, first_agent = excluded.first_agent,
      queue_seconds = excluded.queue_seconds, handed_over_at = excluded.handed_over_at,
      first_response_at = excluded.first_response_at, first_response_by = excluded.first_response_by,
      first_response_agent = excluded.first_response_agent,
      first_response_seconds = excluded.first_response_seconds,
      first_response_business_seconds = excluded.first_response_business_seconds,
      last_place = excluded.last_place, tx = pg_current_xact_id()
  ), write_waits as (
    insert into response_times as r (
      project, chat, opened_at, waiting_since, ended, ended_at, answered_at, seconds, business_seconds,
      answered_by, agent_id, answer, first)
    select * from wait w order by w.chat, w.project, w.waiting_since
    on conflict (chat, project, waiting_since) do update set
      opened_at = excluded.opened_at, ended = excluded.ended, ended_at = excluded.ended_at,
      answered_at = excluded.answered_at, seconds = excluded.seconds, business_seconds = excluded.business_seconds,
      answered_by = excluded.answered_by, agent_id = excluded.agent_id, answer = excluded.answer,
      first = excluded.first, tx = pg_current_xact_id()
  ), write_resolutions as (
    insert into resolutions as r (
      project, id, chat, resolved_at, opened_at, seconds, business_seconds, provider_seconds, outcome, agent_id)
    select m.project, m.id, m.chat, m.ended_at, m.opened_at, m.seconds,
           griot_business_seconds(m.settings, m.opened_at, m.ended_at), m.provider_seconds, m.outcome, m.agent_id
    from made m where m.part = 'x' order by m.id, m.project
    on conflict (id, project) do update set
      opened_at = excluded.opened_at, seconds = excluded.seconds, business_seconds = excluded.business_seconds,
      tx = pg_current_xact_id()
      where r.opened_at is distinct from excluded.opened_at
  ), again as (
    select k.project, k.chat, k.start
    from unnest(projects, chats, starts, carries) as k (project, chat, start, carry) where not k.carry
  )
  select
    (select jsonb_agg(jsonb_build_array(a.project, a.chat, s.opened_at))
     from again a cross join lateral (
       select c.opened_at from chats c
       where c.chat = a.chat and c.project = a.project and c.opened_at >= a.start offset 0) s
     left join made m on m.part = 'c' and m.chat = a.chat and m.project = a.project and m.opened_at = s.opened_at
     where m.part is null),
    (select jsonb_agg(jsonb_build_array(a.project, a.chat, s.waiting_since))
     from again a cross join lateral (
       select r.waiting_since from response_times r
       where r.chat = a.chat and r.project = a.project and r.waiting_since >= a.start offset 0) s
     left join made m on m.part = 'w' and m.chat = a.chat and m.project = a.project
                      and m.waiting_since = s.waiting_since
     where m.part is null)
  into gone_chats, gone_waits;

  if gone_chats is not null then
    perform griot_remove_openings(array_agg(g->>0), array_agg(g->>1), array_agg((g->>2)::timestamptz))
    from jsonb_array_elements(gone_chats) g;
  end if;
  if gone_waits is not null then
    perform griot_remove_waits(array_agg(g->>0), array_agg(g->>1), array_agg((g->>2)::timestamptz))
    from jsonb_array_elements(gone_waits) g;
  end if;
end $$;

-- Brings the chats that were touched up to date. What simply comes next in a chat that is open goes on
-- from its row; what cannot open a chat that is closed changes nothing; all else is made anew from the
-- opening before the earliest change.
create function griot_apply_chats(touched griot_chat_touch[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = on set enable_mergejoin = off as $$
declare
  w record;
begin
  with t as materialized (
    select * from griot_touches(touched)
  ), k as (
    select t.project, t.chat, min(t.chat_id) as chat_id, min(t.business_number) as number, min(t.user_id) as user_id,
           min(t.at) as at, max(t.at) as last_at, min(t.place) as place, bool_and(t.added) as added,
           bool_or(t.kind in ('o', 'r')) as opens, bool_or(t.kind = 'x') as resolves,
           bool_and(t.kind in ('r', 's')) as spoken
    from t group by t.project, t.chat
  ), judged as (
    select k.*, case
        when l.opened_at is null then
          case when k.opens or k.resolves then 'found' end
        when l.closed_at is null and k.added and k.place > l.last_place then
          -- Nothing but messages, and no day comes to its end among them.
          case when k.spoken and (l.chat_id is not null or k.last_at < l.last_message_at + griot_chat_day())
                    and k.last_at < least(l.waiting_since, k.at) + griot_chat_day() then 'follow' else 'carry' end
        when k.added and not k.opens and not k.resolves
             and (l.closed_at < k.at or (l.closed_by = 'silence' and l.closed_at = k.at)) then null
        else 'again' end as way
    from k left join lateral (
      select c.opened_at, c.closed_at, c.closed_by, c.last_place, c.chat_id, c.last_message_at, c.waiting_since
      from chats c
      where c.chat = k.chat and c.project = k.project
      order by c.opened_at desc limit 1) l on true
  ), begun as (
    select j.*, case
        when j.way <> 'again' or o.opened_at is null then j.at
        when o.closed_at < j.at and (j.added or o.closed_by = 'resolved') then j.at
        when o.closed_at = j.at and o.closed_by = 'silence' and j.added then j.at
        else o.opened_at end as start
    from judged j left join lateral (
      select c.opened_at, c.closed_at, c.closed_by from chats c
      where j.way = 'again' and c.chat = j.chat and c.project = j.project
        and (c.opened_at < j.at or (c.opened_at = j.at and j.added))
      order by c.opened_at desc limit 1) o on true
    where j.way is not null
  ), made as materialized (
    select * from begun
  )
  select array_agg(b.project) as projects, array_agg(b.chat) as chats, array_agg(b.chat_id) as chat_ids,
         array_agg(coalesce(b.number, '')) as numbers, array_agg(b.user_id) as users,
         array_agg(b.start) as starts, array_agg(b.way = 'carry') as carries,
         (select array_agg(row(t.*)::griot_chat_touch)
          from t join made m on m.way = 'follow' and m.chat = t.chat and m.project = t.project) as follows
    into w from made b where b.way <> 'follow';
  if w.projects is not null or w.follows is not null then
    perform griot_write_chats(w.projects, w.chats, w.chat_ids, w.numbers, w.users, w.starts, w.carries, w.follows);
  end if;
end $$;

-- The facts of a batch whose events were new; what they are, 0003_rules.sql says.
create function griot_apply_conversations(projects text[], keys text[], causes uuid[], bodies jsonb[])
  returns table (ord integer, reply text) language plpgsql
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  told record;
  claimed record;
  marked griot_chat_touch[];
begin
  perform griot_lock_conversations(projects);
  select * into told from griot_store_messages(projects, keys, bodies, false);
  if told.several then
    select array_agg(c.project) as projects, array_agg(c.key) as keys, array_agg(c.body) as bodies
      into claimed from griot_claim_messages(projects, keys, bodies) c;
    select told.chats || s.chats as chats, told.replies || s.replies as replies, false as several
      into told from griot_store_messages(claimed.projects, claimed.keys, claimed.bodies, true) s;
  end if;

  with mark as (
    insert into chat_marks as m (
      project, chat, at, id, kind, chat_id, business_number, user_id, agent_id, seconds, outcome)
    select f.project, griot_chat_key(f.b->>'c', f.b->>'n', f.b->>'u'),
           to_timestamp((f.b->>'t')::bigint / 1e6::float8), f.cause, (f.b->>'k')::"char",
           f.b->>'c', f.b->>'n', f.b->>'u', f.b->>'a', (f.b->>'z')::float8, f.b->>'m'
    from unnest(projects, causes, bodies) as f (project, cause, b)
    where f.b->>'k' in ('o', 'a', 'h', 'x')
    on conflict do nothing
    returning m.*)
  select array_agg(row(m.project, m.chat, m.chat_id, m.business_number, m.user_id, m.at,
                       griot_chat_place(m.at, case m.kind when 'o' then 0 when 'x' then 6 else 5 end),
                       m.kind, true, null, null, null)::griot_chat_touch)
    into marked from mark m;

  if told.replies is not null then perform griot_credit_replies(told.replies); end if;
  if told.chats is not null or marked is not null then perform griot_apply_chats(told.chats || marked); end if;
end $$;
