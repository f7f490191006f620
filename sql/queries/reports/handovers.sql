-- Hand-overs from a bot to people, by step and reason.
select coalesce(e.properties->>'journeyStep', '') as step,
       coalesce(e.properties->>'reason', e.properties->>'handoffReason', '') as reason,
       count(*) as handovers, count(distinct e.user_id) as users
from events e
where e.name = 'agent.handoff' and e.project = :project and e.occurred_at >= :from and e.occurred_at < :to
group by 1, 2
order by handovers desc, 1, 2
limit :limit::bigint + 1 offset :offset::bigint
