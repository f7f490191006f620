"""Segment's SDK for servers, as its customers have it: only the host is another."""
import json
import unittest

from griot_testing.segment import SegmentCase

CALLS = ["alias", "group", "identify", "page", "screen", "track"]


class Segment(SegmentCase):
    def test_each_call_of_the_node_sdk_is_the_right_row(self):
        griot, client = self.started()
        ids = self.program("calls.js", griot, client.key).ids()
        self.assertEqual(sorted(ids), CALLS)
        self.wait_count(6)
        names = {"page": "page_view", "screen": "screen_view", "track": "Order Completed"}
        events = {row["name"]: row for row in self.rows()}
        by_call = {call: events[names.get(call, call)] for call in CALLS}
        for call, event in by_call.items():
            self.assertEqual(str(event["id"]), self.event_id(ids[call]))
            self.assertEqual(event["channel"], "web")
            self.assertEqual(event["context"]["library"]["name"], "@segment/analytics-node")
            self.assertNotIn("userAgent", event["context"])
        self.assertEqual({call: (e["user_id"], e["anonymous_id"]) for call, e in by_call.items()}, {
            "alias": ("u-1", None), "group": ("u-1", None), "identify": ("u-1", None), "page": (None, "a-1"),
            "screen": (None, "a-1"), "track": ("u-1", None)})
        self.assertEqual({call: e["properties"] for call, e in by_call.items()}, {
            "alias": {"previousId": "a-1"},
            "group": {"groupId": "g-1", "traits": {"name": "Example Ltd"}},
            "identify": {"traits": {"email": "ann@example.org", "plan": "pro"}},
            "page": {"url": "https://shop.example/docs?x=1", "path": "/docs", "title": "Docs", "name": "Home",
                     "category": "Docs", "referrer": "https://example.org/"},
            "screen": {"name": "Cart", "items": 3},
            "track": {"total": 12.5, "currency": "XOF"}})
        track = by_call["track"]
        self.assertEqual(track["context"]["channel"], "server")
        # The clocks are one, so the correction is what the way took.
        said = track["occurred_at"].timestamp() - 1772620200.25
        self.assertTrue(0 <= said < 5, said)

    def test_a_503_is_sent_again_and_nothing_is_doubled(self):
        griot, client = self.started()
        self.redis.stop()
        program = self.program("calls.js", griot, client.key)
        program.wait_line("^http 503$")
        self.redis.start()
        self.assertEqual(sorted(program.ids()), CALLS)
        self.wait_settled(griot)
        self.assertEqual(self.count(), 6)

    def test_a_429_is_sent_again_and_nothing_is_doubled(self):
        griot, _ = self.started()
        # Two events are a batch of the program's: the bucket gives one, and then one in two seconds.
        program = self.program("calls.js", griot, self.limited_key(griot, 0.5, 1))
        program.wait_line("^http 429$")
        self.assertEqual(sorted(program.ids()), CALLS)
        self.wait_settled(griot)
        self.assertEqual(self.count(), 6)

    def test_what_was_kept_before_the_answer_broke_off_is_not_doubled(self):
        griot, client = self.started()
        self.wait_settled(griot)
        griot.restart(GRIOT_CRASH_AT="door.before_answer:2")
        program = self.program("calls.js", griot, client.key)
        self.assertEqual(griot.wait_gone(), -9)
        griot.start()
        self.assertEqual(sorted(program.ids()), CALLS)
        ledger = self.wait_settled(griot)
        self.assertEqual(self.count(), 6)
        duplicates = sum(line["duplicate"] for line in ledger["lines"] if line["project"] == self.project)
        self.assertGreater(duplicates, 0)

    def test_a_browser_finds_its_way_by_its_settings(self):
        griot, client = self.started()
        answer = client.get(f"/v1/projects/{client.key}/settings", {"Origin": "https://shop.example"})
        self.assertEqual(answer.status, 200, answer)
        self.assertIn("max-age", answer.headers["Cache-Control"])
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "https://shop.example")
        settings = answer.json["integrations"]["Segment.io"]
        self.assertEqual(f'{settings["protocol"]}://{settings["apiHost"]}', griot.url + "/v1")
        self.assertEqual(client.get("/v1/projects/wk_nobody/settings").status, 404)
        body = {"type": "page", "anonymousId": "a", "writeKey": settings["apiKey"], "messageId": "ajs-next-1",
                "context": {"page": {"path": "/p", "title": "T"}}, "properties": {}}
        for _ in range(2):
            answer = client.request("POST", "/v1/p", json.dumps(body), {"Content-Type": "text/plain"})
            self.assertEqual((answer.status, answer.json), (200, {"success": True}))
        self.wait_settled(griot)
        self.assertEqual(self.count(), 1)
        self.assertEqual(self.rows()[0]["properties"], {"path": "/p", "title": "T"})


if __name__ == "__main__":
    unittest.main()
