-- What people decide: a merge is evidence of now, a split holds over all evidence, past and later,
-- until it is lifted. The identifiers are given by their id.

create function griot_merge_people(one uuid, other uuid, by_whom text) returns text
  language plpgsql as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  x identifiers;
  y identifiers;
  before text;
begin
  perform griot_lock_people(array(select i.project from identifiers i where i.id in (one, other)));
  select * into strict x from identifiers i where i.id = one;
  select * into strict y from identifiers i where i.id = other;
  if x.project <> y.project then raise exception 'persons of two projects are never one'; end if;
  if x.id = y.id then return 'same'; end if;
  -- What an earlier proof of the same could not do, a later one cannot.
  select coalesce(e.refused, 'same') into before from identity_evidence e
  where e.a = least(x.number, y.number) and e.b = greatest(x.number, y.number) and e.token = nil;
  if found then return before; end if;
  perform griot_resolve_people(
    null, null, null, null, null, null, null,
    array[least(x.number, y.number)], array[greatest(x.number, y.number)], array[nil],
    array[(extract(epoch from clock_timestamp()) * 1000000)::bigint * 8 + 5], array[gen_random_uuid()],
    array[1::smallint], array['hand'], by_whom, '{}');
  return (select coalesce(e.refused, case when x.person = y.person then 'same' else 'merged' end) from identity_evidence e
          where e.a = least(x.number, y.number) and e.b = greatest(x.number, y.number) and e.token = nil);
end $$;

create function griot_part_people(one uuid, other uuid, by_whom text, lift boolean) returns text
  language plpgsql as $$
declare
  x identifiers;
  y identifiers;
begin
  perform griot_lock_people(array(select i.project from identifiers i where i.id in (one, other)));
  select * into strict x from identifiers i where i.id = one;
  select * into strict y from identifiers i where i.id = other;
  if x.project <> y.project or x.id = y.id then
    raise exception 'a split is between two identifiers of one project';
  end if;
  if lift then
    delete from identity_guards g
    where g.a = least(x.number, y.number) and g.b = greatest(x.number, y.number);
  else
    insert into identity_guards (a, b, by_whom)
    values (least(x.number, y.number), greatest(x.number, y.number), griot_part_people.by_whom)
    on conflict do nothing;
  end if;
  if not found then return 'same'; end if;
  insert into identity_log (project, action, a, b, rule, by_whom)
  values (x.project, case when lift then 'lift' else 'split' end,
          least(x.number, y.number), greatest(x.number, y.number), 'hand', griot_part_people.by_whom);
  perform griot_resolve_people(null, null, null, null, null, null, null,
                               null, null, null, null, null, null, null, null, array[x.person, y.person]);
  return case when lift then 'lifted' else 'split' end;
end $$;
