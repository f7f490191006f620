-- The sessions of who is forgotten: made anew from the events that are left, which are later ones.
create function griot_erase_sessions(project_id text, who jsonb, cutoff timestamptz)
  returns bigint language plpgsql set search_path = public, pg_temp as $$
declare
  channels text[];
  subjects text[];
  n integer;
begin
  perform griot_lock_sessions(array(select generate_series(0, 63)));
  select array_agg(k.channel), array_agg(k.subject) into channels, subjects
  from (select distinct x.channel, x.subject
        from jsonb_array_elements(who) i
        cross join lateral (
          select s.channel, s.subject from sessions s
          where s.subject = griot_written(i->>0, i->>1) and s.project = project_id
          union all
          select t.channel, t.subject from session_strays t
          where t.subject = griot_written(i->>0, i->>1) and t.project = project_id
          union all  -- in whatever case it was written
          select s.channel, s.subject from sessions s
          where i->>1 like '%@%' and lower(s.subject) = lower(i->>1)
            and s.project = project_id) x) k;
  n := coalesce(cardinality(subjects), 0);
  if n = 0 then return 0; end if;
  -- What is left of them is founded anew: ids, too, were made of the key.
  delete from session_aliases a using sessions s, unnest(channels, subjects) as k (channel, subject)
  where a.target = s.session_id and s.project = project_id
    and s.channel = k.channel and s.subject = k.subject;
  delete from session_strays t using unnest(channels, subjects) as k (channel, subject)
  where t.project = project_id and t.channel = k.channel and t.subject = k.subject;
  perform griot_regroup_sessions(array_fill(project_id, array[n]), channels, subjects,
                                 array_fill('-infinity'::timestamptz, array[n]),
                                 array_fill('infinity'::timestamptz, array[n]));
  return n;
end $$;
insert into erasers values ('sessions', 30, 'griot_erase_sessions');
