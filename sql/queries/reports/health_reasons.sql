select r.source, r.kind, r.reason, sum(r.count)::bigint as events
from ledger_reasons r
where r.project = :project
group by 1, 2, 3
order by events desc, 1, 2, 3
limit 100
