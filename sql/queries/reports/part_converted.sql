-- Whether session `s` of those that began in the time converted: {part_converted} in other queries. Its row says so by griot's own goals; where the project has its own, their events say it. Read once, and only then.
(case when exists (select from goals g where g.project = :project) then s.session_id in (
  select x.session_id
  from (
    select e.project, e.channel, e.device, e.user_id, e.anonymous_id, e.occurred_at
    from goals g join events e on e.name = g.event and e.project = g.project
    where g.project = :project and g.event <> '' and e.occurred_at >= :from
      and e.occurred_at <= (
        select max(u.until_at) from sessions u
        where u.project || '' = :project and u.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
          and u.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC')
      and griot_filters_hold(g.filters, e.properties)
    union all
    select e.project, e.channel, e.device, e.user_id, e.anonymous_id, e.occurred_at
    from events e
    where exists (select from goals g where g.project = :project and g.event = '')
      and e.project = :project and e.occurred_at >= :from
      and e.occurred_at <= (
        select max(u.until_at) from sessions u
        where u.project || '' = :project and u.first_at at time zone 'UTC' >= :from::timestamptz at time zone 'UTC'
          and u.first_at at time zone 'UTC' < :to::timestamptz at time zone 'UTC')
      and exists (select from goals g where g.project = :project and g.event = ''
                    and griot_filters_hold(g.filters, e.properties))) e
  cross join lateral (
    select c.session_id, c.until_at from sessions c
    where c.project = e.project and c.channel = e.channel
      and c.subject = griot_session_subject(e.device, e.user_id, e.anonymous_id) and c.first_at <= e.occurred_at
    order by c.first_at desc limit 1) x
  where e.occurred_at <= x.until_at)
else s.converted end)
