"""Segment's SDKs, as its customers have them: only the host is another."""
import json
import os
import re
import shutil
import subprocess
import unittest
import uuid

from griot_testing import Case
from griot_testing.griot import PIPELINES, ROOT

CLIENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients/segment")
CALLS = ["alias", "group", "identify", "page", "screen", "track"]
EVENT_IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "events.griot.dev")


class Program:
    """A program that uses Segment's SDK. Read line by line."""

    def __init__(self, folder, *argv):
        self.child = subprocess.Popen(["node", "calls.js", *argv], cwd=folder, text=True, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT)
        self.lines = []

    def wait_line(self, pattern):
        """The match of the next line that has one; the SDK itself gives up in time."""
        for line in self.child.stdout:
            self.lines.append(line.rstrip())
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"no line with {pattern}:\n" + "\n".join(self.lines))

    def ids(self):
        """What the calls' ids are, once it has ended well."""
        ids = json.loads(self.wait_line("^ids (.*)$").group(1))
        if self.child.wait(30) != 0:
            raise AssertionError("\n".join(self.lines))
        return ids

    def end(self):
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()


class Segment(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = os.path.join(cls.folder, "clients")
        shutil.copytree(CLIENTS, cls.clients, ignore=shutil.ignore_patterns("node_modules"))
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=cls.clients, check=False,
                              capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    def started(self, **env):
        """A quickstart with the stage that the documentation shows, and a client with a key that it knows."""
        with open(os.path.join(ROOT, "docs/segment.md"), encoding="utf-8") as page:
            stage = re.search(r"(?m)^ {6}- id: segment\n( {8}.*\n)+", page.read()).group(0)
        with open(os.path.join(PIPELINES, "quickstart.yaml"), encoding="utf-8") as file:
            text = file.read()
        text, replaced = re.subn(r"(?m)^ {6}- id: segment\n( {8}.*\n)+", lambda _: stage, text)
        self.assertEqual(replaced, 1)
        griot = self.griot(self.pipeline(text), **env).start()
        return griot, self.client(griot)

    def program(self, griot, client):
        program = Program(self.clients, griot.url, client.key)
        self.addCleanup(program.end)
        return program

    def events(self):
        rows = self.postgres.rows(
            "select id, name, channel, user_id, anonymous_id, properties, context, occurred_at, received_at "
            "from events where project = %s", self.project)
        names = ["id", "name", "channel", "user_id", "anonymous_id", "properties", "context", "occurred_at",
                 "received_at"]
        return {row[1]: dict(zip(names, row)) for row in rows}

    def event_id(self, message_id):
        return str(uuid.uuid5(EVENT_IDS, f"{self.project}\x1fclient\x1f{message_id}"))

    def test_each_call_of_the_node_sdk_is_the_right_row(self):
        griot, client = self.started()
        ids = self.program(griot, client).ids()
        self.assertEqual(sorted(ids), CALLS)
        self.wait_count(6)
        names = {"page": "page_view", "screen": "screen_view", "track": "Order Completed"}
        events = self.events()
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
        program = self.program(griot, client)
        program.wait_line("^http 503$")
        self.redis.start()
        self.assertEqual(sorted(program.ids()), CALLS)
        self.wait_settled(griot)
        self.assertEqual(self.count(), 6)

    def test_what_was_kept_before_the_answer_broke_off_is_not_doubled(self):
        griot, client = self.started()
        self.wait_settled(griot)
        griot.restart(GRIOT_CRASH_AT="door.before_answer:2")
        program = self.program(griot, client)
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
        self.assertEqual(self.events()["page_view"]["properties"], {"path": "/p", "title": "T"})


if __name__ == "__main__":
    unittest.main()
