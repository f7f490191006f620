"""griot demo: what its generator says is true is what the reports say."""
import json
import os

from griot_testing import in_time
from griot_testing.griot import PIPELINES
from griot_testing.reports import ReportCase, seeded

COUNTED = ("attempted", "sent", "delivered", "read", "failed", "replied", "clicked")


class DemoReports(ReportCase):
    def test_reports_say_what_is_true(self):
        seed = seeded(self).randrange(1, 2**32)
        with open(os.path.join(PIPELINES, "quickstart.yaml"), encoding="utf-8") as file:
            text = file.read().replace('"100000000000001": demo', f'"100000000000001": {self.project}')
        self.dashboard = self.griot(self.pipeline(text)).start()
        file = os.path.join(self.dashboard.folder, "truth.json")
        done = self.dashboard.command("demo", "--users", "200", "--days", "10", "--seed", str(seed), "--project",
                                      self.project, "--end", "2024-03-14T15:09:26Z", "--samples", "--json", file,
                                      env={"GRIOT_URL": self.dashboard.url}, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(file, encoding="utf-8") as written:
            truth = json.load(written)
        self.sender = self.client(self.dashboard)
        self.read_key = self.new_key(kind="read")
        in_time("the read key to be known", lambda: self.ask("/project", status=None)[0] == 200)
        self.wait_rolled()
        self.compare(truth, {"from": truth["begin"], "to": truth["end"]})

    def compare(self, truth, query):
        cards = self.data("/overview", **query, part="cards")["cards"]
        self.assertEqual(cards["active_people"], truth["activePeople"])
        self.assertEqual(cards["new_people"], sum(truth["newPeople"].values()))
        self.assertEqual(cards["events"], truth["stored"])
        series = self.data("/overview", **query, part="series")["series"]
        self.assertEqual({row["start"][:10]: row["new_people"] for row in series if row["new_people"]},
                         truth["newPeople"])
        for channel, sums in truth["sessions"].items():
            got = self.data("/sessions/summary", **query, channel=channel, part="summary")["summary"]
            self.same({k: got[k] for k in ("sessions", "engaged_sessions", "converted_sessions")},
                      {"sessions": sums["count"], "engaged_sessions": sums["engaged"],
                       "converted_sessions": sums["converted"]}, channel)
            self.assertAlmostEqual(got["median_seconds"], sums["seconds"]["median"], 3)
            self.assertAlmostEqual(got["p90_seconds"], sums["seconds"]["p90"], 3)
        for channel, names in truth["events"].items():
            got = self.data("/trend", **query, channel=channel, by="name", part="totals")["totals"]
            self.assertEqual({row["value"]: row["measure"] for row in got}, names)
        sales = self.data("/trend", **query, name="purchase", measure="sum", of="value", part="totals")["totals"]
        self.assertEqual([row["measure"] for row in sales], [truth["conversions"]["value"]])
        totals = self.data("/whatsapp", **query, part="totals")["totals"]
        self.assertEqual((totals["received"], totals["answered"], totals["by_agents"]),
                         (truth["messages"]["received"], truth["responses"]["all"]["count"],
                          truth["responses"]["agents"]["count"]))
        self.assertAlmostEqual(totals["median_response_seconds"], truth["responses"]["all"]["median"], 6)
        self.assertAlmostEqual(totals["p90_agent_seconds"], truth["responses"]["agents"]["p90"], 6)
        self.assertEqual(totals["missed"], truth["responses"]["missed"] + truth["responses"]["open"])
        got = self.data("/whatsapp", **query, part="templates")["templates"]
        self.assertEqual({row["template"]: {k: row[k] for k in COUNTED} for row in got}, truth["templates"])
        outcomes = self.data("/whatsapp", **query, part="outcomes")["outcomes"]
        self.assertEqual({row["outcome"]: row["resolutions"] for row in outcomes}, truth["resolutions"]["outcomes"])
        # A project of this name that is made anew has no people of before.
        done = self.dashboard.command("demo", "--remove", "--project", self.project)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.sender, self.read_key = self.client(self.dashboard), self.new_key(kind="read")
        in_time("the new key to be known", lambda: self.ask("/project", status=None)[0] == 200)
        cards = self.data("/overview", **query, part="cards")["cards"]
        self.assertEqual((cards["events"], cards["active_people"], cards["new_people"]), (0, 0, 0))
