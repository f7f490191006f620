"""Each field of the reports that tell of messages, chats, agents, hand-overs, errors, countries and people, against an
oracle that knows only the events and the definitions (fields_oracle.py): in time zones whose clocks change, over empty
ranges and single events, with late events and people who merge and split."""
import csv
import datetime
import io
import time

import psycopg2

from griot_testing import fields_oracle as oracle, in_time, repeats
from griot_testing.report_oracle import DAY, World, percentile
from griot_testing.reports import Random, ReportCase, SECOND, micros, seeded

# Each with a day on which the clock changes within the history.
ZONES = [("Australia/Lord_Howe", 1, (2026, 3, 25)), ("America/New_York", 7, (2026, 2, 28)),
         ("Asia/Kathmandu", 1, (2026, 3, 1)), ("Europe/Berlin", 1, (2026, 3, 20))]
DAYS = 20


class Eventful(Random):
    """A history with all that the others have not: hand-overs, transfers, bots, failures, broken resolution times."""

    def more(self):
        rng, events = self.rng, []
        for _ in range(60):
            self.number += 1
            phone, at = self.phone, self.some_time()
            chat = {"chatId": f"chat{self.number}"} if rng.random() < 0.4 else {"businessNumber": rng.choice("12")}

            def say(name, seconds, properties=None, user=phone):
                nonlocal at
                at += seconds * SECOND
                events.append(self.event("whatsapp", name, user, None, at, chat | (properties or {})))
            say("message.received", 0, {"messageId": f"r{self.number}", "countryCode": rng.choice(["KE", "DE", "NP"])})
            if rng.random() < 0.5:
                say("agent.handoff", rng.choice([1, 30]), rng.choice([{"journeyStep": "menu", "reason": "asked"},
                                                                      {"handoffReason": "lost"}, {}]))
            if rng.random() < 0.5:
                say("chat.assigned", 5, {"agentId": rng.choice(["a1", "a2", "a3"])})
            if rng.random() < 0.7:
                say("message.sent", rng.choice([10, 59, 60, 400, 3700, 15000, 30000]),
                    {"messageId": f"s{self.number}"} | rng.choice([{"agentId": "a1"}, {"agentId": "a3"}, {}]))
            if rng.random() < 0.3:
                say("chat.transferred", 10, {"agentId": rng.choice(["a1", "a4"])})
            if rng.random() < 0.6:
                say("chat.resolved", rng.choice([1, 61, 301, 901, 3601, 90000]),
                    {"outcome": rng.choice(["solved", "lost"]), "agentId": rng.choice(["a1", "a2"])}
                    | rng.choice([{}, {"resolutionTime": rng.randint(1, 9999)}, {"resolutionTime": -1}]))
        return events + self.errors() + self.campaigns()

    def errors(self):
        rng = self.rng
        return [self.event("web", "error", rng.choice([None, "u1"]), f"e{rng.randint(1, 9)}", self.some_time(),
                           {k: v for k, v in {"code": rng.choice(["E1", "E2", None]), "message": rng.choice(["m", "n", None]),
                                              "origin": rng.choice(["page", "flow", None]), "step": rng.choice(["s", None]),
                                              "fatal": rng.choice([True, False, None])}.items() if v is not None})
                for _ in range(40)]

    def campaigns(self):
        """Bursts at one hour of the day, so that hours have thirty messages."""
        rng, events = self.rng, []
        for burst in range(6):
            at = self.begins + rng.randrange(DAYS) * DAY + rng.choice([8, 9, 20]) * 3600 * SECOND
            for n in range(rng.randint(25, 45)):
                self.number += 1
                id = {"messageId": f"b{self.number}"}
                sent = at + n * SECOND
                about = rng.choice([{"campaignId": f"k{burst % 3}"}, {"templateName": "sale", "category": "marketing"},
                                    {"campaignId": "k0", "templateName": "sale"}])
                events.append(self.event("whatsapp", "message.sent", self.phone, None, sent, id | about))
                if rng.random() < 0.1:
                    events.append(self.event("whatsapp", "message.failed", self.phone, None, sent + SECOND,
                                             id | {"errorCode": "131026"}))
                if rng.random() < 0.7:
                    events.append(self.event("whatsapp", "message.delivered", self.phone, None, sent + 2 * SECOND, id))
                if rng.random() < 0.5:
                    events.append(self.event("whatsapp", "message.read", self.phone, None,
                                             sent + rng.choice([60, 3600, 3601, 9000]) * SECOND, id))
                if rng.random() < 0.3:
                    events.append(self.event("whatsapp", "message.received", self.phone, None,
                                             sent + rng.choice([300, 7200, 200000]) * SECOND,
                                             {"messageId": f"a{self.number}", "businessNumber": "1"}))
                    if rng.random() < 0.4:
                        events.append(self.event("whatsapp", "purchase", self.phone, None,
                                                 sent + rng.choice([7300, 400000, 900000]) * SECOND))
        return events


class Fields(ReportCase):
    def setUp(self):
        super().setUp()
        self.rng = seeded(self)

    def history(self, zone, week_start, begins):
        self.start(zone, week_start)
        at = int(datetime.datetime(*begins, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
        make = Eventful(self.rng, self.project, at, at + DAYS * DAY)
        events = make.history(12) + make.more()
        self.rng.shuffle(events)
        half = len(events) // 2
        self.send(events[:half])
        self.wait_rolled()
        self.send(events[half:] + self.rng.sample(events[:half], 20))  # late, and again
        self.wait_rolled()
        self.world = World(events, zone, week_start)
        self.first_day = datetime.date(*begins)

    def ranges(self):
        whole = self.first_day - datetime.timedelta(days=1), self.first_day + datetime.timedelta(days=40)
        yield whole
        for _ in range(repeats(2, 10)):
            first = self.first_day + datetime.timedelta(days=self.rng.randrange(DAYS))
            yield first, first + datetime.timedelta(days=self.rng.choice([0, 2, 9]))
        empty = self.first_day - datetime.timedelta(days=99)
        yield empty, empty

    def rows(self, got, want, key, what):
        """Rows of an answer against {key: row}; times become microseconds."""
        found = {}
        for row in got:
            row = {k: micros(v) if k.endswith("_at") and v is not None else v for k, v in row.items()}
            found[key(row)] = row
        self.assertEqual(sorted(found, key=str), sorted(want, key=str), what)
        for name, row in want.items():
            self.same(found[name], row, f"{what}: {name}")

    def test_each_field(self):
        for zone, week_start, begins in self.rng.sample(ZONES, repeats(2, 4)):
            with self.subTest(zone=zone):
                self.new_project()
                self.history(zone, week_start, begins)
                for first, last in self.ranges():
                    span = self.world.days(first, last)
                    query = {"from": first, "to": last}
                    for check in (self.check_messages, self.check_chats, self.check_agents, self.check_campaigns,
                                  self.check_lists, self.check_geography, self.check_regulars, self.check_sessions, self.check_events):
                        check(query, *span)
                self.check_people()

    def check_messages(self, query, begins, ends):
        granularity = self.rng.choice(["hour", "day", "week", "month"] if ends - begins < 20 * DAY else ["day", "week"])
        got = self.data("/whatsapp", **query, granularity=granularity)
        starts = [micros(r["start"]) for r in got["series"]] + [ends]
        for row, a, b in zip(got["series"], starts, starts[1:]):
            self.same({k: v for k, v in row.items() if k != "start"}, oracle.part_of_messages(self.world, a, b),
                      f"{granularity} {row['start']}")
        mine = oracle.attempted(self.world, begins, ends)
        templates = {m.template for m in mine} - {None}
        self.rows(got["templates"], {t: {"template": t} | oracle.delivery([m for m in mine if m.template == t])
                                     for t in templates}, lambda r: r["template"], f"templates {query}")
        self.rows(got["outcomes"], oracle.outcomes(self.world, begins, ends), lambda r: r["outcome"], f"outcomes {query}")
        times = [r["seconds"] for r in oracle.resolutions(self.world, begins, ends) if r["seconds"] is not None]
        self.assertEqual([(r["from_seconds"], r["to_seconds"], r["resolutions"]) for r in got["resolution_times"]],
                         [*zip(oracle.RESOLUTION, oracle.RESOLUTION[1:], oracle.buckets(times, oracle.RESOLUTION))])
        self.assertEqual({r["country"]: r["received"] for r in got["countries"]},
                         oracle.of_message_countries(self.world, begins, ends))

    def check_chats(self, query, begins, ends):
        lengths = [o["messages_in"] + o["messages_out"] for o in oracle.openings(self.world, begins, ends)]
        got = self.data("/whatsapp", **query, part="conversation_lengths")["conversation_lengths"]
        self.assertEqual([(r["from_messages"], r["to_messages"], r["conversations"]) for r in got],
                         [*zip(oracle.LENGTHS, oracle.LENGTHS[1:], oracle.buckets(lengths, oracle.LENGTHS))])

    def check_agents(self, query, begins, ends):
        got = {r["agent"]: r for r in self.data("/agents", **query, limit=1000)["agents"]}
        transferred = {}
        for event in self.world.those(begins, ends, name="chat.transferred"):
            agent = event.properties["agentId"]
            transferred[agent] = transferred.get(agent, 0) + 1
        self.assertEqual({a: r["transferred"] for a, r in got.items() if r["transferred"]}, transferred)
        now = int(time.time()) * SECOND
        chats = [o for c in self.world.chats for o in c.openings]
        for agent, row in got.items():
            assigned = [o for o in chats if o["first_agent"] == agent and begins <= o["first_assigned_at"] < ends]
            # A chat without an id ends by silence.
            still = sum(o["closed_at"] is None and (o["chat_id"] is not None or o["last_message_at"] + DAY > now)
                        for o in assigned)
            self.assertEqual((row["assigned"], row["open"]), (len(assigned), still), f"{agent} {query}")

    def check_campaigns(self, query, begins, ends):
        got = self.data("/campaigns", **query, limit=1000)
        mine = oracle.attempted(self.world, begins, ends)
        for part, member in (("campaigns", "campaign_id"), ("templates", "template")):
            want = {v: {"value": v} | oracle.campaign(self.world, [m for m in mine if m[member] == v])
                    for v in {m[member] for m in mine} - {None}}
            self.rows(got[part], want, lambda r: r["value"], f"{part} {query}")
        self.rows(self.data("/send-hours", **query)["hours"], oracle.send_hours(self.world, begins, ends),
                  lambda r: (r["weekday"], r["hour"]), f"send hours {query}")

    def check_lists(self, query, begins, ends):
        self.rows(self.data("/handovers", **query)["handovers"], oracle.handovers(self.world, begins, ends),
                  lambda r: (r["step"], r["reason"]), f"hand-overs {query}")
        for channel in (None, "web"):
            self.rows(self.data("/errors", **query, channel=channel, limit=1000)["errors"],
                      oracle.errors(self.world, begins, ends, channel),
                      lambda r: (r["code"], r["origin"], r["step"]), f"errors {query} {channel}")

    def check_regulars(self, query, begins, ends):
        channel = self.rng.choice([{}, {"channel": "web"}])
        own = [e for e in self.world.those(0, ends, **channel) if e.own]
        first, want = query["from"], []
        while first <= query["to"]:
            until = self.world.days(first, first)[1]
            start = [self.world.midnight(first - datetime.timedelta(days=days - 1)) for days in (1, 7, 28)]
            people = [len(self.world.people(e for e in own if at <= e.at < until)) for at in start]
            want.append((str(first), *people))
            first += datetime.timedelta(days=1)
        got = self.data("/regulars", **query, **channel)["days"]
        self.assertEqual([(r["start"][:10], r["daily"], r["weekly"], r["monthly"]) for r in got], want, f"{query} {channel}")

    def check_geography(self, query, begins, ends):
        for filters in ({}, {"channel": "web"}, {"channel": "whatsapp"}):
            got = self.data("/geography", **query, **filters)["countries"]
            self.assertEqual({r["country"]: (r["people"], r["events"], r["own_events"]) for r in got},
                             self.world.split(begins, ends, "country", **filters), f"{query} {filters}")
            self.assertEqual([r["people"] for r in got], sorted((r["people"] for r in got), reverse=True))
            got = self.data("/geography", **query, **filters)
            wanted = oracle.places(self.world.those(begins, ends, **filters))
            for part, names, want in zip(("places", "sources"), (("country", "region", "city"), ("country", "source")), wanted):
                self.assertEqual({tuple(r[n] for n in names): (r["people"], r["events"], r["own_events"])
                                  for r in got[part]},
                                 {k: (len(self.world.people(e for e in v if e.own)), len(v), sum(e.own for e in v))
                                  for k, v in want.items()}, f"{part} {query} {filters}")
                self.assertEqual([r["people"] for r in got[part]], sorted((r["people"] for r in got[part]), reverse=True))

    def check_sessions(self, query, begins, ends):
        """Each with its person: sessions of one person say the same id, those of others another."""
        mine = [(row, ids) for row, ids in self.world.with_events if begins <= row["first_at"] < ends]
        names = ("channel", "engaged", "converted", "source", "campaign", "device", "country", "entry", "exit")
        by_id = {e.id: e for e in self.world.events}
        want, owners = {}, {}
        for row, ids in mine:
            seconds = (row["last_own_at"] - row["first_own_at"]) / SECOND if row["own_count"] > 1 else None
            key = row["first_at"], row["channel"], min(ids)
            want[key] = [row["last_at"], seconds, row["event_count"], row["own_count"], row["page_count"],
                         *(row[name] for name in names)]
            first = next((e for e in sorted((by_id[i] for i in ids), key=lambda e: e.order) if e.user is not None), None)
            owners[key] = self.world.person(first or by_id[min(ids, key=lambda i: by_id[i].order)])
        got, ids_of = {}, {}
        for row in self.data("/sessions", **query, limit=1000)["sessions"]:
            events = self.data("/sessions/" + row["session_id"], limit=1000)["events"]
            key = micros(row["first_at"]), row["channel"], min(e["id"] for e in events)
            got[key] = [micros(row["last_at"]), row["seconds"], row["events"], row["own_events"], row["pages"],
                        *(row[name] for name in names)]
            ids_of.setdefault(owners.get(key), set()).add(row["person_id"])
            if len(got) > 60:
                break
        for key, row in got.items():
            self.same(row[1], want[key][1], f"seconds of {key}")
            self.assertEqual(row[:1] + row[2:], want[key][:1] + want[key][2:], key)
        if len(got) <= 60:
            self.assertEqual(set(got), set(want), query)
        self.assertTrue(all(len(ids) == 1 for ids in ids_of.values()), ids_of)
        self.assertEqual(len(set().union(*ids_of.values(), set())), len(ids_of))

    def check_events(self, query, begins, ends):
        rows = self.data("/events", **query, limit=1000)["events"]
        by_id = {e.id: e for e in self.world.those(begins, ends)}
        if len(by_id) <= 1000:
            self.assertEqual({r["id"] for r in rows}, set(by_id))
        for row in rows:
            event = by_id[row["id"]]
            context = {k: v for k, v in row["context"].items() if k in event.context}
            self.assertEqual((micros(row["occurred_at"]), row["channel"], row["name"], row["user_id"], row["anonymous_id"],
                              row["properties"], context, row["source"]),
                             (event.at, event.channel, event.name, event.user, event.anonymous, event.properties,
                              event.context, "collect/web"))
            self.assertLess(abs(micros(row["received_at"]) / SECOND - time.time()), 600)

    def check_profile(self, who, person, now):
        mine = sorted((e for e in self.world.events if self.world.person(e) == who), key=lambda e: e.order)
        own = [e.at for e in mine if e.own]
        got = self.data("/people/" + person)["person"]
        known = {i: oracle.first_seen(self.world, i) for i, p in self.world.known.items() if p == who}
        row = oracle.person_row(self.world, who, now)
        self.assertEqual({f"{i['type']}:{i['value']}": micros(i["first_seen"]) for i in got["identifiers"]}, known)
        self.assertEqual((micros(got["first_seen"]), got["channels"] and sorted(got["channels"]), got["country"],
                          got["messages_received"], got["events"], got["lifecycle"]),
                         (min(known.values()), sorted({e.channel for e in mine}) or None, row["country"],
                          row["messages_received"], row["events"], row["lifecycle"]), who)
        self.assertEqual([got[n] and micros(got[n]) for n in ("first_active", "last_active", "last_seen")],
                         [min(own, default=None), max(own, default=None), max((e.at for e in mine), default=None)], who)
        self.same({n: got[n] for n in ("answered", "missed", "median_response_seconds", "longest_response_seconds")},
                  oracle.felt(self.world, who, now), who)
        timeline = self.data(f"/people/{person}/timeline", limit=1000)["events"]
        in_session = {id: n for n, (_, ids) in enumerate(self.world.with_events) for id in ids}
        sessions = {}
        for event, told in zip(reversed(mine), timeline):
            self.assertEqual((told["id"], micros(told["occurred_at"]), told["channel"], told["name"], told["source"],
                              told["user_id"], told["anonymous_id"], told["properties"]),
                             (event.id, event.at, event.channel, event.name, "collect/web", event.user, event.anonymous,
                              event.properties))
            sessions.setdefault(in_session.get(event.id), set()).add(told["session_id"])
        self.assertEqual(len(timeline), len(mine))
        self.assertEqual(sessions.pop(None, {None}), {None}, "of no session")
        self.assertTrue(all(len(ids) == 1 and None not in ids for ids in sessions.values()), sessions)

    def check_people(self):
        everybody = {"from": self.first_day - datetime.timedelta(days=1),
                     "to": self.first_day + datetime.timedelta(days=60)}
        now = int(time.time()) * SECOND
        rows = {}
        for row in self.data("/people", **everybody, limit=1000)["people"]:
            who = next(p for i, p in self.world.known.items() if i.split(":", 1)[1] in
                       (row["phone"], row["email"], row["account"]) or (row["phone"] or row["email"] or row["account"])
                       is None and i in self.identifiers(row["person_id"]))
            rows[who] = row
        self.assertEqual(set(rows), set(self.world.known.values()))
        for who in self.rng.sample(sorted(rows), min(25, len(rows))):
            self.check_profile(who, rows[who]["person_id"], now)
            row = dict(rows[who])
            del row["person_id"], row["first_seen"]
            row["last_seen"] = row["last_seen"] and micros(row["last_seen"])
            self.same(row, oracle.person_row(self.world, who, now), who)
        sorted_up = self.data("/people", **everybody, limit=1000, sort="first_seen")["people"]
        self.assertEqual([micros(r["first_seen"]) for r in sorted_up], sorted(micros(r["first_seen"]) for r in sorted_up))
        for sort, sign in (("last_seen", 1), ("-last_seen", -1)):
            # Of equal times by their ids, either way.
            want = sorted(rows.values(), key=lambda r: (sign * micros(r["last_seen"]), r["person_id"]))
            got = self.data("/people", **everybody, limit=1000, sort=sort)["people"]
            self.assertEqual([r["person_id"] for r in got], [r["person_id"] for r in want], sort)
            pages = [self.data("/people", **everybody, limit=7, offset=n, sort=sort)["people"] for n in (0, 7, 14)]
            self.assertEqual([r["person_id"] for page in pages for r in page], [r["person_id"] for r in want[:21]])
        for country in {r["country"] for r in rows.values()} - {None} | {"ZZ"}:
            only = self.data("/people", **everybody, limit=1000, country=country, sort="last_seen")["people"]
            self.assertEqual({r["person_id"] for r in only},
                             {r["person_id"] for r in rows.values() if r["country"] == country}, country)
            text = self.ask("/people", accept="text/csv", **everybody, limit=1000, country=country, sort="last_seen")[1]
            table = list(csv.DictReader(io.StringIO(text)))
            self.assertEqual([(r["person_id"], r["country"]) for r in table],
                             [(r["person_id"], country) for r in only])
        for contacts in ("true", "false"):
            only = self.data("/people", **everybody, limit=1000, contacts=contacts)["people"]
            self.assertEqual(len(only), sum((r["phone"] is not None) == (contacts == "true") for r in rows.values()))

    def identifiers(self, person):
        found = self.data("/people/" + person)["person"]["identifiers"]
        return {f"{i['type']}:{i['value']}" for i in found}

    def test_one_event_alone(self):
        """Everything that can be told of a single event, and of none."""
        self.start("Asia/Kathmandu")
        make = Random(self.rng, self.project, 0, 1)
        at = micros("2026-03-01T18:20:00Z")  # 00:05 of the next day
        event = make.event("whatsapp", "message.received", "+254711000001", None, at,
                           {"messageId": "m1", "businessNumber": "1", "countryCode": "KE"})
        self.send([event])
        self.wait_rolled()
        for day, count in (("2026-03-01", 0), ("2026-03-02", 1)):
            query = {"from": day, "to": day}
            cards = self.data("/overview", **query, part="cards")["cards"]
            self.assertEqual((cards["events"], cards["active_people"], cards["new_people"], cards["sessions"],
                              cards["identified_people"], cards["median_seconds"], cards["conversion_rate"]),
                             (count, count, count, count, count, None, 0 if count else None))
            self.assertEqual(self.data("/geography", **query)["countries"],
                             [{"country": "KE", "people": 1, "events": 1, "own_events": 1}] if count else [])
            totals = self.data("/whatsapp", **query, part="totals")["totals"]
            self.assertEqual((totals["received"], totals["new_contacts"], totals["contacts"], totals["conversations"],
                              totals["missed"], totals["delivery_rate"], totals["within_target_share"]),
                             (count, count, count, count, count, None, None))
            self.assertEqual(self.data("/heatmap", **query)["people"],
                             [{"weekday": 1, "hour": 0, "people": 1, "own_events": 1}] if count else [])
        span = self.data("/overview", **{"from": "2026-03-01T18:20:00Z", "to": "2026-03-01T18:20:01Z"}, part="cards")
        self.assertEqual(span["cards"]["events"], 1, "a range begins with its first moment")
        span = self.data("/overview", **{"from": "2026-03-01T18:19:00Z", "to": "2026-03-01T18:20:00Z"}, part="cards")
        self.assertEqual(span["cards"]["events"], 0, "and ends before its last")

    def test_a_split_takes_people_apart_in_every_report(self):
        self.start()
        make = Random(self.rng, self.project, 0, 1)
        at = micros("2026-03-03T10:00:00Z")
        events = [make.event("web", "page_view", None, "v1", at, {"path": "/"}, {"geo": {"country": "DE"}}),
                  make.event("web", "click", "u1", "v1", at + 60 * SECOND, {}, {"geo": {"country": "DE"}}),
                  make.event("web", "page_view", None, "v2", at, {"path": "/"}, {"geo": {"country": "KE"}}),
                  make.event("web", "purchase", "u1", "v2", at + 60 * SECOND, {"total": 1}, {"geo": {"country": "KE"}})]
        self.send(events)
        self.wait_rolled()
        query = {"from": "2026-03-03", "to": "2026-03-03"}

        def numbers():
            return (self.data("/overview", **query, part="cards")["cards"]["active_people"],
                    [r["people"] for r in self.data("/geography", **query)["countries"]],
                    len(self.data("/people", **query)["people"]),
                    self.data("/funnel", **query, steps='["page_view","purchase"]')["steps"][1]["reached"],
                    self.data("/heatmap", **query)["people"][0]["people"])
        self.assertEqual(numbers(), (1, [1, 1], 1, 1, 1))
        words = "person", "split", "anonymous:v1", "from", "account:u1", "--project", self.project
        done = self.dashboard.command(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        in_time("the split", lambda: self.data("/overview", **query, part="cards")["cards"]["active_people"] == 2)
        # u1's own click was in v1's browser: it stays u1's.
        self.assertEqual(numbers()[0], 2)
        self.assertEqual(numbers()[2:], (2, 1, 2))
        self.assertEqual(sorted(numbers()[1]), [1, 2])
        done = self.dashboard.command(*words, "--lift")
        self.assertEqual(done.returncode, 0, done.stderr)
        in_time("one again", lambda: numbers() == (1, [1, 1], 1, 1, 1))

    def test_people_by_lifecycle(self):
        self.start("America/New_York", 7)
        now = int(time.time()) * SECOND
        world = World([], "America/New_York", 7)
        today = world.local(now).date()
        week = today - datetime.timedelta(days=(today.isoweekday() - 7) % 7)
        this, last, old = (world.midnight(week - datetime.timedelta(days=d)) + 60 * SECOND for d in (0, 7, 21))
        make = Random(self.rng, self.project, 0, 1)
        patterns = {"new": [this], "returning": [last, this], "resurrecting": [old, this], "dormant": [old],
                    "dormant too": [last], "returning too": [old, last, this]}
        events = [make.event("web", "click", f"{state} {n}".replace(" ", "-"), None, at)
                  for state, times in patterns.items() for n in range(3) for at in times]
        events.append(make.event("web", "contact.created", "nothing-yet", None, this))
        # Two browsers of one person, of which each alone would be another.
        events += [make.event("web", "click", None, "b1", last), make.event("web", "click", None, "b2", this),
                   make.event("web", "identify", "merged", "b1", this), make.event("web", "identify", "merged", "b2", this)]
        self.send(events)
        self.wait_rolled()
        span = {"from": week - datetime.timedelta(days=30), "to": today}
        want = {"new": 3, "returning": 7, "resurrecting": 3, "dormant": 6}
        everybody = self.data("/people", **span, limit=1000)["people"]
        self.assertEqual(len(everybody), 20)
        for state, count in want.items():
            rows = self.data("/people", **span, limit=1000, lifecycle=state)["people"]
            self.assertEqual({r["lifecycle"] for r in rows}, {state})
            self.assertEqual(len(rows), count, state)
            self.assertEqual({r["person_id"] for r in rows},
                             {r["person_id"] for r in everybody if r["lifecycle"] == state})
            paged = [self.ask("/people", **span, limit=2, offset=o, lifecycle=state)[1] for o in range(0, count, 2)]
            self.assertEqual(sum(len(p["data"]["people"]) for p in paged), count)

    def test_health(self):
        """What became of events: as many as were sent, and why the others are not stored."""
        self.start()
        make = Random(self.rng, self.project, micros("2026-03-01T00:00:00Z"), micros("2026-03-05T00:00:00Z"))
        events = make.history(10)
        self.send(events)
        self.wait_rolled()
        again = self.rng.sample(events, 7)
        self.send(again)
        self.wait_rolled()
        got = self.data("/health")
        self.assertEqual([(r["source"], r["stored"], r["duplicate"], r["filtered"], r["dead"]) for r in got["ledger"]],
                         [("collect/web", len(events), 7, 0, 0)])
        self.assertIsNone(got["ledger"][0]["last_quarter"], "nothing in the last thirty days")
        state = got["state"]
        self.assertEqual((state["not_counted_yet"], state["behind_seconds"], state["quarters_to_recount"],
                          state["dead_letters"]), (0, 0, 0, 0))
        self.assertLess(abs(micros(state["rolled_at"]) / SECOND - time.time()), 60)
        # From each event's arrival until the first count that had its transaction.
        rolls = self.postgres.rows("select up_to::text::bigint, extract(epoch from at) from rollup_rolls order by up_to")
        took = [float(next(at for up_to, at in rolls if up_to > tx) - received) for tx, received in self.postgres.rows(
            "select tx::text::bigint, extract(epoch from received_at) from events where project = %s", self.project)]
        self.assertEqual(state["freshness_events"], len(events))
        for name, part in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            self.assertAlmostEqual(state[f"freshness_{name}_seconds"], percentile(took, part), 6)
        self.assertTrue(all(0 < seconds < 60 for seconds in took), took)
        self.assertEqual((state["queued_events"], state["queued_bytes"]), (0, 0))
        self.redis.client.hset("griot:depth", mapping={"n": 7, "b": 900})
        state = self.data("/health", part="state")["state"]
        self.assertEqual((state["queued_events"], state["queued_bytes"]), (7, 900))
        self.redis.client.hset("griot:depth", mapping={"n": 0, "b": 0})
        self.assertEqual((got["reasons"], got["dead_letters"]), ([], []))
        fresh = make.event("web", "click", "u1", None, int(time.time()) * SECOND)
        self.send([fresh])
        self.wait_rolled()
        quarter = micros(self.data("/health", part="ledger")["ledger"][0]["last_quarter"])
        self.assertTrue(quarter <= fresh.at < quarter + 900 * SECOND)
        for reason, seconds in (("bad_value", 10), ("bad_value", 20), ("too_old", 30)):
            self.postgres.rows("insert into dead_letters (project, source, stage, kind, reason, detail, at) values (%s, "
                               "'collect/web', 'process/store', 'event', %s, '', to_timestamp(%s)) returning 1",
                               self.project, reason, seconds)
        self.postgres.rows("insert into dead_letters (project, source, stage, kind, reason, detail, replayed_at) values "
                           "(%s, 'collect/web', 'process/store', 'event', 'bad_value', '', now()) returning 1", self.project)
        for shard, kind, reason, count in ((0, "dead", "bad_value", 2), (1, "dead", "bad_value", 3), (0, "filtered", "bot", 9)):
            self.postgres.rows("insert into ledger_reasons values (%s, 'collect/web', %s, %s, %s, %s) returning 1",
                               self.project, kind, reason, shard, count)
        got = self.data("/health")
        self.assertEqual([(r["reason"], r["stage"], r["dead_letters"], r["first_at"], r["last_at"]) for r in
                          got["dead_letters"]],
                         [("bad_value", "process/store", 2, "1970-01-01T00:00:10Z", "1970-01-01T00:00:20Z"),
                          ("too_old", "process/store", 1, "1970-01-01T00:00:30Z", "1970-01-01T00:00:30Z")])
        self.assertEqual(got["state"]["dead_letters"], 3)
        self.assertEqual([(r["source"], r["kind"], r["reason"], r["events"]) for r in got["reasons"]],
                         [("collect/web", "filtered", "bot", 9), ("collect/web", "dead", "bad_value", 5)])

    def test_a_source_that_is_silent(self):
        """Quiet for longer than ever at this time of day in four weeks, as far as that is known."""
        now = int(time.time()) * SECOND
        hour = 3600 * SECOND
        often = [now - n * hour for n in range(4, 24 * 20)]            # each hour, and not in the last four
        daily = [now - n * DAY - 6 * hour for n in range(1, 20)]       # each day six hours before: quiet is usual
        told = {"often": (often, True), "often, and now": (often + [now - 60 * SECOND], False),
                "daily, and today": (daily + [now - 6 * hour], False), "daily, but today": (daily, True),
                "since three days": ([now - n * hour for n in range(4, 72)], None), "long ago": ([now - 40 * DAY], True)}
        self.start("Africa/Nairobi")
        for what, (times, silent) in told.items():
            with self.subTest(what):
                self.new_project()
                self.set_zone("Africa/Nairobi")
                self.sender, self.read_key = self.client(self.dashboard), self.new_key(kind="read")
                in_time("the key", lambda: self.ask("/project", status=None)[0] == 200)
                make = Random(self.rng, self.project, 0, 1)
                self.send([make.event("web", "click", "u1", None, at) for at in times])
                self.wait_rolled()
                row = self.data("/health", part="ledger")["ledger"][0]
                self.assertEqual(row["silent"], silent)
                last = max(times) // (900 * SECOND) * 900 * SECOND
                self.assertEqual(row["last_quarter"] and micros(row["last_quarter"]), last if what != "long ago" else None)

    def test_what_waits_to_be_counted(self):
        self.start()
        make = Random(self.rng, self.project, 0, 1)
        self.send([make.event("web", "click", "u1", None, micros("2026-03-01T00:00:00Z"))])
        self.wait_rolled()
        # While somebody else's transaction is open nothing after it is counted.
        with psycopg2.connect(self.postgres.url) as held, held.cursor() as cursor:
            cursor.execute("select pg_current_xact_id()")
            self.send([make.event("web", "click", f"u{n}", None, micros("2026-03-01T00:00:00Z")) for n in range(3)])
            self.wait_settled(self.dashboard)
            state = in_time("them to wait", lambda: self.data("/health", part="state")["state"]["not_counted_yet"] == 3
                            and self.data("/health", part="state")["state"])
            self.assertGreater(state["behind_seconds"], 0)
            oldest = self.postgres.one("select extract(epoch from now() - max(received_at)) from events "
                                       "where project = %s", self.project)
            self.assertGreaterEqual(self.data("/health", part="state")["state"]["behind_seconds"], float(oldest))
        self.wait_rolled()
        state = self.data("/health", part="state")["state"]
        self.assertEqual((state["not_counted_yet"], state["behind_seconds"]), (0, 0))
