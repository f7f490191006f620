"""The persons that griot_apply_identity makes of facts, against an oracle that knows only the definition:
random evidence in random order, with repetitions, cut into batches, through up to three connections at
once."""
import glob
import json
import os
import queue
import random
import threading
import unittest
import uuid

import psycopg2
from griot_testing import repeats
from griot_testing.person_oracle import Seen, people, person_id
from griot_testing.servers import Postgres

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 3)
MIGRATIONS = [os.path.join(ROOT, "sql", "migrations"), os.path.join(ROOT, "plugins", "identity_resolver", "sql")]
START = 1_760_000_000 * 10**6
ROLES = ("griot_owner", "griot_writer", "griot_reader", "griot_app")


def pool(rng, case):
    """Few identifiers, so that they collide, and enough of a kind to reach the limits."""
    if rng.random() < 0.3:
        many = rng.choice(["phone", "email"])
        counts = {"account": 1, "phone": 1, "email": 1, "anonymous": 2, "bsuid": 0, many: 8}
    else:
        counts = {"account": rng.randint(0, 3), "phone": rng.randint(0, 3), "email": rng.randint(0, 2),
                  "anonymous": rng.randint(1, 4), "bsuid": rng.randint(0, 2)}
    return [f"{kind}:{case}-{n}" for kind, count in counts.items() for n in range(count)]


def case_of(rng, project, case):
    """What the events of one case show: its identifiers are nobody else's."""
    identifiers = pool(rng, case)
    anonymous = [i for i in identifiers if i.startswith("anonymous:")]
    users = [i for i in identifiers if i not in anonymous]
    tokens = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(2)]
    owners = {tokens[0]: rng.choice(users)} if users and rng.random() < 0.5 else {}
    events = []
    for _ in range(rng.randint(2, 14)):
        # Few times and ranks, so that ties are common.
        order = (START + rng.randrange(12) * 10**6, rng.choice([1, 2, 5]), str(uuid.UUID(int=rng.getrandbits(128))))
        shown = rng.sample(identifiers, min(len(identifiers), rng.choice([1, 1, 2, 2, 2, 3, 4])))
        more = {}
        dice = rng.random()
        if dice < 0.15:
            token = rng.choice(tokens)
            who = rng.choice(anonymous)
            shown = [who] + [i for i in shown[:1] if i != who and rng.random() < 0.2]
            more = {"reports": token, "reporter": who, "owner": owners.get(token)}
        elif dice < 0.25 and users:
            user = rng.choice(users)
            shown = [user] + [i for i in shown if i != user]
            more = {"given": rng.choice(tokens)}
        events.append(Seen(project, order, shown, **more))
    splits = set()
    while len(identifiers) > 1 and rng.random() < 0.25:
        splits.add(frozenset(rng.sample(identifiers, 2)))
    return events, splits


def fact(seen):
    at, rank, event = seen.order
    body = {"o": str(at * 8 + rank), "i": seen.identifiers, "r": "payload"}
    if seen.reports:
        body |= {"t": seen.reports, "n": seen.reporter} | ({"u": seen.owner} if seen.owner else {})
    if seen.given:
        body["m"] = seen.given
    return seen.project, event, json.dumps(body)


class People(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.postgres = Postgres()
        cls.addClassCleanup(cls.postgres.remove)
        cls.postgres.start()
        with psycopg2.connect(cls.postgres.url) as connection, connection.cursor() as cursor:
            for role in ROLES:
                cursor.execute(f"create role {role}")
            cursor.execute("grant create, usage on schema public to griot_owner; grant usage on schema public to "
                           "griot_writer, griot_reader; set role griot_owner")
            for folder in MIGRATIONS:
                for file in sorted(glob.glob(os.path.join(folder, "*.sql"))):
                    with open(file, encoding="utf-8") as sql:
                        cursor.execute(sql.read())

    def setUp(self):
        self.project = "p" + uuid.uuid4().hex[:10]
        self.connection = self.connect()

    def connect(self):
        connection = psycopg2.connect(self.postgres.url)
        self.addCleanup(connection.close)
        with connection.cursor() as cursor:
            cursor.execute("set deadlock_timeout = '100ms'; set role griot_writer")
        connection.commit()
        return connection

    def run_sql(self, sql, *values, connection=None):
        connection = connection or self.connection
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall() if cursor.description else []
        connection.commit()
        return rows

    def apply(self, batch, connection=None):
        projects, events, bodies = zip(*map(fact, batch))
        self.run_sql("select * from griot_apply_identity(%s::text[], %s::text[], %s::uuid[], %s::jsonb[])",
                     list(projects), [""] * len(batch), list(events), list(bodies), connection=connection)

    def split(self, pair, lift=False, connection=None):
        """False: one of them is not known yet."""
        ids = [person_id(self.project, identifier) for identifier in sorted(pair)]
        known = self.run_sql("select count(*) from identifiers where id = any(%s::uuid[])", ids, connection=connection)
        if known[0][0] < 2:
            return False
        self.run_sql("select griot_part_people(%s, %s, 'test', %s)", *ids, lift, connection=connection)
        return True

    def stored(self):
        persons = dict(self.run_sql(
            "select i.type || ':' || i.value, p.person_id from identifiers i join persons p using (person) "
            "where i.project = %s", self.project))
        refused = {(frozenset([a, b]), None if token == str(uuid.UUID(int=0)) else token): why
                   for a, b, token, why in self.run_sql(
            "select x.type || ':' || x.value, y.type || ':' || y.value, e.token::text, e.refused "
            "from identity_evidence e join identifiers x on x.number = e.a join identifiers y on y.number = e.b "
            "where e.refused is not null and x.project = %s", self.project)}
        return persons, refused

    def check_rows(self):
        """What the tables say twice must agree."""
        wrong = self.run_sql(
            "with m as (select i.person, count(*) as n, count(*) filter (where type = 'account') as accounts, "
            "  count(*) filter (where type = 'phone') as phones, count(*) filter (where type = 'email') as emails, "
            "  bool_or(i.number = i.person) as numbered, bool_or(g.a is not null) as guarded, "
            "  coalesce(max(v.newest), 0) as newest, "
            "  (array_agg(i.id order by first_place, first_event, first_ord))[1] as founder "
            "  from identifiers i "
            "  left join lateral (select g.a from identity_guards g where i.number in (g.a, g.b) limit 1) g on true "
            "  left join lateral (select max(e.place) as newest from identity_evidence e "
            "    where i.number in (e.a, e.b)) v on true "
            "  where i.project = %s group by 1) "
            "select * from (select * from persons where project = %s) p full join m using (person) "
            "where (p.identifiers, p.accounts, p.phones, p.emails, p.guarded, p.person_id, m.numbered) is distinct "
            "from (m.n, m.accounts, m.phones, m.emails, m.guarded, m.founder, true) "
            "or m.newest > p.newest", self.project, self.project)
        self.assertEqual(wrong, [])

    def compare(self, cases, note, by_hand=None):
        persons, refused = {}, {}
        for number, (events, splits) in enumerate(cases):
            who, what = people(events, splits, (by_hand or {}).get(number, ()))
            persons |= who
            refused |= what
        got_persons, got_refused = self.stored()
        wrong = [(i, persons.get(i), got_persons.get(i)) for i in sorted(persons.keys() | got_persons.keys())
                 if persons.get(i) != got_persons.get(i)]
        self.assertEqual(wrong[:5], [], note)
        self.assertEqual(got_refused.keys(), refused.keys(), note)
        self.assertEqual([p for p, why in got_refused.items() if why not in refused[p]], [], note)
        self.check_rows()
        return persons, refused

    def deliver(self, work, connections):
        """Takes batches and splits from `work`, by several connections at once."""
        errors, splits_left = [], []

        def run(connection):
            try:
                while True:
                    item = work.get_nowait()
                    if isinstance(item, list):
                        self.apply(item, connection)
                    elif not self.split(item[0], item[1], connection):
                        splits_left.append(item)
            except queue.Empty:
                pass
            except BaseException as e:
                errors.append(e)
        used = [self.connect() for _ in range(connections)]
        threads = [threading.Thread(target=run, args=(connection,)) for connection in used]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for connection in used:
            connection.close()
        self.assertEqual(errors, [])
        return splits_left

    def deliver_all(self, rng, events, splits, connections, most_in_batch):
        work, at = queue.Queue(), 0
        while at < len(events):
            batch = events[at:at + rng.randint(1, most_in_batch)]
            at += len(batch)
            work.put(batch + rng.sample(batch, 1) if rng.random() < 0.1 else batch)
            if splits and rng.random() < 0.5:
                work.put(splits.pop())
        for item in splits:
            work.put(item)
        for item in self.deliver(work, connections):
            self.split(*item)

    def run_cases(self, count, connections, most_in_batch):
        seed = random.SystemRandom().getrandbits(32)
        note = f"seed {seed}, {connections} connections, batches up to {most_in_batch}"
        rng = random.Random(seed)
        cases = [case_of(rng, self.project, number) for number in range(count)]
        # Of few cases at a time, so that a batch holds several events of one.
        together, events = rng.choice([4, 30, count, count]), []
        for at in range(0, count, together):
            some = [event for shown, _ in cases[at:at + together] for event in shown]
            rng.shuffle(some)
            events += some
        half = rng.randrange(len(events))
        self.deliver_all(rng, events[:half], [], connections, most_in_batch)
        by_hand = self.merge_some(rng, cases)
        splits = [(pair, False) for _, pairs in cases for pair in pairs]
        self.deliver_all(rng, events[half:], splits, connections, most_in_batch)
        return self.compare(self.shown_only(cases), note, by_hand)

    def shown_only(self, cases):
        """A split of what nobody was ever known by cannot be asked for."""
        made = []
        for events, splits in cases:
            known = {i for seen in events for i in seen.identifiers + ([seen.owner] if seen.owner else [])}
            made.append((events, {pair for pair in splits if pair <= known}))
        return made

    def merge_some(self, rng, cases):
        by_hand = {}
        known = {i for i, in self.run_sql("select type || ':' || value from identifiers where project = %s",
                                          self.project)}
        for number, (events, _) in enumerate(cases):
            here = sorted({i for seen in events for i in seen.identifiers} & known)
            if len(here) < 2 or rng.random() > 0.15:
                continue
            pair = rng.sample(here, 2)
            self.run_sql("select griot_merge_people(%s, %s, 'test')", *[person_id(self.project, i) for i in pair])
            by_hand[number] = [tuple(pair)]
        return by_hand

    def seen(self, at, *identifiers, **more):
        return Seen(self.project, (START + at, 5, str(uuid.uuid4())), identifiers, **more)

    def test_late_evidence_meets_what_its_batch_has_joined(self):
        known = [self.seen(100, "anonymous:b", "account:1"),
                 self.seen(10, "anonymous:a1", "anonymous:a2"), self.seen(11, "anonymous:a1", "anonymous:a3")]
        late = [self.seen(5, "anonymous:a1", "anonymous:b"), self.seen(50, "account:2", "anonymous:a1")]
        self.apply(known)
        self.apply(late)
        persons, refused = self.compare([(known + late, set())], "")
        self.assertEqual(persons["account:2"], persons["anonymous:b"])
        self.assertEqual(list(refused), [(frozenset(["anonymous:b", "account:1"]), None)])

    def test_a_split_holds_for_whole_persons(self):
        events = [self.seen(1, "anonymous:b1", "anonymous:b2"), self.seen(2, "anonymous:c1", "anonymous:c2")]
        split = frozenset(["anonymous:b2", "anonymous:c2"])
        self.apply(events)
        self.split(split)
        for event in (self.seen(3, "anonymous:b1", "anonymous:c1"), self.seen(0, "anonymous:c1", "anonymous:b1")):
            events.append(event)
            self.apply([event])
            _, refused = self.compare([(events, {split})], "")
            self.assertEqual(len(refused), 1)
        self.split(split, lift=True)
        persons, _ = self.compare([(events, set())], "")
        self.assertEqual(len(set(persons.values())), 1)

    def test_concurrent_merges_of_the_same_persons(self):
        """Two chains over the same identifiers, from both ends at once: no deadlock, one person."""
        for _ in range(repeats(5, 50)):
            self.setUp()
            ring = [f"anonymous:{n}" for n in range(40)]
            events = [self.seen(0, identifier) for identifier in ring]
            self.apply(events)
            ties = [self.seen(n, one, other) for n, (one, other) in enumerate(zip(ring, ring[1:] + ring[:1]), 1)]
            work = queue.Queue()
            for batch in zip(ties, reversed(ties)):
                work.put(list(batch))
            self.deliver(work, 3)
            persons, _ = self.compare([(events + ties, set())], "")
            self.assertEqual(len(set(persons.values())), 1)

    def test_concurrent_first_sights_of_the_same(self):
        for _ in range(repeats(5, 50)):
            self.setUp()
            rng = random.Random()
            names, events, work = [f"account:{n}" for n in range(300)], [], queue.Queue()
            for at in range(6):
                batch = [self.seen(at, name) for name in rng.sample(names, 250)]
                batch += [self.seen(at, f"{name}", "anonymous" + name[7:]) for name in rng.sample(names, 30)]
                events += batch
                work.put(batch)
            self.deliver(work, 3)
            self.compare([(events, set())], "")

    def test_one_connection(self):
        for _ in range(repeats(4, 40)):
            self.setUp()
            persons, refused = self.run_cases(500, 1, 40)
            self.assertGreater(len(refused), 100)
            self.assertLess(len(set(persons.values())), len(persons) - 500)

    def test_two_connections(self):
        for _ in range(repeats(4, 40)):
            self.setUp()
            self.run_cases(500, 2, 60)

    def test_three_connections(self):
        for _ in range(repeats(4, 40)):
            self.setUp()
            self.run_cases(500, 3, 200)

    def test_one_by_one(self):
        for _ in range(repeats(2, 20)):
            self.setUp()
            self.run_cases(100, 3, 1)


if __name__ == "__main__":
    unittest.main()
