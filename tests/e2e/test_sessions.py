"""Exact sessions: random sets of events, in any order, more than once, through real processes that are
killed in between, against an oracle that knows only the definition."""
import datetime
import json
import os
import random
import time
import unittest
import uuid

from griot_testing import Case, in_time, repeats
from griot_testing.griot import PIPELINES
from griot_testing.session_oracle import Event, sessions

START = 1_760_000_000 * 10**6
COLUMNS = ("project channel subject first_at last_at first_own_at last_own_at event_count own_count page_count "
           "engaged converted entry exit user_id anonymous_id source campaign device country").split()
NAMES = ["page_view"] * 3 + ["click", "message.received", "message.received", "message.sent", "message.sent",
                             "message.delivered", "message.read", "identify", "purchase", "chat.opened",
                             "chat.resolved", "error", "screen_view", "ai.answer", "message.reaction"]
# Ties, gaps of exactly the idle time and one second to either side, bridges, and days of silence.
STEPS = [0, 0, 1, 60, 600, 1799, 1800, 1801, 3600, 86400]
PROPERTIES = [{}, {}, {"path": "/a"}, {"page": {"path": "/b"}}, {"campaignId": "c1"}, {"category": "marketing"},
              {"origin": "flow"}, {"origin": "page"}, {"journeyEnd": True}, {"utm_source": "p", "countryCode": "KE"},
              {"name": "Home", "path": ""}]
CONTEXTS = [{}, {}, {"campaign": {"source": "s1", "name": "n1"}}, {"utm": {"source": "s2"}},
            {"device": {"type": "mobile"}, "geo": {"country": "DE"}}, {"page": {"path": "/c"}}]


def case(rng, project, number):
    """One case: a few people on two channels, disjoint from all other cases."""
    people = [(rng.choice([None, f"u{number}-{n}"]), rng.choice([None, f"a{number}-{n}"])) for n in range(3)]
    people = [p for p in people if p != (None, None)] or [(f"u{number}", None)]
    people += [("bot:x", f"a{number}-b")] if rng.random() < 0.1 else []
    at, events = START + rng.randrange(20 * 86400) * 10**6, []
    for _ in range(rng.randint(3, 18)):
        at += rng.choice(STEPS) * 10**6
        user, anonymous = rng.choice(people)
        late = -rng.choice(STEPS) * 10**6 if rng.random() < 0.2 else 0
        events.append(Event(str(uuid.UUID(int=rng.getrandbits(128), version=4)), project,
                            rng.choice(["web", "whatsapp"]), rng.choice(NAMES), user, anonymous, at + late,
                            rng.choice(PROPERTIES), rng.choice(CONTEXTS)))
    return events


def told(event, at=None):
    """The event as a client sends it. Without a time it happens when it arrives."""
    body = {"messageId": event.id, "event": event.name, "userId": event.user, "anonymousId": event.anonymous,
            "properties": event.properties, "context": {**event.context, "channel": event.channel}}
    if at is not None:
        time_of = datetime.datetime.fromtimestamp(at // 10**6, datetime.timezone.utc)
        body["timestamp"] = time_of.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {k: v for k, v in body.items() if v is not None}


def deliveries(rng, events):
    """In which order, and how often, the events of a case are sent. The first delivery is the true one;
    a repetition may carry another time, or none, and must change nothing."""
    order = events[:]
    rng.shuffle(order)
    sent = []
    for event in order:
        sent.append(told(event, event.at))
        if rng.random() < 0.15:
            again = rng.choice(order[:order.index(event) + 1])
            sent.append(told(again, rng.choice([None, again.at, again.at + 1800 * 10**6])))
    return sent


class Sessions(Case):
    def setUp(self):
        super().setUp()
        with open(os.path.join(PIPELINES, "processor.yaml"), encoding="utf-8") as file:
            text = file.read().replace("lease: 5s", "lease: 300ms")
        self.processor_file = self.pipeline(text, "processor.yaml")

    def cases(self, count):
        """Events, and the requests in which they are sent."""
        self.seed = random.SystemRandom().getrandbits(32)
        rng = random.Random(self.seed)
        made = [case(rng, self.project, number) for number in range(count)]
        queues = [deliveries(rng, events) for events in made]
        requests = []
        while queues:
            batch = []
            for queue in rng.sample(queues, min(len(queues), rng.randint(1, 60))):
                batch += [queue.pop(0) for _ in range(min(len(queue), rng.randint(1, 6)))]
            queues = [queue for queue in queues if queue]
            requests.append(batch)
        return rng, [event for events in made for event in events], requests

    def send(self, client, batch):
        answer = client.capture(batch)
        self.assertEqual((answer.status, answer.json["rejected"]), (200, []), answer)

    def run_through(self, processors, cases, kills):
        rng, events, requests = self.cases(cases)
        print(f"\n  {cases} cases, {processors} processors, {kills} kills, seed {self.seed}", flush=True)
        workers = [self.griot(self.processor_file).start() for _ in range(processors)]
        door = self.griot("collector.yaml").start()
        client = self.client(door)
        kill_at = set(rng.sample(range(1, len(requests)), min(kills, len(requests) - 1)))
        for number, batch in enumerate(requests):
            self.send(client, batch)
            if number in kill_at:
                victim = rng.choice(workers)
                time.sleep(rng.random() * 0.1)
                victim.kill9()
                victim.start()
        self.wait_settled(workers[0], 60)
        self.compare(events)
        verified = workers[0].command("sessions", "verify", "--json")
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)

    def compare(self, events):
        truth = sessions(events)
        rows = self.postgres.rows(
            "select session_id, " + ", ".join(
                f"(extract(epoch from {c}) * 1000000)::bigint" if c.endswith("_at") else c for c in COLUMNS) +
            " from sessions where project = %s", self.project)
        grouped = {}
        for session, event in self.postgres.rows(
                "select session_id, id from events_resolved where project = %s", self.project):
            grouped.setdefault(session, set()).add(str(event))
        want = sorted((tuple(row[c] for c in COLUMNS), sorted(ids)) for row, ids in truth)
        got = sorted((tuple(row[1:]), sorted(grouped.get(row[0], ()))) for row in rows)
        wrong = [w for w in want if w not in got][:3], [g for g in got if g not in want][:3]
        self.assertEqual(wrong, ([], []), f"seed {self.seed}")
        self.assertEqual(len(got), len(want))
        in_none = {e.id for e in events} - {id for _, ids in truth for id in ids}
        self.assertEqual(grouped.get(None, set()), in_none, f"seed {self.seed}")

    def many(self, processors, kills):
        # 20 in all: 10,000 cases.
        for _ in range(repeats(7 if processors == 1 else 6, 100) + (processors == 2)):
            self.new_project()
            self.run_through(processors, 500, kills)

    def test_one_processor(self):
        self.many(1, 5)

    def test_two_processors(self):
        self.many(2, 6)

    def test_three_processors(self):
        self.many(3, 7)

    def test_keys_that_do_not_fit_into_memory(self):
        with open(self.processor_file, encoding="utf-8") as file:
            text = file.read().replace("plugin: session_enricher",
                                       "plugin: session_enricher\n        options: {max_keys: 3}")
        self.processor_file = self.pipeline(text, "processor.yaml")
        self.run_through(1, 300, 5)

    def test_redis_forgets_what_postgres_has(self):
        _, events, requests = self.cases(300)
        worker, door = self.griot(self.processor_file).start(), self.griot("collector.yaml").start()
        client = self.client(door)
        half = len(requests) // 2
        for batch in requests[:half]:
            self.send(client, batch)
        self.wait_settled(worker)
        worker.kill9()
        self.redis.client.flushall()
        worker.start()
        in_time("the key to be known again", lambda: client.capture([]).status == 200)
        for batch in requests[half // 2:]:  # clients that were not sure send again
            self.send(client, batch)
        in_time("all to be stored", lambda: self.count() == len(events), 60)
        self.compare(events)

    def test_what_differs_is_found_and_repaired(self):
        _, events, requests = self.cases(100)
        griot = self.griot().start()
        client = self.client(griot)
        for batch in requests:
            self.send(client, batch)
        self.wait_settled(griot)
        self.compare(events)
        broken = self.postgres.rows("update sessions set event_count = event_count + 1 where project = %s and "
                                    "session_id in (select session_id from sessions where project = %s limit 3) "
                                    "returning project, channel, subject", self.project, self.project)
        self.postgres.rows("delete from sessions where session_id in (select session_id from sessions "
                           "where project = %s and event_count > 1 order by first_at desc limit 2)", self.project)
        found = griot.command("sessions", "verify")
        self.assertEqual(found.returncode, 1, found)
        self.assertRegex(found.stdout, r"^\d+ sessions by the definition, [1-9]\d* differ\n")
        self.assertIn("  ".join(broken[0]), found.stdout)
        nothing = griot.command("sessions", "verify", "--from", "2001-01-01", "--to", "2001-02-01")
        self.assertEqual((nothing.returncode, nothing.stdout), (0, "0 sessions by the definition, 0 differ\n"))
        repaired = griot.command("sessions", "verify", "--repair", "--json")
        self.assertEqual(repaired.returncode, 0, repaired)
        self.assertGreaterEqual(json.loads(repaired.stdout)["repaired_keys"], 1)
        self.compare(events)
        wrong = griot.command("sessions", "verify", "--from", "yesterdays")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""), wrong)


if __name__ == "__main__":
    unittest.main()
