"""Funnels and paths against an oracle that knows only the events and the definitions (journey_oracle.py)."""
import datetime
import json
import math
import statistics
import time

from griot_testing import in_time, repeats
from griot_testing.intervals import newcombe, wilson
from griot_testing.journey_oracle import Funnel, edges
from griot_testing.report_oracle import World, attribute
from griot_testing.reports import Random, ReportCase, SECOND, seeded

BEGINS = int(datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
DAY = 86400 * SECOND
NAMES = ["page_view", "click", "purchase", "message.received", "message.sent", "error"]
WINDOWS = [60, 1800, 86400, 1209600]


def step(name, path=None, value=None):
    """How it is asked for, and what it means."""
    if path is None:
        return name, lambda e: e.name == name
    asked = {"event": name, "filters": [{"property": path, "op": "is", "value": value}]}
    return asked, lambda e: e.name == name and attribute(e, "property:" + path) == value


class Journeys(ReportCase):
    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.start()

    def history(self, make=None):
        events = make or Random(self.rng, self.project, BEGINS, BEGINS + 12 * DAY).history(30)
        self.send(events)
        self.wait_rolled()
        self.world = World(events)

    def range(self):
        first = BEGINS + self.rng.randrange(8) * DAY
        ends = first + self.rng.choice([1, 3, 10]) * DAY
        return first, ends, {k: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t // SECOND))
                             for k, t in (("from", first), ("to", ends))}

    def compare(self, names, exclude=(), order="ordered", scope="person", window=1209600, by=None):
        begins, ends, query = self.range()
        steps = [step(name) for name in names]
        got = self.data("/funnel", **query, steps=json.dumps([s[0] for s in steps]), order=order, scope=scope,
                        window=window, exclude=json.dumps(list(exclude)) if exclude else None, by_property=by)["steps"]
        funnel = Funnel(self.world, [s[1] for s in steps], begins, ends, window * SECOND, order, scope,
                        [step(x)[1] for x in exclude], by and (lambda e: attribute(e, "property:" + by)))
        what = f"{names} {exclude} {order} {scope} {window} {by} {query}"
        now = int(time.time()) * SECOND
        size = len(names)
        for row, want in zip(got[:size], funnel.rows(names, now)):
            self.same(row, want, what)
        split = {got[i]["value"]: got[i:i + size] for i in range(size, len(got), size)}
        self.assertEqual(set(split), {value for _, value in funnel.runs} if by else set(), what)
        for value, rows in split.items():
            for row, want in zip(rows, funnel.rows(names, now, value)):
                self.same(row, want, what)

    def test_funnels(self):
        self.history()
        for _ in range(repeats(60, 600)):
            names = [self.rng.choice(NAMES) for _ in range(self.rng.randint(2, 4))]
            exclude = [self.rng.choice(NAMES)] if self.rng.random() < 0.2 else ()
            self.compare(names, exclude, self.rng.choice(["ordered", "ordered", "strict", "any"]),
                         self.rng.choice(["person", "person", "session"]), self.rng.choice(WINDOWS),
                         self.rng.choice([None, None, "plan", "path"]))

    def test_equal_times_and_windows_to_the_second(self):
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY)
        events = []
        for person in range(40):
            at = BEGINS + person * 3600 * SECOND
            for _ in range(self.rng.randint(2, 7)):
                events.append(make.event("web", self.rng.choice(NAMES[:3]), f"u{person}", None, at))
                at += self.rng.choice([0, 0, 59, 60, 61]) * SECOND
        self.history(events)
        for _ in range(repeats(40, 400)):
            self.compare([self.rng.choice(NAMES[:3]) for _ in range(self.rng.randint(2, 3))],
                         order=self.rng.choice(["ordered", "strict", "any"]), window=60)

    def test_a_later_first_step_opens_a_further_attempt(self):
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        # The first attempt goes on beside the second, and the second once the first is too old.
        stories = {"u1": (("a", 0), ("b", 50), ("a", 55), ("c", 58)),
                   "u2": (("a", 0), ("b", 50), ("a", 55), ("c", 100), ("b", 110), ("c", 112))}
        self.history([make("web", name, user, None, BEGINS + at * SECOND)
                      for user, story in stories.items() for name, at in story])
        query = {"from": "2026-03-01", "to": "2026-03-01", "window": 60, "steps": '["a","b","c"]'}
        rows = self.data("/funnel", **query)["steps"]
        self.assertEqual([r["reached"] for r in rows], [2, 2, 2])
        self.assertEqual((rows[1]["median_seconds"], rows[2]["median_seconds"]), (52.5, 5))

    def test_who_is_inside_the_window_is_open(self):
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        now = int(time.time()) * SECOND
        self.history([make("web", "a", "u1", None, now - 100 * SECOND), make("web", "a", "u2", None, now - DAY)])
        first = self.data("/funnel", window=3600, steps='["a","b"]')["steps"][0]
        self.assertEqual((first["reached"], first["dropped"], first["open"]), (2, 1, 1))

    def test_wrong_steps_are_named(self):
        for steps in ("x", "[]", '["a"]', '[1,2]', '[{"event":1},"b"]', '[{"event":"a","filters":1},"b"]', '{"a":1}'):
            error = self.ask("/funnel", 400, steps=steps)[1]["error"]
            self.assertEqual(error["parameter"], "steps", steps)
        self.assertEqual(self.ask("/funnel", 400)[1]["error"]["message"], "is needed")

    def test_paths(self):
        self.history()
        for _ in range(repeats(15, 150)):
            begins, ends, query = self.range()
            steps = self.rng.randint(2, 6)
            got = self.data("/paths", **query, steps=steps)["edges"]
            self.assertEqual({(e["step"], e["from"], e["kind"], e["to"]): (e["transitions"], e["people"])
                              for e in got}, edges(self.world, begins, ends, steps), f"{query} {steps}")
            self.check_flow(got)

    def check_flow(self, rows):
        """What comes into a node goes on or out."""
        into, out = {}, {}
        for row in rows:
            out[row["step"], row["from"]] = out.get((row["step"], row["from"]), 0) + row["transitions"]
            if row["kind"] == "node":
                key = row["step"] + 1, row["to"]
                into[key] = into.get(key, 0) + row["transitions"]
        self.assertEqual(into, {k: v for k, v in out.items() if k[0] > 1})


class Variants(ReportCase):
    """A/B against the definitions of docs/semantics.md §5."""

    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.start()

    def test_each_variant_against_the_first(self):
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        events, groups, number = [], {"even": {}, "odd": {}, "one": {}, "three": {}}, 0
        sizes = {"even": {"a": 60, "b": 60}, "odd": {"x": 50, "y": 20}, "one": {"a": 12},
                 "three": {"a": 40, "b": 31, "c": 37}}
        for campaign, variants in sizes.items():
            for variant, people in variants.items():
                answers = 0
                for _ in range(people):
                    number += 1
                    phone, at = f"+2547000{number:05}", BEGINS + self.rng.randrange(3600) * SECOND
                    told = {"messageId": f"m{number}", "campaignId": campaign, "variant": variant}
                    events.append(make("whatsapp", "message.sent", phone, None, at, told))
                    # 72 hours, the last second included.
                    after = self.rng.choice([None, 60, 72 * 3600, 72 * 3600 + 1])
                    if after is not None:
                        events.append(make("whatsapp", "message.received", phone, None, at + after * SECOND,
                                           {"messageId": f"r{number}"}))
                    answers += after is not None and after <= 72 * 3600
                groups[campaign][variant] = (answers, people)
        # Who was sent a message without a variant is in no group.
        events.append(make("whatsapp", "message.sent", "+254700099999", None, BEGINS, {"messageId": "z", "campaignId": "even"}))
        self.send(events)
        self.wait_rolled()
        for campaign, of in groups.items():
            rows = self.data("/campaigns/variants", **{"from": "2026-03-01", "to": "2026-03-02"}, campaign=campaign)["variants"]
            if len(of) < 2:
                self.assertEqual(rows, [])
                continue
            first = of[min(of)]
            people = [n for _, n in of.values()]
            even = sum(people) / len(people)
            chi = sum((n - even) ** 2 / even for n in people)
            # The chance to pass it, with one degree and with two.
            ratio_p = math.erfc(math.sqrt(chi / 2)) if len(of) == 2 else math.exp(-chi / 2)
            self.assertEqual([(r["variant"], r["responded"], r["people"]) for r in rows],
                             [(v, *of[v]) for v in sorted(of)])
            for row in rows:
                mine = of[row["variant"]]
                self.assertAlmostEqual(row["rate"], mine[0] / mine[1], 12)
                for name, edge in zip(("rate_low", "rate_high"), wilson(*mine)):
                    self.assertAlmostEqual(row[name], edge, 9)
                self.assertAlmostEqual(row["sample_ratio_p"], ratio_p, 9)
                if row is rows[0]:
                    self.assertEqual([row[n] for n in ("difference", "difference_low", "difference_high", "probability")],
                                     [None] * 4)
                    continue
                self.assertAlmostEqual(row["difference"], mine[0] / mine[1] - first[0] / first[1], 12)
                low, high = newcombe(mine, first)
                self.assertAlmostEqual(row["difference_low"], low, 9)
                self.assertAlmostEqual(row["difference_high"], high, 9)
                self.assertAlmostEqual(row["probability"], chance_over(mine, first), 5)
        self.assertEqual(self.data("/campaigns/variants", campaign="none")["variants"], [])
        self.assertEqual(self.ask("/campaigns/variants", 400)[1]["error"]["parameter"], "campaign")


def chance_over(b, a, steps=20000):
    """P(B > A) by integrating both densities, Beta(1 + part, 1 + rest)."""
    def dense(part, whole):
        logs = [part * math.log((i + 0.5) / steps) + (whole - part) * math.log(1 - (i + 0.5) / steps) for i in range(steps)]
        most = max(logs)
        return [math.exp(x - most) for x in logs]
    of_a, of_b = dense(*a), dense(*b)
    below = hits = 0.0
    for x, y in zip(of_a, of_b):
        hits += y * (below + x / 2)
        below += x
    return hits / below / sum(of_b)


class DropOffs(ReportCase):
    """The step that loses most, and what those have in common who are lost there."""

    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.start()

    def story(self, number, wins):
        """A visit, a click, perhaps a purchase: desktops rarely get to the click."""
        device = self.rng.choice(["mobile", "desktop"])
        country, plan = self.rng.choice(["KE", "DE"]), self.rng.choice(["x", "y", "z"])
        context = {"device": {"type": device}, "geo": {"country": country}}
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        at, who = BEGINS + self.rng.randrange(86400) * SECOND, f"v{number}"
        events = [make("web", "page_view", None, who, at, {"path": "/", "plan": plan}, context)]
        if self.rng.random() < wins[device]:
            # What is told later is told of those only who went on.
            events.append(make("web", "click", None, who, at + 60 * SECOND, {"later": "told"}, context))
            if self.rng.random() < 0.8:
                events.append(make("web", "purchase", None, who, at + 120 * SECOND, {"total": 1}, context))
        return events

    def test_the_factor_that_was_planted_is_found(self):
        people = {n: self.story(n, {"mobile": 0.7, "desktop": 0.2}) for n in range(400)}
        self.send([e for events in people.values() for e in events])
        self.wait_rolled()
        got = self.data("/drop-offs", **{"from": "2026-03-01", "to": "2026-03-02"},
                        steps=json.dumps(["page_view", "click", "purchase"]))
        went = {n: len(events) > 1 for n, events in people.items()}
        self.assertEqual(got["step"], {"step": 2, "name": "click", "from": "page_view", "reached_before": 400,
                                       "went_on": sum(went.values()), "dropped": 400 - sum(went.values()), "open": 0,
                                       "rate": sum(went.values()) / 400})
        want = {}
        for n, events in people.items():
            first = events[0]
            for name in ("channel", "device", "country", "property:path", "property:plan"):
                want.setdefault((name, attribute(first, name)), []).append(went[n])
        rows = {(r["factor"], r["value"]): r for r in got["factors"]}
        # What all have has no others.
        self.assertEqual(set(rows), {k for k, those in want.items() if 30 <= len(those) <= 370})
        for key, row in rows.items():
            mine = want[key]
            self.assertEqual((row["people"], row["went_on"], row["others"], row["others_went_on"]),
                             (len(mine), sum(mine), 400 - len(mine), sum(went.values()) - sum(mine)), key)
            self.assertAlmostEqual(row["rate"], sum(mine) / len(mine), 12)
            self.assertAlmostEqual(row["others_rate"], row["others_went_on"] / row["others"], 12)
            self.assertAlmostEqual(row["difference"], row["rate"] - row["others_rate"], 12)
            low, high = newcombe((row["went_on"], row["people"]), (row["others_went_on"], row["others"]))
            self.assertAlmostEqual(row["difference_low"], low, 9)
            self.assertAlmostEqual(row["difference_high"], high, 9)
            pooled = sum(went.values()) / 400
            spread = (pooled * (1 - pooled) * (1 / row["people"] + 1 / row["others"])) ** 0.5
            self.assertAlmostEqual(row["p"], 2 * (1 - statistics.NormalDist().cdf(abs(row["difference"]) / spread)), 9)
        self.assertEqual({got["factors"][0]["factor"], got["factors"][1]["factor"]}, {"device"})
        self.assertTrue(got["factors"][0]["finding"] and got["factors"][1]["finding"])

    def told_and_told_again(self, number):
        """Visits that say more each time, and perhaps purchases between: what only those say who buy is no factor."""
        rng, who, at, events = self.rng, f"v{number}", BEGINS + self.rng.randrange(3600) * SECOND, []
        make = Random(rng, self.project, BEGINS, BEGINS + DAY).event
        context = {"device": {"type": rng.choice(["mobile", "desktop"])}}
        for visit in range(rng.randint(1, 4)):
            names = rng.choice([["page_view"], ["page_view", "click"], ["click"], ["page_view", "click", "purchase"],
                                ["purchase", "page_view", "click"]])
            for name in names:
                told = {"page_view": {"path": rng.choice(["/", "/a"])} | ({"again": "yes"} if visit else {}),
                        "click": {"plan": rng.choice(["x", "y"])} | ({"often": "yes"} if visit > 1 else {}),
                        "purchase": {"currency": "KES", "plan": "bought"}}[name]
                events.append(make("web", name, None, who, at, told, context))
                at += rng.choice([0, 1, 60]) * SECOND
            at += 3600 * SECOND
        return events

    def test_a_factor_is_of_what_was_known_at_the_step(self):
        """Against the definition: of the steps before the worst, until they were first reached by any attempt."""
        people = [sorted(self.told_and_told_again(n), key=lambda e: e.order) for n in range(300)]
        self.send([e for events in people for e in events])
        self.wait_rolled()
        for names in (["page_view", "click", "purchase"], ["click", "purchase"], ["page_view", "purchase"]):
            got = self.data("/drop-offs", **{"from": "2026-03-01", "to": "2026-03-02"}, steps=json.dumps(names))
            to = got["step"]["step"]

            def reached(events, steps):
                """How far any attempt of these got; steps in order, equal times count as in order."""
                far = 0
                for event in sorted(events, key=lambda e: (e.at, names.index(e.name) if e.name in names else 9)):
                    far += far < steps and event.name == names[far]
                return far
            want, whole, went = {}, 0, 0
            for events in people:
                first = next((e.at for e in events if reached([x for x in events if x.at <= e.at], to - 1) == to - 1),
                             None)
                if first is None:
                    continue
                whole, on = whole + 1, reached(events, to) == to
                went += on
                known = {}
                for event in events:
                    if event.at <= first and event.name in names[:to - 1]:
                        for name in ("channel", "device", "property:path", "property:again", "property:plan",
                                     "property:often", "property:currency"):
                            if (value := attribute(event, name)) is not None:
                                known.setdefault(name, value)
                for key in known.items():
                    want.setdefault(key, []).append(on)
            self.assertEqual((got["step"]["reached_before"], got["step"]["went_on"]), (whole, went))
            self.assertEqual({(r["factor"], r["value"]): (r["people"], r["went_on"]) for r in got["factors"]},
                             {k: (len(v), sum(v)) for k, v in want.items() if 30 <= len(v) <= whole - 30}, names)
            self.assertNotIn("property:currency", {r["factor"] for r in got["factors"]})

    def test_without_a_difference_nothing_is_a_finding(self):
        false = 0
        for week in range(repeats(4, 40)):
            self.new_project()
            self.set_zone("UTC")
            self.sender = self.client(self.dashboard)
            self.read_key = self.new_key(kind="read")
            in_time("the key", lambda: self.ask("/project", status=None)[0] == 200)
            self.send([e for n in range(150) for e in self.story(n, {"mobile": 0.5, "desktop": 0.5})])
            self.wait_rolled()
            rows = self.data("/drop-offs", **{"from": "2026-03-01", "to": "2026-03-02"},
                             steps=json.dumps(["page_view", "click"]))["factors"]
            self.assertTrue(rows)
            false += any(r["finding"] for r in rows)
        print(f"\nfalse findings in {false} of {repeats(4, 40)} funnels without a factor")
        # By Holm's correction each has one in twenty; five of forty come by chance once in a hundred.
        self.assertLess(false, repeats(3, 6))

    def test_nobody_and_the_open(self):
        query = {"from": "2026-03-01", "to": "2026-03-02", "steps": json.dumps(["page_view", "click"])}
        self.assertEqual(self.data("/drop-offs", **query), {"step": None, "factors": []})
        now = int(time.time()) * SECOND
        make = Random(self.rng, self.project, BEGINS, BEGINS + DAY).event
        self.send([make("web", "page_view", None, f"v{n}", now - 60 * SECOND, {"path": "/"}) for n in range(3)])
        self.wait_rolled()
        self.assertEqual(self.data("/drop-offs", steps=json.dumps(["page_view", "click"]))["step"], None,
                         "who may still go on is not lost")
        step = self.data("/drop-offs", steps=json.dumps(["page_view", "click"]), window=1)["step"]
        self.assertEqual((step["reached_before"], step["dropped"], step["open"], step["rate"]), (3, 3, 0, 0))
