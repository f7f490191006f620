-- What was stored before this plugin came.
do $$
declare
  b record;
begin
  for b in
    select array_agg(x.project) as projects, array_agg(x.key) as keys, array_agg(x.id) as ids,
           array_agg(x.body) as bodies
    from (select e.project, f.key, e.id, f.body, (row_number() over (order by e.occurred_at) - 1) / 2000 as part
          from events e
          cross join lateral griot_conversation_facts(
            e.id, e.source, e.name, e.user_id, e.occurred_at, e.properties) f
          where e.name in ('message.received', 'message.sent', 'message.delivered', 'message.read', 'message.failed',
                           'chat.opened', 'chat.assigned', 'chat.resolved', 'agent.handoff')) x
    group by x.part order by x.part
  loop
    perform griot_apply_conversations(b.projects, b.keys, b.ids, b.bodies);
  end loop;
end $$;
