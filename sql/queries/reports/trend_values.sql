-- A property's sum or median by part of the time, and by name, channel or another property.
with e as (
  select width_bucket(e.occurred_at, :starts::timestamptz[]) - 1 as part,
         case when :split::text is null or :split = '' then null
              when :split = 'name' then e.name when :split = 'channel' then e.channel
              else left(e.properties #>> string_to_array(substr(:split, 10), '.'), 512) end as value,
         (e.properties #>> string_to_array(:of, '.'))::float8 as x
  from events e
  where e.project = :project and e.occurred_at >= :from and e.occurred_at < :to
    {part_event_filter}
    and jsonb_typeof(e.properties #> string_to_array(:of, '.')) = 'number'
), largest as (
  select value from e where :split is null or :split = '' or value is not null
  group by value order by sum(abs(x)) desc, value limit 20
)
select e.value, e.part::text as start,
       case when :measure::text = 'sum' then sum(e.x) else percentile_cont(0.5) within group (order by e.x) end
         as measure
from e join largest l on l.value is not distinct from e.value
group by 1, e.part
order by 1, e.part
