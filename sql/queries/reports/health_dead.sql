select d.reason, d.stage, count(*) as dead_letters, min(d.at) as first_at, max(d.at) as last_at
from dead_letters d
where d.project = :project and d.replayed_at is null
group by 1, 2
order by dead_letters desc, 1, 2
limit 100
