"""A project's own goals: what they count, past events too, in every report and at once; and what comes of chats by
how soon they were answered."""
import datetime

from griot_testing import in_time
from griot_testing.intervals import newcombe, wilson
from griot_testing.report_oracle import DAY, World, attribute, ratio
from griot_testing.reports import Random, ReportCase, SECOND, micros, seeded
from griot_testing.signed_in import People

BEGINS = int(datetime.datetime(2026, 3, 20, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
RANGE = {"from": "2026-03-22", "to": "2026-04-08"}
ZONE = "Australia/Lord_Howe"  # whose summer time ends in between
BUCKETS = [0, 60, 300, 900, 3600, 14400, 28800, None]
# As the settings have it, and what it means.
GOALS = [
    ({"name": "click", "event": "click"}, lambda e: e.name == "click"),
    ({"name": "dear", "event": "purchase", "filters": [{"property": "total", "op": "gte", "value": 10}]},
     lambda e: e.name == "purchase" and e.properties["total"] >= 10),
    ({"name": "plan", "event": "", "filters": [{"property": "plan", "op": "is", "value": "x"}]},
     lambda e: attribute(e, "property:plan") == "x"),
    ({"name": "page b", "event": "page_view", "filters": [{"property": "path", "op": "contains", "value": "b"}]},
     lambda e: e.name == "page_view" and "b" in e.properties["path"]),
    ({"name": "nobody", "event": "never"}, lambda e: False)]


class Goals(People, ReportCase):
    def setUp(self):
        super().setUp()
        self.nobody()
        self.rng = seeded(self)
        self.start(ZONE, 1)
        self.boss = self.owner(self.dashboard)
        self.events = Random(self.rng, self.project, BEGINS, BEGINS + 22 * DAY).history(35)
        self.send(self.events)
        self.wait_rolled()
        self.world = World(self.events, ZONE)
        self.span = self.world.days(datetime.date(2026, 3, 22), datetime.date(2026, 4, 8))

    def change(self, method, path, body=None):
        answer = self.boss.send(method, f"/goals{path}?project={self.project}", body)
        self.assertLess(answer.status, 300, answer)
        return answer.json if answer.body else None

    def check(self, goals, what):
        """Every report that tells of conversions, the moment that the goal has changed."""
        self.world.use_goals(goals)
        mine = self.world.those_sessions(*self.span)
        engaged = [s for s in mine if s["engaged"]]
        want = sum(s["converted"] for s in engaged)
        summary = self.data("/sessions/summary", **RANGE)
        self.assertEqual((summary["summary"]["converted_sessions"], summary["summary"]["conversion_rate"]),
                         (want, ratio(want, len(engaged))), what)
        for trait in ("channel", "entry", "campaign", "device", "country", "source"):
            found = {r["value"]: r["converted_sessions"] for r in summary["by_" + trait]}
            self.assertEqual(found, {v: sum(s["converted"] for s in engaged if s[trait] == v)
                                     for v in {s[trait] for s in engaged}}, f"{what} by {trait}")
        overview = self.data("/overview", **RANGE)
        self.assertEqual(overview["cards"]["converted_sessions"], want, what)
        self.assertEqual(sum(r["converted_sessions"] for r in overview["series"]), want, what)
        for row in overview["entries"] + overview["exits"]:
            trait = "entry" if row in overview["entries"] else "exit"
            self.assertEqual(row["converted_sessions"],
                             sum(s["converted"] for s in engaged if s[trait] == row["value"]), what)
        listed = self.data("/sessions", **RANGE, limit=1000)["sessions"]
        self.assertEqual(sorted((micros(s["first_at"]), s["converted"]) for s in listed),
                         sorted((s["first_at"], s["converted"]) for s in mine), what)
        for flag in (True, False):
            only = self.data("/sessions", **RANGE, limit=1000, converted=str(flag).lower())["sessions"]
            self.assertEqual(len(only), sum(s["converted"] == flag for s in mine), what)
            self.assertTrue(all(s["converted"] == flag for s in only), what)
        for session in self.rng.sample(listed, 5):
            self.assertEqual(self.data("/sessions/" + session["session_id"])["session"], session, what)
        who = self.rng.choice(sorted(set(self.world.known.values())))
        mine = [e for e in self.events if self.world.person(e) == who]
        profile = self.data("/people/" + self.rng.choice([i for i, p in self.world.known.items() if p == who]))["person"]
        self.assertEqual(profile["conversions"], sum(any(g(e) for g in goals) for e in mine), what)
        self.check_answers(goals, what)

    def check_answers(self, goals, what):
        rows = self.data("/response-goals", **RANGE)["buckets"]
        self.assertEqual([(r["from_seconds"], r["to_seconds"]) for r in rows], list(zip(BUCKETS, BUCKETS[1:])))
        goal_times = {}
        for event in self.events:
            if any(g(event) for g in goals):
                goal_times.setdefault(self.world.person(event), []).append(event.at)
        found = {low: [] for low in BUCKETS[:-1]}
        for chat in self.world.chats:
            for opening in chat.openings:
                seconds, at = opening["first_response_seconds"], opening["first_response_at"]
                if seconds is None or not self.span[0] <= at - round(seconds * SECOND) < self.span[1]:
                    continue
                low = max(b for b in BUCKETS[:-1] if b <= seconds)
                who = self.world.known["phone:" + opening["user_id"]]
                found[low].append(any(at <= t <= at + 7 * DAY for t in goal_times.get(who, [])))
        everybody = [c for chats in found.values() for c in chats]
        for row in rows:
            mine = found[row["from_seconds"]]
            one, rest = (sum(mine), len(mine)), (sum(everybody) - sum(mine), len(everybody) - len(mine))
            want = {"from_seconds": row["from_seconds"], "to_seconds": row["to_seconds"], "chats": len(mine),
                    "converted": sum(mine), "open": 0, "rate": ratio(*one) if one[1] else None, "rate_low": None,
                    "rate_high": None, "difference": None, "difference_low": None, "difference_high": None}
            if one[1]:
                want["rate_low"], want["rate_high"] = wilson(*one)
            if one[1] and rest[1]:
                want["difference"] = one[0] / one[1] - rest[0] / rest[1]
                want["difference_low"], want["difference_high"] = newcombe(one, rest)
            for name, value in want.items():
                if isinstance(value, float):
                    self.assertAlmostEqual(row[name], value, delta=1e-9, msg=f"{what}: {name} of {row}")
                else:
                    self.assertEqual(row[name], value, f"{what}: {name} of {row}")

    def test_goals_that_change(self):
        own = [lambda e: e.converts]
        self.check(own, "griot's own")
        made = []
        for body, means in self.rng.sample(GOALS, len(GOALS)):
            id = self.change("POST", "", body)["id"]
            made.append((id, means))
            self.check([g for _, g in made], f"with {body['name']}")
        id, _ = made.pop()
        body, means = GOALS[0]
        self.change("PATCH", "/" + id, body | {"name": "changed"})
        self.check([g for _, g in made] + [means], "one changed")
        self.change("DELETE", "/" + id)
        self.check([g for _, g in made], "one deleted")
        for id, _ in made:
            self.change("DELETE", "/" + id)
        self.check(own, "none left")

    def test_a_late_event_and_a_merge_count_for_goals(self):
        self.change("POST", "", {"name": "late", "event": "late"})
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        at = BEGINS + 5 * DAY
        more = [make("web", "page_view", None, "visitor", at, {"path": "/"}),
                make("whatsapp", "message.received", "+254711000001", None, at, {"messageId": "q1", "businessNumber": "1"}),
                make("whatsapp", "message.sent", "+254711000001", None, at + 30 * SECOND,
                     {"messageId": "q2", "businessNumber": "1", "agentId": "a1"})]
        self.send(more)
        late = [make("web", "late", "u-late", "visitor", at + 60 * SECOND),
                make("whatsapp", "message.reaction", "+254711000001", "visitor", at + 90 * SECOND)]
        self.send(late)
        self.wait_rolled()
        self.events += more + late
        self.world = World(self.events, ZONE)
        in_time("the merge", lambda: len(self.data("/people/search", q="+254711000001")["people"][0]["identifiers"]) == 3)
        self.check([lambda e: e.name == "late"], "late and merged")
        self.assertEqual(self.data("/response-goals", **RANGE)["buckets"][0]["converted"], 1)
