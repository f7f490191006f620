-- What a project counts as a conversion (docs/access.md): an event of a name, held to filters over its
-- properties. A change holds for past events too, because reports ask here.

create table goals (
  id uuid primary key default gen_random_uuid(),
  project text collate "C" not null references projects (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  event text collate "C" not null check (length(event) <= 200),  -- empty: of any name
  filters jsonb not null default '[]' check (jsonb_typeof(filters) = 'array'),
  value_property text check (length(value_property) between 1 and 200),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (project, name),
  check (event <> '' or filters <> '[]')
);

create trigger goals_changed after insert or update or delete on goals
  for each statement execute function griot_settings_changed();

-- A number, of a number or of a text that is one.
create function griot_property_number(value jsonb) returns numeric
  language sql immutable parallel safe
  return case when jsonb_typeof(value) = 'number' then (value #>> '{}')::numeric
              when jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^-?[0-9]{1,15}([.][0-9]{1,9})?$'
              then (value #>> '{}')::numeric end;

-- All of [{"property": "a.b", "op": "is", "value": …}, …]. What is compared is the text, so that 5 is "5".
-- In plpgsql, which keeps its plans: reports ask this of millions of events.
create function griot_filters_hold(filters jsonb, properties jsonb) returns boolean
  language plpgsql immutable parallel safe as $$
declare
  filter jsonb;
  found jsonb;
  path text;
  said text;
begin
  for i in 0 .. jsonb_array_length(filters) - 1 loop
    filter := filters->i;
    path := filter->>'property';
    found := properties->path;
    if found is null and strpos(path, '.') > 0 then
      found := properties #> string_to_array(path, '.');
    end if;
    said := found #>> '{}';
    if (case filter->>'op'
          when 'is' then said = filter->>'value'
          when 'is_not' then said is distinct from filter->>'value'
          when 'contains' then strpos(said, filter->>'value') > 0
          when 'set' then said is not null
          when 'not_set' then said is null
          when 'gt' then griot_property_number(found) > griot_property_number(filter->'value')
          when 'gte' then griot_property_number(found) >= griot_property_number(filter->'value')
          when 'lt' then griot_property_number(found) < griot_property_number(filter->'value')
          when 'lte' then griot_property_number(found) <= griot_property_number(filter->'value')
        end) is not true then
      return false;
    end if;
  end loop;
  return true;
end $$;

-- The planner puts this into the query as it stands, so that an event of another name costs a comparison;
-- hence no subquery here.
create function griot_goal_matches(event text, filters jsonb, name text, properties jsonb)
  returns boolean language sql immutable parallel safe
  return (event = '' or event = name)
    and (filters = '[]' or griot_filters_hold(filters, properties));

-- The goals in force: a project's own, or, as long as it has none, those of griot.
create view goals_now as
  select project, id as goal_id, name, event, filters, value_property, changed_at from goals
  union all
  select p.id, null, d.name, d.event, d.filters, null, p.created_at
  from projects p
  cross join (values
    ('conversion', 'conversion', jsonb '[]'), ('purchase', 'purchase', '[]'),
    ('Order Completed', 'Order Completed', '[]'), ('payment_success', 'payment_success', '[]'),
    ('form_submit', 'form_submit', '[]'),
    ('journey end', '', '[{"property": "journeyEnd", "op": "is", "value": "true"}]')
  ) d (name, event, filters)
  where not exists (select from goals g where g.project = p.id);

-- griot's own goal of any name asks for this property, which few events have.
create index events_journey_end on events (project, occurred_at) where properties ? 'journeyEnd';

grant select, insert, update, delete on goals to griot_app;
grant select on goals, goals_now to griot_reader, griot_writer, griot_app;
