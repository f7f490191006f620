"""Pages of the web app about messages and who sends them: their numbers are the API's."""
import datetime
import json
import math
import unittest
import urllib.parse

from griot_testing.client import Client
from griot_testing.process import wait_for
from griot_testing.web import WebCase


def wilson(part, whole):
    """The 95 % interval of a share, with the numbers of the normal distribution written out."""
    z = 1.959963984540054
    p = part / whole
    middle, scale = p + z * z / (2 * whole), 1 + z * z / whole
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return max(0, (middle - half) / scale), min(1, (middle + half) / scale)


class Messages(WebCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pages = ("/whatsapp-analytics", "/agents", "/errors", "/campaigns")
        seen = WebCase.look(cls("test_cards"), *(page + "?project=demo" for page in pages), shots=None)
        cls.seen = {page["path"].partition("?")[0]: page for page in seen if page["look"] == "light"}
        cls.whatsapp = cls.site.ask("/whatsapp?project=demo")["data"]
        cls.page = cls.seen["/whatsapp-analytics"]

    def test_cards(self):
        totals = self.whatsapp["totals"]
        stats = {name: float(value) for name, value in self.page["stats"].items()}
        for name in ("received", "sent", "read_rate", "new_contacts", "median_response_seconds"):
            self.assertEqual(stats[name], totals[name], name)
        self.assertEqual(stats["open_waits"], self.whatsapp["open_waits"]["open_waits"])
        self.assertEqual(float(self.page["figures"]["within_target_share"]), totals["within_target_share"])
        self.assertGreater(totals["answered"], 100)
        self.assertIn("of answers came within", self.page["first_screen"])

    def test_distributions(self):
        self.same_rows(self.page, "Response times", self.whatsapp["response_times"], ("from_seconds", "answers", "by_agents"))
        self.same_rows(self.page, "Resolution times", self.whatsapp["resolution_times"], ("from_seconds", "resolutions"))
        self.same_rows(self.page, "Conversation length", self.whatsapp["conversation_lengths"],
                       ("from_messages", "conversations"))

    def test_series(self):
        series = self.whatsapp["series"]
        self.same_rows(self.page, "Messages by day", series, ("start", "received", "sent"))
        self.same_rows(self.page, "Median response by day", series,
                       ("start", "answered", "median_response_seconds", "p90_response_seconds"))
        for day in series:
            day["read_rate"] = day["read"] / day["delivered"] if day["delivered"] else None
        self.same_rows(self.page, "Read rate by day", series, ("start", "delivered", "read", "read_rate"))

    def test_hours(self):
        hours = self.whatsapp["hours"]
        self.same_rows(self.page, "By weekday and hour", hours, ("weekday", "hour", "received", "sent"))
        by_hour = [{"hour": hour, **{of: sum(cell[of] for cell in hours if cell["hour"] == hour)
                                     for of in ("received", "sent")}} for hour in range(24)]
        self.same_rows(self.page, "Volume by hour", by_hour, ("hour", "received", "sent"))

    def test_delivery(self):
        templates = self.ask("/campaigns", limit=1000)["templates"]
        steps = ("attempted", "sent", "delivered", "read", "responded", "converted")
        sums = [sum(row[step] for row in templates) for step in steps]
        self.assertEqual(sums, sorted(sums, reverse=True), "each step is a part of the one before")
        rows = [{"step": step, "messages": n, "share": n / sums[0]} for step, n in zip(steps, sums)]
        self.same_rows(self.page, "Delivery funnel", rows, ("step", "messages", "share"))

    def test_lists(self):
        self.same_rows(self.page, "Countries", self.whatsapp["countries"], ("country", "received"))
        self.same_rows(self.page, "Templates", self.whatsapp["templates"],
                       ("template", "attempted", "failed", "delivery_rate", "read_rate", "reply_rate", "clicked"))
        agents = self.ask("/agents")["agents"]
        self.same_rows(self.page, "Agents", agents,
                       ("agent", "answered", "median_response_seconds", "p90_response_seconds", "resolved"))
        self.same_rows(self.page, "Response times by agent", agents, ("agent", "p25_response_seconds", "median_response_seconds",
                                                                        "p75_response_seconds", "p90_response_seconds"))

    def test_agents(self):
        page, agents = self.seen["/agents"], self.ask("/agents", limit=1000)["agents"]
        self.assertGreater(len(agents), 3)
        self.same_rows(page, "Team", agents, (
            "agent", "answered", "median_response_seconds", "p90_response_seconds", "resolved", "assigned", "open", "transferred",
            "median_first_response_seconds", "median_queue_seconds", "median_resolution_seconds"))
        for title, of in (("Response times", "response"), ("First response", "first_response"), ("Time in queue", "queue"),
                          ("Time to resolve", "resolution")):
            known = [row for row in agents if row[f"median_{of}_seconds"] is not None]
            self.same_rows(page, title, known, ("agent", *(f"{part}_{of}_seconds" for part in ("p25", "median", "p75", "p90"))))
        self.same_rows(page, "Hand-overs from bots", [{**row, "step": row["step"] or None} for row in
                       self.ask("/handovers", limit=100)["handovers"]], ("step", "reason", "handovers", "users"))
        self.same_rows(page, "Resolutions by outcome", self.whatsapp["outcomes"],
                       ("outcome", "resolutions", "median_seconds", "p90_seconds", "median_provider_seconds"))

    def test_errors(self):
        page, errors = self.seen["/errors"], self.ask("/errors", limit=1000)["errors"]
        self.assertGreater(len(errors), 1)
        self.same_rows(page, "Errors by kind", errors,
                       ("code", "origin", "step", "events", "people", "fatal", "first_at", "last_at", "example"))
        failed = self.ask("/trend", name="message.failed", by="property:errorCode")
        by_code = [{**row, "value": int(row["value"])} for row in failed["totals"]]
        self.same_rows(page, "Failed messages by code", by_code, ("value", "measure"))
        self.assertEqual(float(page["figures"]["failed"]), sum(row["measure"] for row in by_code))
        people = self.ask("/trend", name="error", measure="people", part="totals")["totals"][0]["measure"]
        self.assertEqual(float(page["figures"]["people"]), people)
        self.same_rows(page, "Application errors by day", self.ask("/trend", name="error", by="property:code")["series"],
                       ("start", "value", "measure"))
        steps = urllib.parse.quote(json.dumps(["error", "page_view"]))
        self.same_rows(page, "Sessions touched", self.ask("/funnel", steps=steps, scope="session", window=86400)["steps"],
                       ("name", "reached", "conversion", "open"))

    def test_campaigns(self):
        page, campaigns = self.seen["/campaigns"], self.ask("/campaigns", limit=1000)["campaigns"]
        self.same_rows(page, "All campaigns", campaigns, (
            "value", "attempted", "failed", "delivery_rate", "read_rate", "clicked", "reply_rate", "converted", "conversion_rate",
            "first_at"))
        eight = campaigns[:8]
        self.same_rows(page, "How far messages got", eight, ("value", "attempted", "delivered", "read", "responded", "converted"))
        eight.sort(key=lambda row: -row["reply_rate"])
        self.same_rows(page, "Side by side", eight, ("value", "attempted", "replied", "reply_rate"))
        for row, seen in zip(eight, page["tables"]["Side by side"]):
            low, high = wilson(row["replied"], row["attempted"])
            self.assertAlmostEqual(float(seen["low"]), low, 9)
            self.assertAlmostEqual(float(seen["high"]), high, 9)


class Variants(WebCase):
    """A campaign with two variants is a test; a project without any has comparisons only."""

    demo = {"users": 30, "days": 5}

    def post(self, path, body, **headers):
        with Client(self.site.url) as client:
            return client.request("POST", path, json.dumps(body), {"Content-Type": "application/json", "Origin": self.site.url,
                                                                   **headers})

    def send(self, campaign, groups):
        """`groups`: how many people of each variant, and how many of them write back."""
        at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=5)
        key = self.post("/api/v1/keys?project=demo", {"kind": "write"}, Cookie=self.site.cookie).json["key"]
        batch = []
        for variant, (people, answers) in groups.items():
            for number in range(people):
                who = f"+2547{len(batch):08}"
                message = f"{campaign}-{variant}-{number}"
                told = {"direction": "outbound", "messageId": message, "campaignId": campaign, "variant": variant,
                        "category": "marketing", "templateName": campaign}
                batch.append(("message.sent", who, at, told))
                if number < answers:
                    batch.append(("message.received", who, at + datetime.timedelta(minutes=7),
                                  {"direction": "inbound", "messageId": message + "-answer"}))
        events = [{"event": name, "userId": who, "channel": "whatsapp", "timestamp": when.isoformat(), "properties": properties,
                   "messageId": f"{name}-{properties['messageId']}"} for name, who, when, properties in batch]
        # A new key is known to the doors within a second or two.
        wait_for("the key", lambda: self.post("/v1/capture", {"batch": []}, **{"X-Write-Key": key}).status != 401, 20)
        for begin in range(0, len(events), 100):
            answer = self.post("/v1/capture", {"batch": events[begin:begin + 100]}, **{"X-Write-Key": key})
            self.assertLess(answer.status, 300, answer)
        sent = sum(people for people, _ in groups.values())
        wait_for("the reports to have them", lambda: self.ask("/trend", name="message.sent", campaign=campaign)["totals"][0]["measure"]
                 == sent and self.site._rolled(), 60)

    def page_of(self, test):
        seen = self.look(f"/campaigns?project=demo&test={test}", shots=None)
        return next(page for page in seen if page["look"] == "light")

    def test_a_test_and_a_comparison(self):
        self.assertNotIn("A/B", self.page_of("spring")["tables"])
        self.send("spring", {"a": (60, 12), "b": (60, 27)})
        page = self.page_of("spring")
        a, b = ({name: float(row[name] or "nan") for name in row if name != "variant"} for row in page["tables"]["A/B"])
        variants = self.ask("/campaigns/variants", campaign="spring")["variants"]
        self.same_rows(page, "A/B", variants, ("variant", "people", "responded", "rate", "rate_low", "rate_high",
                                               "difference", "probability"))
        self.assertEqual([a["people"], a["responded"], b["people"], b["responded"]], [60, 12, 60, 27])
        self.assertAlmostEqual(a["rate_low"], wilson(12, 60)[0], 9)
        self.assertAlmostEqual(b["rate_high"], wilson(27, 60)[1], 9)
        self.assertAlmostEqual(b["difference"], 0.25, 9)
        # By numerical integration of the two beta distributions.
        steps = 20000
        grid = [(i + 0.5) / steps for i in range(steps)]
        weight = lambda k, n: [k * math.log(x) + (n - k) * math.log(1 - x) for x in grid]
        dense = lambda logs: [math.exp(value - max(logs)) for value in logs]
        of_a, of_b = dense(weight(12, 60)), dense(weight(27, 60))
        below, hits = 0.0, 0.0
        for x, y in zip(of_a, of_b):
            hits += y * (below + x / 2)
            below += x
        self.assertAlmostEqual(b["probability"], hits / sum(of_b) / below, 6)
        self.assertEqual(float(page["figures"]["sample_ratio"]), 1)

        self.send("skewed", {"a": (90, 20), "b": (20, 5)})
        page = self.page_of("skewed")
        self.assertLess(float(page["figures"]["sample_ratio"]), 0.001)
        self.assertEqual([row["people"] for row in page["tables"]["A/B"]], ["90", "20"])


if __name__ == "__main__":
    unittest.main()
