-- Who is forgotten: the identifiers, and all that proved or decided anything about them. What else was
-- of their person (by hand, or meanwhile) is a person of what is left.
create function griot_erase_people(project_id text, who jsonb, cutoff timestamptz) returns bigint
  language plpgsql set search_path = public, pg_temp as $$
declare
  gone integer[];
  touched integer[];
  left_ integer[];
begin
  perform griot_lock_people(array[project_id]);
  select array_agg(i.number), array_agg(distinct i.person) into gone, touched
  from identifiers i
  where i.id in (select griot_identifier_id(project_id, (w->>0) || ':' || (w->>1))
                 from jsonb_array_elements(who) w);
  if gone is null then return 0; end if;
  -- Refused evidence tied other persons to them.
  touched := griot_component_persons(touched);
  delete from identity_evidence e where e.a = any (gone) or e.b = any (gone);
  delete from identity_guards g where g.a = any (gone) or g.b = any (gone);
  delete from identity_token_users u where u.number = any (gone);
  delete from identity_token_reports r where r.number = any (gone);
  delete from identity_log l where l.a = any (gone) or l.b = any (gone);
  delete from identifiers i where i.number = any (gone);
  left_ := array(select distinct i.person from identifiers i where i.person = any (touched));
  delete from persons p where p.person = any (touched) and p.person <> all (left_);
  if cardinality(left_) > 0 then
    perform griot_resolve_people(null, null, null, null, null, null, null,
                                 null, null, null, null, null, null, null, null, left_);
  end if;
  return cardinality(gone);
end $$;
insert into erasers values ('identifiers', 50, 'griot_erase_people');
