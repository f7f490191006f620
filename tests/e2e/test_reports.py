"""Each number of each report against an oracle that knows only the events and the definitions
(report_oracle.py): random histories in time zones with daylight saving, late events, people who merge."""
import datetime
import json

from griot_testing import Case, in_time, repeats
from griot_testing.report_oracle import World
from griot_testing.reports import Random, ReportCase, SECOND, micros, seeded

# Each with a day on which the clock changes within the history.
ZONES = [("Asia/Kathmandu", 7, (2026, 3, 1)), ("Australia/Lord_Howe", 1, (2026, 3, 20)),
         ("America/New_York", 7, (2026, 3, 1)), ("Africa/Nairobi", 1, (2026, 3, 1)), ("UTC", 1, (2026, 3, 1))]
DIMS = ["channel", "name", "country", "campaign", "template", "agent", "device"]
LISTS = {"channels": "channel", "devices": "device", "browsers": "browser", "pages": "page", "countries": "country"}


def day_of(year, month, day):
    return datetime.date(year, month, day)


class Reports(ReportCase):
    def history(self, zone, week_start, begins, people=25):
        self.start(zone, week_start)
        at = int(datetime.datetime(*begins, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
        events = Random(self.rng, self.project, at, at + 30 * 86400 * SECOND).history(people)
        self.rng.shuffle(events)
        half = len(events) // 2
        self.send(events[:half])
        self.wait_rolled()
        # What is late changes sessions and messages that are counted, or are not yet.
        if self.rng.random() < 0.5:
            self.wait_folded()
        # What follows is late, comes again, and merges people whose events are counted.
        self.send(events[half:] + self.rng.sample(events[:half], min(20, half)))
        self.wait_rolled()
        self.world = World(events, zone, week_start)
        self.first_day = day_of(*begins)

    def test_reports(self):
        self.rng = seeded(self)
        for zone, week_start, begins in self.rng.sample(ZONES, repeats(3, 5)):
            with self.subTest(zone=zone):
                self.new_project()
                self.history(zone, week_start, begins)
                self.check_verify()
                for _ in range(repeats(3, 20)):
                    self.check(*self.some_range())
                self.check(*self.world.days(self.first_day - datetime.timedelta(days=9),
                                            self.first_day - datetime.timedelta(days=8)),
                           dict(zip(("from", "to"), (self.first_day - datetime.timedelta(days=9),
                                                     self.first_day - datetime.timedelta(days=8)))))

    def some_range(self):
        """begins, ends, and how to ask for them."""
        first = self.first_day + datetime.timedelta(days=self.rng.randint(-2, 25))
        last = first + datetime.timedelta(days=self.rng.choice([0, 1, 6, 13, 27]))
        begins, ends = self.world.days(first, last)
        if self.rng.random() < 0.6:
            return begins, ends, {"from": first, "to": last}
        # Instants that are no quarters of an hour.
        begins += self.rng.randrange(86400) * SECOND
        ends = begins + self.rng.choice([700, 3600, 100_000, 700_001]) * SECOND
        text = "%Y-%m-%dT%H:%M:%SZ"
        stamp = [datetime.datetime.fromtimestamp(t // SECOND, datetime.timezone.utc).strftime(text)
                 for t in (begins, ends)]
        return begins, ends, {"from": stamp[0], "to": stamp[1]}

    def check_verify(self):
        if self.rng.random() < 0.7:
            self.wait_folded()
        done = self.dashboard.command("rollup", "verify", "--json")
        self.assertEqual((done.returncode, json.loads(done.stdout)["differ"]), (0, 0), done)

    def check(self, begins, ends, query):
        self.check_overview(begins, ends, query)
        self.check_filtered(begins, ends, query)
        self.check_sessions(begins, ends, query)
        self.check_trend(begins, ends, query)
        self.check_messages(begins, ends, query)
        self.check_heatmap(begins, ends, query)

    def check_overview(self, begins, ends, query):
        granularity = self.rng.choice(["hour", "day", "week", "month"])
        got = self.data("/overview", **query, granularity=granularity)
        self.same(got["cards"], self.world.cards(begins, ends), f"cards of {query}")
        for part, dim in LISTS.items():
            found = {row[dim]: (row["people"], row["events"], row["own_events"]) for row in got[part]}
            self.assertEqual(found, self.world.split(begins, ends, dim), f"{part} of {query}")
        for part, trait in (("entries", "entry"), ("exits", "exit")):
            self.check_sessions_by(got[part], trait, begins, ends)
        self.check_series(got["series"], granularity, begins, ends)

        self.check_previous(begins, ends, query, got["cards"])

    def check_previous(self, begins, ends, query, now):
        if "T" in str(query["from"]):
            earlier = 2 * begins - ends, begins
        else:
            days = (query["to"] - query["from"]).days + 1
            earlier = self.world.days(query["from"] - datetime.timedelta(days=days),
                                      query["from"] - datetime.timedelta(days=1))
        answer = self.ask("/overview", **query, part="cards", compare="previous")[1]
        period = answer["period"]["previous"]
        self.assertEqual((micros(period["from"]), micros(period["to"])), earlier, query)
        before = self.world.cards(*earlier)
        self.same(answer["previous"]["cards"], before, f"cards before {query}")
        for name, change in answer["change"]["cards"].items():
            if now[name] is None or before[name] is None:
                self.assertIsNone(change, name)
            elif before[name] == 0:
                self.assertEqual(change, "new" if now[name] else 0, name)
            else:
                self.assertAlmostEqual(change, now[name] / before[name] - 1, delta=1e-9, msg=name)

    def check_series(self, series, granularity, begins, ends):
        starts = [micros(row["start"]) for row in series] + [ends]
        # Parts follow each other, none is missing, and each has its name.
        self.assertEqual(starts, sorted(set(starts)))
        self.assertEqual(starts[0], begins)
        names = [self.world.part(at, granularity) for at in starts[:-1]]
        self.assertEqual(len(set(names)), len(names), names)
        for row, a, b in zip(series, starts, starts[1:]):
            self.assertEqual(self.world.part(b - 1, granularity), self.world.part(a, granularity))
            cards = self.world.cards(a, b)
            want = {k: cards[k] for k in row if k != "start"}
            self.same({k: v for k, v in row.items() if k != "start"}, want, f"{granularity} from {row['start']}")

    def check_filtered(self, begins, ends, query):
        filters = {d: self.rng.choice({"channel": ["web", "whatsapp"], "country": ["KE", "DE"],
                                       "campaign": ["c1", "big"], "device": ["mobile", "desktop"]}[d])
                   for d in self.rng.sample(["channel", "country", "campaign", "device"], self.rng.randint(1, 2))}
        got = self.data("/overview", **query, **filters, part="cards")["cards"]
        events = self.world.cards(begins, ends, **filters)
        sessions = self.world.session_summary(begins, ends, **filters)
        self.same(got, events | sessions, f"cards of {query} {filters}")

    def check_sessions(self, begins, ends, query):
        got = self.data("/sessions/summary", **query)
        self.same(got["summary"], self.world.session_summary(begins, ends), f"sessions of {query}")
        for trait in ("channel", "entry", "campaign", "device", "country", "source"):
            self.check_sessions_by(got["by_" + trait], trait, begins, ends)
        engaged = [s for s in self.world.those_sessions(begins, ends) if s["own_count"] > 1]
        lengths = [(s["last_own_at"] - s["first_own_at"]) / SECOND for s in engaged]
        for row in got["durations"]:
            top = row["to_seconds"] if row["to_seconds"] is not None else float("inf")
            self.assertEqual(row["engaged_sessions"], sum(row["from_seconds"] <= x < top for x in lengths))
        listed = self.data("/sessions", **query, limit=1000)["sessions"]
        want = sorted((s["first_at"], s["event_count"], s["own_count"], s["page_count"], s["channel"], s["engaged"],
                       s["converted"], s["entry"] or "", s["exit"] or "")
                      for s in self.world.those_sessions(begins, ends))
        self.assertEqual(sorted((micros(s["first_at"]), s["events"], s["own_events"], s["pages"], s["channel"],
                                 s["engaged"], s["converted"], s["entry"] or "", s["exit"] or "")
                                for s in listed), want)
        if listed:
            self.check_session(self.rng.choice(listed))

    def check_session(self, session):
        got = self.data("/sessions/" + session["session_id"], limit=1000)
        self.assertEqual(got["session"], session)
        self.assertEqual(len(got["events"]), session["events"])

    def check_sessions_by(self, rows, trait, begins, ends):
        engaged = [s for s in self.world.those_sessions(begins, ends) if s["engaged"]]
        self.assertEqual({row["value"] for row in rows}, {s[trait] for s in engaged})
        from griot_testing.report_oracle import summary
        for row in rows:
            want = summary([s for s in engaged if s[trait] == row["value"]])
            del want["sessions"]
            self.same({k: v for k, v in row.items() if k != "value"}, want, f"{trait} {row['value']}")

    def check_trend(self, begins, ends, query):
        by = self.rng.choice(["", *DIMS, "browser", "page", "property:plan", "property:code"])
        filters = {}
        for dim in self.rng.sample(DIMS, self.rng.randint(0, 2)):
            filters[dim] = self.rng.choice({
                "channel": ["web", "whatsapp"], "name": ["page_view", "purchase", "message.sent", "error"],
                "country": ["KE", "DE"], "campaign": ["c1", "big"], "template": ["hello"], "agent": ["a1"],
                "device": ["mobile"]}[dim])
        if self.rng.random() < 0.3:
            filters["property"] = self.rng.choice(["plan=x", "code=E1", "agentId=a2"])
        what = f"trend of {query} {filters} by {by}"
        split = self.world.split(begins, ends, by, **filters) if by else None
        for measure, index in (("count", 1), ("people", 0)):
            got = self.data("/trend", **query, **filters, by=by or None, measure=measure)
            totals = {row["value"]: row["measure"] for row in got["totals"]}
            if by:
                self.assertEqual(totals, {v: counts[index] for v, counts in split.items()}, what)
            else:
                events = self.world.those(begins, ends, **filters)
                people = self.world.people([e for e in events if e.own or "name" in filters])
                self.assertEqual(totals, {None: (len(people), len(events))[index]}, what)
            self.check_trend_series(got["series"], by, filters, measure, ends)
        for measure in ("sum", "median"):
            self.check_values(begins, ends, query, measure)

    def check_trend_series(self, rows, by, filters, measure, ends):
        starts = sorted({micros(row["start"]) for row in rows}) + [ends]
        for row in self.rng.sample(rows, min(10, len(rows))):
            begin = micros(row["start"])
            end = starts[starts.index(begin) + 1]
            if by:
                counts = self.world.split(begin, end, by, **filters).get(row["value"], (0, 0))
            else:
                events = self.world.those(begin, end, **filters)
                counts = len(self.world.people([e for e in events if e.own or "name" in filters])), len(events)
            self.assertEqual(row["measure"], counts[measure == "count"], f"{row} {filters}")

    def check_values(self, begins, ends, query, measure):
        from griot_testing.report_oracle import percentile
        got = self.data("/trend", **query, name="purchase", measure=measure, of="total", by="property:plan")
        want = {}
        for event in self.world.those(begins, ends, name="purchase"):
            want.setdefault(event.properties["plan"], []).append(event.properties["total"])
        want = {plan: float(sum(v) if measure == "sum" else percentile(v, 0.5)) for plan, v in want.items()}
        self.same({row["value"]: row["measure"] for row in got["totals"]}, want, f"{measure} of {query}")

    def check_messages(self, begins, ends, query):
        got = self.data("/whatsapp", **query)
        now = int(datetime.datetime.now().timestamp()) * SECOND
        self.same(got["totals"], self.world.totals(begins, ends, now), f"totals of {query}")
        waits = [w for c in self.world.chats for w in c.waits
                 if begins <= w["waiting_since"] < ends and w["ended"] == "answer"]
        for row in got["response_times"]:
            inside = [w for w in waits if row["from_seconds"] <= w["seconds"] < row["to_seconds"]]
            self.assertEqual((row["answers"], row["by_agents"]),
                             (len(inside), sum(w["answered_by"] == "agent" for w in inside)))
        self.assertEqual(sum(row["answers"] for row in got["response_times"]), len(waits))
        resolved = [r for c in self.world.chats for r in c.resolutions if begins <= r["resolved_at"] < ends]
        self.assertEqual({row["outcome"]: row["resolutions"] for row in got["outcomes"]},
                         {o: sum(r["outcome"] == o for r in resolved) for o in {r["outcome"] for r in resolved}})
        self.assertEqual(sum(row["resolutions"] for row in got["resolution_times"]),
                         sum(r["seconds"] is not None for r in resolved))
        self.assertEqual(sum(row["conversations"] for row in got["conversation_lengths"]),
                         got["totals"]["conversations"])
        self.assertEqual(sum(row["received"] for row in got["series"]), got["totals"]["received"])
        self.assertEqual(sum(row["received"] for row in got["hours"]), got["totals"]["received"])
        for row in got["hours"]:
            inside = [m for m in self.world.messages if begins <= m.at < ends
                      and (self.world.local(m.at).isoweekday(), self.world.local(m.at).hour) ==
                      (row["weekday"], row["hour"])]
            self.assertEqual((row["received"], row["sent"]),
                             (sum(m.inbound for m in inside), sum(not m.inbound for m in inside)))
        for row in got["templates"]:
            mine = [m for m in self.world.messages
                    if begins <= m.at < ends and not m.inbound and m.template == row["template"]]
            self.assertEqual(row["attempted"], len(mine))
        self.assertEqual(got["open_waits"], {"open_waits": 0, "longest_seconds": None, "longest_since": None})
        self.check_agents(begins, ends, query, waits, resolved)

    def check_agents(self, begins, ends, query, waits, resolved):
        from griot_testing.report_oracle import percentile
        chats = [o for c in self.world.chats for o in c.openings]
        for row in self.data("/agents", **query)["agents"]:
            agent = row["agent"]
            mine = [w["seconds"] for w in waits if w["agent_id"] == agent]
            assigned = [o for o in chats if o["first_agent"] == agent and o["first_assigned_at"] is not None
                        and begins <= o["first_assigned_at"] < ends]
            queue = [o["queue_seconds"] for o in assigned if o["queue_seconds"] is not None]
            first = [o["first_response_seconds"] for o in chats
                     if begins <= o["opened_at"] < ends and o["first_response_agent"] == agent]
            times = [r["seconds"] for r in resolved if r["agent_id"] == agent and r["seconds"] is not None]
            want = {"agent": agent, "assigned": len(assigned), "answered": len(mine), "transferred": 0,
                    "resolved": sum(r["agent_id"] == agent for r in resolved), "open": 0}
            for name, values in (("first_response", first), ("response", mine), ("queue", queue), ("resolution", times)):
                for word, share in (("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p90", 0.9)):
                    want[f"{word}_{name}_seconds"] = percentile(values, share)
            self.same(row, want, f"agent {agent} of {query}")

    def check_heatmap(self, begins, ends, query):
        got = self.data("/heatmap", **query)["people"]
        cells = {}
        for event in self.world.those(begins, ends):
            if event.own:
                local = self.world.local(event.at)
                cells.setdefault((local.isoweekday(), local.hour), []).append(event)
        self.assertEqual({(r["weekday"], r["hour"]): (r["people"], r["own_events"]) for r in got},
                         {cell: (len(self.world.people(all)), len(all)) for cell, all in cells.items()})
