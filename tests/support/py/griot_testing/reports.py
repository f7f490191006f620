"""What tests of the dashboard's API share: a small griot with one, random histories, and questions to it."""
import datetime
import hashlib
import json
import os
import random
import urllib.parse
import uuid

from .case import Case, in_time
from .session_oracle import Event

# Nothing here that adds to events: what is sent is what the oracle knows.
PIPELINE = """
griot: 1
http: {listen: "${GRIOT_LISTEN}", trusted_proxies: [127.0.0.1]}
memory: 256MiB
plugins: ["${GRIOT_PLUGINS}"]
pipelines:
  collect:
    sources: [{id: web, plugin: web_sdk, options: {path: /v1/capture}}]
    sinks: [{id: queue, plugin: redis_queue, options: {url: "${GRIOT_REDIS}"}}]
  process:
    sources: [{id: queue, plugin: redis_queue, options: {url: "${GRIOT_REDIS}"}}]
    transforms: [{id: sessions, plugin: session_enricher}, {id: identity, plugin: identity_resolver},
                 {id: conversations, plugin: conversations}]
    sinks: [{id: store, plugin: postgres_writer, options: {url: "${GRIOT_PG}"}}]
services:
  - {id: dashboard, plugin: dashboard,
     options: {url: "${GRIOT_PG}", redis: "${GRIOT_REDIS}", doors: "http://${GRIOT_LISTEN}"}}
"""
SECOND = 10**6


def told(event):
    """The event as a client sends it."""
    body = {"messageId": event.id, "event": event.name, "userId": event.user, "anonymousId": event.anonymous,
            "properties": event.properties, "context": {**event.context, "channel": event.channel},
            "timestamp": iso(event.at)}
    return {k: v for k, v in body.items() if v is not None}


def iso(at):
    text = datetime.datetime.fromtimestamp(at // SECOND, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{at % SECOND:06}" if at % SECOND else "") + "Z"


def micros(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (moment - epoch) // datetime.timedelta(microseconds=1)


class Random:
    """A history of some people: on the web, on WhatsApp, or both; some are identified on the way."""

    def __init__(self, rng, project, begins, ends):
        self.rng, self.project, self.begins, self.ends, self.number = rng, project, begins, ends, 0

    def history(self, people):
        events = []
        for _ in range(people):
            self.number += 1
            kind = self.rng.choice(["web", "web", "chat", "both"])
            if kind != "chat":
                events += self.on_web(kind == "both")
            if kind != "web":
                events += self.in_chat()
        return events

    def event(self, channel, name, user, anonymous, at, properties=None, context=None):
        id = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        return Event(id, self.project, channel, name, user, anonymous, at, properties or {}, context or {})

    def some_time(self):
        return self.begins + self.rng.randrange((self.ends - self.begins) // SECOND) * SECOND

    @property
    def phone(self):
        return f"+2547000{self.number:05}"

    def on_web(self, with_phone):
        rng, events, number = self.rng, [], self.number
        visitors = [f"v{number}-{n}" for n in range(rng.randint(1, 2))]
        known = f"u{number}" if rng.random() < 0.6 else None
        context = {"device": {"type": rng.choice(["mobile", "desktop"])}, "browser": {"name": rng.choice("AB")}}
        for visitor in visitors:
            user = None
            for _ in range(rng.randint(1, 3)):
                at = self.some_time()
                more = rng.choice([{}, {"campaign": {"source": "s", "name": rng.choice(["c1", "c2"])}},
                                   {"geo": {"country": rng.choice(["KE", "DE"])}},
                                   {"geo": {"country": "KE", "source": "ip", "region": rng.choice(["Nairobi", "Kiambu"]),
                                            "city": rng.choice(["Nairobi", "Thika"])}},
                                   {"geo": {"country": "DE", "source": "ip", "region": "Bremen"}}])
                for _ in range(rng.randint(1, 6)):
                    name = rng.choice(["page_view", "page_view", "click", "purchase", "error"])
                    properties = {"page_view": {"path": rng.choice(["/", "/a", "/b"])}, "click": {"n": rng.randint(1, 3)},
                                  "purchase": {"total": rng.choice([1, 2.5, 10]), "plan": rng.choice(["x", "y"])},
                                  "error": {"code": rng.choice(["E1", "E2"]), "origin": rng.choice(["page", "flow"])}}
                    events.append(self.event("web", name, user, visitor, at, properties[name], context | more))
                    at += rng.choice([0, 1, 60, 900, 1800, 1801]) * SECOND
                if known and rng.random() < 0.5:
                    traits = {"email": f"{known}@x.org"} if rng.random() < 0.5 else {}
                    events.append(self.event("web", "identify", known, visitor, at, {"traits": traits}, context))
                    if with_phone:
                        events.append(self.event("whatsapp", "message.reaction", self.phone, visitor, at))
                    user = known
        return events

    def in_chat(self):
        rng, events, at = self.rng, [], self.some_time()
        number = 0
        for _ in range(rng.randint(1, 12)):
            number += 1
            message = {"messageId": f"m{self.number}-{number}", "businessNumber": "1", "countryCode": "KE"}
            kind = rng.choice(["in", "in", "answer", "agent", "campaign", "template", "resolve", "assign"])
            if kind == "in":
                events.append(self.event("whatsapp", "message.received", self.phone, None, at, message))
            elif kind in ("answer", "agent", "campaign", "template"):
                message |= {"agent": {"agentId": rng.choice(["a1", "a2"])}, "campaign": {"campaignId": "big"},
                            "template": {"templateName": "hello"}, "answer": {}}[kind]
                events.append(self.event("whatsapp", "message.sent", self.phone, None, at, message))
                for step, name in enumerate(["message.delivered", "message.read"][:rng.randint(0, 2)], 1):
                    events.append(self.event("whatsapp", name, self.phone, None, at + step * SECOND,
                                             {"messageId": message["messageId"]}))
            else:
                name = {"resolve": "chat.resolved", "assign": "chat.assigned"}[kind]
                events.append(self.event("whatsapp", name, self.phone, None, at,
                                         {"businessNumber": "1", "agentId": rng.choice(["a1", "a2"]),
                                          "outcome": rng.choice(["solved", "lost"])}))
            at += rng.choice([1, 30, 59, 60, 400, 4000, 20000, 90000]) * SECOND
        return events


class ReportCase(Case):
    """A griot with a dashboard; a project, its read key, and what it answers."""

    def start(self, zone="UTC", week_start=1):
        self.dashboard = self.griot(self.pipeline(PIPELINE)).start()
        self.sender = self.client(self.dashboard)
        self.set_zone(zone, week_start)
        self.read_key = self.new_key(kind="read")
        in_time("the read key to be known", lambda: self.ask("/project", status=None)[0] == 200)

    def set_zone(self, zone, week_start=1):
        self.new_key()
        self.postgres.rows("update projects set settings = settings || %s::jsonb where id = %s",
                           json.dumps({"timezone": zone, "week_start": week_start}), self.project)

    def send(self, events, size=200):
        for start in range(0, len(events), size):
            answer = self.sender.capture([told(e) for e in events[start:start + size]])
            self.assertEqual(answer.status, 200, answer)

    def wait_rolled(self):
        """Until all that is stored is counted."""
        self.wait_settled(self.dashboard)
        in_time("the roll-ups to be kept", lambda: self.postgres.one(
            "select not exists (select from events e, rollup_state s where e.tx >= s.up_to) "
            "and not exists (select from rollup_dirty)"))
        # What was kept may have been idle for too long.
        self.sender.close()

    def wait_folded(self):
        """Until what is past is read from its roll-ups alone."""
        in_time("what is past to be counted", lambda: self.postgres.one(
            "select count(*) = 6 and bool_and(folded_to = griot_block(now() - interval '1 hour')) "
            "and bool_and(days_to = date_trunc('day', now() - interval '2 days')) "
            "and not exists (select from rollup_touched) from rollup_kinds"), 60)

    def ask(self, path, status=200, accept=None, key=None, **query):
        """(status, JSON, or text where it is none)"""
        query = {k: str(v) for k, v in query.items() if v is not None}
        headers = {"Authorization": f"Bearer {key or self.read_key}"} | ({"Accept": accept} if accept else {})
        target = "/api/v1" + path + ("?" + urllib.parse.urlencode(query) if query else "")
        answer = self.sender.get(target, headers)
        if status is not None:
            self.assertEqual(answer.status, status, f"{target}: {answer}")
        text = answer.body.decode()
        is_json = answer.headers["Content-Type"].startswith("application/json")
        return answer.status, json.loads(text) if is_json and text else text

    def data(self, path, **query):
        return self.ask(path, **query)[1]["data"]

    def same(self, got, want, what):
        """Numbers that came by different ways of adding are the same but for the last digits."""
        if isinstance(want, dict):
            self.assertEqual(sorted(got), sorted(want), what)
            for name in want:
                self.same(got[name], want[name], f"{what}: {name}")
        elif isinstance(want, float) and isinstance(got, (int, float)):
            self.assertAlmostEqual(got, want, delta=1e-9 * max(1, abs(want)), msg=what)
        else:
            self.assertEqual(got, want, what)


def seeded(test):
    """A random number generator whose seed is printed: GRIOT_SEED has it again."""
    seed = int(os.environ.get("GRIOT_SEED") or random.SystemRandom().getrandbits(32))
    print(f"\nseed of {test.id()}: {seed} (GRIOT_SEED={seed})")
    return random.Random(seed)
