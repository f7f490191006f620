select e.id, e.occurred_at, e.received_at, e.source, e.channel, e.name, e.user_id, e.anonymous_id, e.properties,
       e.context
from events e
where e.project = :project and e.occurred_at >= :from and e.occurred_at < :to
  {part_event_filter}
