"""Segment's SDK for browsers in Chromium: the site sets its host and its key, and nothing else."""
import unittest

from griot_testing.segment import SegmentCase

NAMES = {"page": "page_view", "track": "Order Completed", "screen": "screen_view"}
CALLS = ["after", "alias", "group", "identify", "page", "screen", "signed in", "track"]


class SegmentBrowser(SegmentCase):
    def arrived(self, griot, made):
        """The rows by call, when each call is one row and no other is there."""
        self.assertEqual(sorted(made), CALLS)
        self.wait_settled(griot)
        rows = {row["name"]: row for row in self.rows()}
        self.assertEqual(self.count(), len(CALLS))
        by_call = {call: rows[NAMES.get(call, call)] for call in CALLS}
        self.assertEqual({call: str(row["id"]) for call, row in by_call.items()},
                         {call: self.event_id(one["id"]) for call, one in made.items()})
        return by_call

    def test_each_call_is_the_right_row(self):
        griot, client = self.started()
        program = self.program("visit.js", griot, client.key)
        made = program.ids()
        rows = self.arrived(griot, made)
        self.assertIn(f"got 200 /v1/projects/{client.key}/settings", program.lines)
        self.assertEqual([line for line in program.lines if line.startswith("fault")], [])
        for call, row in rows.items():
            self.assertEqual(row["channel"], "web")
            self.assertIn("Mozilla/", row["context"]["userAgent"])
            self.assertEqual(row["context"]["library"]["name"], "analytics.js")
            self.assertEqual(row["context"]["campaign"], {"source": "wa", "name": "june"})
            self.assertLess(abs((row["occurred_at"] - row["received_at"]).total_seconds()), 30)
            self.assertEqual(row["anonymous_id"], made[call]["anonymous"])
        self.assertEqual({call: row["user_id"] for call, row in rows.items()}, {
            "page": None, "track": None, "identify": "u-1", "screen": "u-1", "group": "u-1", "alias": "u-1",
            "signed in": "u-1", "after": None})
        before = {row["anonymous_id"] for call, row in rows.items() if call != "after"}
        self.assertEqual(len(before), 1)
        self.assertNotIn(rows["after"]["anonymous_id"], before)
        page = rows["page"]["properties"]
        self.assertEqual((page["path"], page["title"], page["name"], page["category"], page["plan"], page["search"]),
                         ("/shop", "The shop", "Home", "Docs", "pro", "?utm_source=wa&utm_campaign=june"))
        self.assertTrue(page["url"].endswith("/shop?utm_source=wa&utm_campaign=june"), page)
        self.assertEqual(rows["track"]["properties"], {"total": 12.5})
        self.assertEqual(rows["identify"]["properties"], {"traits": {"email": "ann@example.org"}})
        self.assertEqual(rows["screen"]["properties"], {"name": "Cart", "items": 3})
        self.assertEqual(rows["group"]["properties"], {"groupId": "g-1", "traits": {"name": "Example Ltd"}})
        self.assertEqual(rows["alias"]["properties"], {"previousId": "old-1"})

    def test_503s_are_sent_again_and_nothing_is_doubled(self):
        griot, client = self.started()
        self.redis.stop()
        program = self.program("visit.js", griot, client.key)
        for _ in range(8):
            program.wait_line("^http 503 ")
        self.redis.start()
        self.arrived(griot, program.ids())

    def test_429s_are_sent_again_and_nothing_is_doubled(self):
        griot, _ = self.started()
        program = self.program("visit.js", griot, self.limited_key(griot, 1, 2))
        program.wait_line("^http 429 ")
        self.arrived(griot, program.ids())


if __name__ == "__main__":
    unittest.main()
