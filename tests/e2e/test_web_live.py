"""What moves in the web app: the live feed, the way in by the printed link, and what the address keeps."""
import json
import os
import subprocess
import uuid

from griot_testing.client import Client
from griot_testing.demo_site import PASSWORD
from griot_testing.web import ROOT, WEB, WebCase

PROGRAM = os.path.join(ROOT, "tests/e2e/clients/dashboard_walk.mjs")


class Walk(WebCase):
    demo = {"users": 60, "days": 40}

    def walk(self, name, **more):
        """One walk of dashboard_walk.mjs: what it saw."""
        told = {"url": self.site.url, "cookie": self.site.cookie, **more}
        done = subprocess.run(["node", PROGRAM, name], cwd=WEB, input=json.dumps(told), capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def new_key(self):
        with Client(self.site.url) as client:
            answer = client.request("POST", "/api/v1/keys?project=demo", json.dumps({"kind": "write"}),
                                    {"Content-Type": "application/json", "Origin": self.site.url,
                                     "Cookie": self.site.cookie})
        self.assertEqual(answer.status, 201, answer)
        return answer.json["key"]

    def test_an_event_shows_within_a_second_of_its_post(self):
        key, names = self.new_key(), ["live " + uuid.uuid4().hex[:8] for _ in range(3)]
        seen = self.walk("live", key=key, names=names)
        for name in names[:2]:
            self.assertLessEqual(seen["milliseconds"][name], 1000, seen)
        # What came while the feed was paused is there afterwards.
        self.assertFalse(seen["while_paused"])
        self.assertIn(names[2], seen["after_pause"])
        self.assertEqual(seen["faults"], [])

    def test_a_newcomer_comes_to_the_demos_story(self):
        done = self.site.griot.command("user", "add", "new@example.com", "--role", "owner")
        seen = self.walk("newcomer", link=done.stdout.strip(), password=PASSWORD)
        self.assertTrue(seen["path"].startswith("/overview?project=demo"), seen)
        self.assertIn("active people", seen["story"])
        self.assertEqual(seen["demo"], "demo data")

    def test_the_address_holds_the_state(self):
        seen = self.walk("address")
        self.assertEqual(seen["after_choice"], "?project=demo&range=7d")
        self.assertEqual(seen["after_filter"], "?project=demo&range=7d&channel=web")
        self.assertEqual(seen["after_back"], "?project=demo&range=7d")
        self.assertEqual(seen["after_reload"], seen["before_reload"])
        self.assertNotEqual(seen["before_reload"], seen["wide"])
        self.assertEqual(seen["other_tab"], seen["wide"], "two tabs do not disturb each other")

    def test_a_lost_connection_is_said_and_healed(self):
        seen = self.walk("lost")
        self.assertIn("cannot be reached", seen["said"])
        self.assertEqual(seen["healed"], "")
        self.assertTrue(seen["kept"], "what was shown stays")
