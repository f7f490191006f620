-- The campaigns of a project that began in [from, to), known by their messages only
-- (view derived_campaigns). $1 project, $2 from, $3 to.
select id, occurred_at, ended_at, properties->>'businessNumber' as business_number,
       properties->>'templateName' as template_name,
       (properties->>'recipientCount')::integer as recipients
from derived_campaigns
where project = $1 and occurred_at >= $2 and occurred_at < $3
order by occurred_at, id;
