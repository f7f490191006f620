"""Exact sessions: random sets of events, in any order, more than once, through real processes that are
killed in between, against an oracle that knows only the definition."""
import datetime
import os
import random
import time
import unittest
import uuid

from griot_testing import Case, repeats
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

    def run_through(self, processors, cases, kills):
        seed = random.SystemRandom().getrandbits(32)
        rng = random.Random(seed)
        print(f"\n  {cases} cases, {processors} processors, {kills} kills, seed {seed}", flush=True)
        made = [case(rng, self.project, number) for number in range(cases)]
        queues = [deliveries(rng, events) for events in made]
        workers = [self.griot(self.processor_file).start() for _ in range(processors)]
        door = self.griot("collector.yaml").start()
        client = self.client(door)
        requests = []
        while queues:
            batch = []
            for queue in rng.sample(queues, min(len(queues), rng.randint(1, 60))):
                batch += [queue.pop(0) for _ in range(min(len(queue), rng.randint(1, 6)))]
            queues = [queue for queue in queues if queue]
            requests.append(batch)
        kill_at = set(rng.sample(range(1, len(requests)), min(kills, len(requests) - 1)))
        for number, batch in enumerate(requests):
            answer = client.capture(batch)
            self.assertEqual((answer.status, answer.json["rejected"]), (200, []), answer)
            if number in kill_at:
                victim = rng.choice(workers)
                time.sleep(rng.random() * 0.1)
                victim.kill9()
                victim.start()
        self.wait_settled(door if door.ledger()["balanced"] else workers[0], 60)
        self.compare([event for events in made for event in events], seed)

    def compare(self, events, seed):
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
        self.assertEqual(wrong, ([], []), f"seed {seed}")
        self.assertEqual(len(got), len(want))
        in_none = {e.id for e in events} - {id for _, ids in truth for id in ids}
        self.assertEqual(grouped.get(None, set()), in_none, f"seed {seed}")

    def test_one_processor(self):
        for _ in range(repeats(2, 20)):
            self.new_project()
            self.run_through(1, 500, 5)

    def test_two_processors(self):
        self.run_through(2, 500, 6)

    def test_three_processors(self):
        self.run_through(3, 500, 7)


if __name__ == "__main__":
    unittest.main()
