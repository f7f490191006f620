"""Funnels, drop-offs and explorations in the web app: their numbers are the API's, and they are built by hand."""
import json
import os
import subprocess
import unittest
import urllib.parse

from griot_testing.griot import ROOT
from griot_testing.web import WEB, WebCase

BUILDER = os.path.join(ROOT, "tests/e2e/clients/build_funnel.mjs")
STEP = ("step", "reached", "conversion", "conversion_from_previous", "dropped", "open")
SHOP = ["page_view", "add_to_cart", "checkout_started", "purchase"]


def text(value):
    return urllib.parse.quote(json.dumps(value))


def weakest(steps):
    """The first step that the smallest share go on from, of those who will not still do so."""
    rates = [(after["reached"] / (row["reached"] - row["open"]), row["step"]) for row, after in zip(steps, steps[1:])
             if row["reached"] > row["open"]]
    return min(rates)[1]


class Funnels(WebCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.split = f"steps={text(SHOP)}&by=product&project=demo"
        paths = ["/funnels?project=demo", "/drop-offs?" + cls.split, "/explore?project=demo&name=purchase&by=country"]
        seen = WebCase.look(cls("test_a_funnel"), *paths, shots=None)
        cls.seen = {page["path"].partition("?")[0]: page for page in seen if page["look"] == "light"}

    def same(self, rows, expected, columns):
        self.same_rows({"tables": {"rows": rows}}, "rows", expected, columns)

    def test_a_funnel(self):
        page, steps = self.seen["/funnels"], self.ask("/funnel", steps=text(SHOP))["steps"]
        self.assertGreater(steps[0]["open"], 0)
        self.assertGreater(steps[-1]["reached"], 10)
        self.same_rows(page, "Funnel", steps, STEP)
        self.same_rows(page, "Time to convert", steps[1:], ("step", "median_seconds", "p90_seconds"))
        self.assertIn("went all the way, from page_view to purchase", page["first_screen"])

    def test_drop_offs(self):
        page, steps = self.seen["/drop-offs"], self.ask("/funnel", steps=text(SHOP), by_property="product")["steps"]
        whole = [row for row in steps if row["value"] is None]
        self.same_rows(page, "Where most are lost", whole, STEP)
        self.same_rows(page, "By product", [{**row, "value": row["value"] or None} for row in steps if row["value"] is not None],
                       ("value", "step", "reached", "conversion", "open"))
        self.assertIn(f"The weakest step is to {SHOP[weakest(whole)]}:", page["first_screen"])

    def test_an_exploration(self):
        page = self.seen["/explore"]
        answer = self.ask("/trend", name="purchase", by="country", measure="people")
        self.assertGreater(len(answer["totals"]), 2)
        self.same_rows(page, "Over time", answer["series"], ("start", "value", "measure"))
        self.same_rows(page, "By country", answer["totals"], ("value", "measure"))
        events = self.ask("/events", name="purchase", limit=25)["events"]
        self.same_rows(page, "The events", events, ("occurred_at", "name", "channel"))
        self.assertEqual([json.loads(row["properties"]) for row in page["tables"]["The events"]],
                         [event["properties"] for event in events])

    def test_built_and_saved(self):
        done = subprocess.run(["node", BUILDER], cwd=WEB, input=json.dumps({"url": self.site.url, "cookie": self.site.cookie}),
                              capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertEqual(seen["faults"], [])
        funnel = seen["funnel"]
        flow = ["message.received", "agent.handoff", "chat.assigned", "chat.resolved"]
        self.assertEqual(json.loads(funnel["ready"]["search"]["steps"]), flow)
        of_flow = self.ask("/funnel", steps=text(flow))["steps"]
        self.same(funnel["ready"]["rows"], of_flow, STEP)
        self.assertTrue(funnel["unready"], "a step without a value could be asked for")

        steps = [{"event": "message.sent", "filters": [{"property": "templateId", "op": "is", "value": "new_season_b"}]},
                 {"event": "message.received", "filters": [{"property": "contentType", "op": "is", "value": "text"}]}]
        built = funnel["built"]
        self.assertEqual(json.loads(built["search"]["steps"]), steps)
        answer = self.ask("/funnel", steps=text(steps), exclude=text(["add_to_cart"]), window=3 * 86400, order="any",
                          by_property="category")["steps"]
        whole = [row for row in answer if row["value"] is None]
        self.assertGreater(whole[1]["reached"], 5)
        self.same(built["rows"], whole, STEP)
        self.same(built["split"], [{**row, "value": row["value"] or None} for row in answer if row["value"] is not None],
                  ("value", "step", "reached", "conversion", "open"))
        self.same(funnel["back"], of_flow, STEP)
        self.same(funnel["chosen"], whole, STEP)

        built, again = seen["explore"]["built"], seen["explore"]["again"]
        answer = self.ask("/trend", name="purchase", measure="sum", of="value", granularity="week", by="channel")
        self.assertGreater(answer["totals"][0]["measure"], 1000)
        self.same(built["rows"], answer["series"], ("start", "value", "measure"))
        self.same(built["totals"], answer["totals"], ("value", "measure"))
        self.assertEqual(again["rows"], built["rows"])
        for name in ("name", "measure", "of", "by", "granularity"):
            self.assertEqual(again["search"][name], built["search"][name])


if __name__ == "__main__":
    unittest.main()
