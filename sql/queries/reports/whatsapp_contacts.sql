-- Phones that were first seen in the time.
select count(*) as new_contacts
from identifiers i
where i.project = :project and i.type = 'phone'
  and i.first_place >= (extract(epoch from :from::timestamptz) * 1000000)::bigint * 8
  and i.first_place < (extract(epoch from :to::timestamptz) * 1000000)::bigint * 8
