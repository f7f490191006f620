"""Sessions, journeys, peak activity and geography in the web app: their tables are what the API has."""
import unittest

from griot_testing.web import WebCase, number

SPLIT = ("value", "engaged_sessions", "conversion_rate", "median_seconds", "single_event_share")
FIGURES = ("engaged_sessions", "conversion_rate", "median_seconds", "p90_seconds", "events_per_session",
           "single_event_share")


def totals(edges, which):
    """Transitions by where they come from, the most first: what the page sums up of the API's edges."""
    sums = {}
    for edge in filter(which, edges):
        name = edge["from"] or "other"
        sums[name] = sums.get(name, 0) + edge["transitions"]
    return sorted(({"node": name, "visits": value} for name, value in sums.items()),
                  key=lambda row: (-row["visits"], row["node"]))


class Visits(WebCase):
    demo = {"users": 200, "days": 70}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_sessions")
        sessions = case.ask("/sessions", converted="true", limit=100)["sessions"]
        cls.session = max(sessions, key=lambda one: one["events"])["session_id"]
        cls.pages = {
            "sessions": "/sessions?project=demo", "some": "/sessions?project=demo&engaged=true&channel=whatsapp",
            "session": f"/sessions?project=demo&session={cls.session}", "journeys": "/journeys?project=demo",
            "node": "/journeys?project=demo&steps=3&node=message.received", "peak": "/peak-activity?project=demo",
            "received": "/peak-activity?project=demo&layer=received", "geography": "/geography?project=demo",
            "kenya": "/geography?project=demo&channel=web&range=7d",
        }
        cls.seen, names = {}, {path: name for name, path in cls.pages.items()}
        for page in case.look(*cls.pages.values(), shots=None):
            cls.seen[names[page["path"]], page["look"]] = page

    def light(self, name):
        return self.seen[name, "light"]

    def test_they_stand(self):
        for page in self.seen.values():
            with self.subTest(path=page["path"], look=page["look"]):
                self.assertEqual((page["faults"], page["violations"], page["wide"], page["empty"]), ([], [], False, 0))
                self.assertEqual(page["hosts"], [self.site.url])

    def test_sessions(self):
        page, summary = self.light("sessions"), self.ask("/sessions/summary")
        stats = {name: number(value) for name, value in page["stats"].items()}
        self.assertEqual(stats, {name: summary["summary"][name] for name in FIGURES})
        self.same_rows(page, "How long they lasted", summary["durations"],
                       ("from_seconds", "to_seconds", "engaged_sessions"))
        self.same_rows(page, "By source", summary["by_source"][:10], SPLIT)
        overview = self.ask("/overview")
        self.same_rows(page, "Where they began", overview["entries"][:10], SPLIT)
        self.same_rows(page, "Where they ended", overview["exits"][:10], SPLIT)

    def test_the_list_of_sessions(self):
        for name, query in (("sessions", {}), ("some", {"engaged": "true", "channel": "whatsapp"})):
            page = self.light(name)
            shown = len(page["tables"]["Sessions"])
            self.assertGreater(shown, 5)
            self.same_rows(page, "Sessions", self.ask("/sessions", limit=100, **query)["sessions"][:shown],
                           ("session_id", "channel", "seconds", "events", "entry", "exit", "source", "device", "country",
                            "converted"))

    def test_one_session(self):
        events = self.ask("/sessions/" + self.session, limit=1000)["events"]
        shown = self.light("session")["events"]
        self.assertEqual(shown, [event["id"] for event in reversed(events)][:len(shown)])
        self.assertGreater(len(shown), 3)

    def test_paths(self):
        columns = ("step", "from", "kind", "to", "transitions", "people")
        self.same_rows(self.light("journeys"), "Paths", self.ask("/paths")["edges"], columns)
        edges = self.ask("/paths", steps=3)["edges"]
        self.same_rows(self.light("node"), "Paths", edges, columns)
        begin = totals(edges, lambda edge: edge["step"] == 1)[:10]
        self.same_rows(self.light("node"), "Where visits begin", begin, ("node", "visits"))
        end = totals(edges, lambda edge: edge["kind"] == "exit")[:10]
        self.same_rows(self.light("node"), "Where visits end", end, ("node", "visits"))

    def test_who_was_at_a_place(self):
        times, order = {}, []
        for event in self.ask("/events", name="message.received", limit=1000)["events"]:
            who = event["user_id"] or event["anonymous_id"]
            order += [] if who in times else [who]
            times[who] = times.get(who, 0) + 1
        rows = self.light("node")["tables"]["Who was there"]
        self.assertGreater(len(rows), 5)
        self.assertEqual([(row["who"], number(row["times"])) for row in rows],
                         [(who, times[who]) for who in order[:len(rows)]])

    def test_peak_activity(self):
        heatmap, page = self.ask("/heatmap"), self.light("peak")
        self.same_rows(page, "The week by hour", heatmap["people"], ("weekday", "hour", "people", "own_events"))
        self.same_rows(self.light("received"), "The week by hour", heatmap["messages"],
                       ("weekday", "hour", "received", "sent"))
        hours = self.ask("/send-hours")["hours"]
        if hours:
            self.same_rows(page, "Best time to send", hours,
                           ("weekday", "hour", "messages", "soon", "share", "share_low", "share_high"))
        self.assertEqual(page["states"]["Best time to send"], "ready" if hours else "empty")
        days = page["tables"]["Day by day"]
        self.assertEqual(len(days), 84)
        series = self.ask("/overview", part="series", **{"from": days[0]["start"][:10]})["series"]
        self.same_rows(page, "Day by day", series, ("start", "active_people"))

    def test_geography(self):
        page, answer = self.light("geography"), self.ask("/geography")
        countries = answer["countries"]
        self.same_rows(page, "How it is known", answer["sources"], ("country", "source", "people", "own_events"))
        self.assertEqual((answer["places"], page["states"]["Regions and cities"]), ([], "empty"), "the demo knows countries")
        self.same_rows(page, "People by country", countries, ("country", "people"))
        self.same_rows(page, "Countries", countries, ("country", "people", "own_events"))
        for channel in ("web", "whatsapp"):
            people = {row["country"]: row["people"] for row in self.ask("/geography", channel=channel)["countries"]}
            found = {row["country"]: number(row["people on " + channel]) for row in page["tables"]["Countries"]}
            self.assertEqual(found, {row["country"]: people.get(row["country"], 0) for row in countries})


if __name__ == "__main__":
    unittest.main()
