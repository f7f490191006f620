-- The people of the benchmark's project and when they came by: :visits visits of :people people in the 90
-- days before :ends. Of ten people three are on WhatsApp, four on the web, and three on both, which is known.
-- All come about as often as each other and at any time of day: the largest sets of people, and the most
-- rows of roll-ups, that so many events can make.
insert into projects (id, name, settings) values ('shop', 'Benchmark', '{"timezone": "Africa/Nairobi"}');

-- The same each time, of a number and a name.
create function bench_random(v bigint, what bigint) returns float8 language sql immutable parallel safe
  return (hashint8extended(v, what) & 1048575) / 1048576.0;
create function bench_phone(p bigint) returns text language sql immutable parallel safe
  return '+2547' || lpad(p::text, 8, '0');
create function bench_browser(p bigint) returns text language sql immutable parallel safe
  return 'b-' || md5(p::text);

-- A person's visits lie days apart, so that each is a session.
create unlogged table bench_visits as
select v, p, bench_random(v, 2) < 0.6 as long,
       case when p % 10 < 3 then true when p % 10 < 6 then bench_random(v, 1) < 0.5 else false end as chat,
       date_trunc('milliseconds', :'ends'::timestamptz - interval '90 days' + s.slot * (v / :people + 0.02 + 0.9 * bench_random(v, 3))) as at,
       (array['KE', 'UG', 'TZ', 'ET', 'ZA', 'NG', 'IN', 'DE'])[1 + floor(8 * bench_random(p, 4) ^ 2)::integer] as country
from (select v, v % :people as p from generate_series(0::bigint, :visits - 1) v) x,
     (select interval '90 days' / ceil(:visits / :people::float8) as slot) s;
create index on bench_visits (at);
create index on bench_visits (p);
analyze bench_visits;

with i as (
  select p + 1 as number, p, 'phone' as type, bench_phone(p) as value, p + 1 as person
  from generate_series(0::bigint, :people - 1) p where p % 10 < 6
  union all
  select p + 1 + :people, p, 'anonymous', bench_browser(p), case when p % 10 < 6 then p + 1 else p + 1 + :people end
  from generate_series(0::bigint, :people - 1) p where p % 10 > 2
), first as (
  select p, chat, min(at) as at, min(v) as v from bench_visits group by 1, 2
)
insert into identifiers (id, number, project, type, value, person, first_place, first_event, first_ord)
select griot_identifier_id('shop', i.type || ':' || i.value), i.number, 'shop', i.type, i.value, i.person,
       griot_event_order(coalesce(f.at, :'ends'), 'page_view'), md5(coalesce(f.v, -i.number)::text)::uuid, 0
from i left join first f on f.p = i.p and f.chat = (i.type = 'phone') order by i.number;

insert into persons (person, person_id, project, first_at, first_place, first_event, first_ord, identifiers,
                     accounts, phones, emails, newest)
select i.person, (array_agg(i.id order by first_place))[1], 'shop', griot_place_time(min(first_place)),
       min(first_place), (array_agg(first_event order by first_place))[1], 0, count(*), 0,
       count(*) filter (where type = 'phone'), 0, 0
from identifiers i group by i.person order by i.person;
