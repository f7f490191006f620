-- Who is known by a word: an identifier as people write it, or a person's id.
select p.person_id, p.first_at as first_seen,
       (select jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value)
                         order by i.first_place, i.first_event, i.first_ord)
        from identifiers i where i.person = p.person) as identifiers
from persons p
where p.project = :project and p.person in (select griot_find_persons(:project, :q))
order by p.first_at, p.person_id
limit 20
