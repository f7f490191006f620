"""A channel that only a mapping file defines stands under its own name on the pages and in the filters of the web app
as it was built."""
import datetime
import json
import os
import subprocess
import unittest

from griot_testing.browser import install_packages
from griot_testing.client import Client
from griot_testing.demo_site import DemoSite
from griot_testing.griot import write_pipeline
from griot_testing.reports import PIPELINE
from griot_testing.web import ROOT, WEB, WebCase

PROGRAM = os.path.join(ROOT, "tests/e2e/clients/dashboard_walk.mjs")
CHANNEL, TOKEN, PHONE = "kiosk", "a-token-for-tests-of-kiosks", "+254711000001"
MAPPING = """mapping: 1
name: terminals
channel: kiosk
signature: {token: query, name: token}
events:
  - {name: screen.touched, when: {kind: touch}, key: id, user: phone, time: time_iso(at), properties: {screen: screen}}
"""
WEB_DOOR = "sources: [{id: web,"
KIOSK_DOOR = ("sources: [{id: terminals, plugin: whatsapp_crm, options: {path: /webhooks/kiosk, mapping: kiosk.yaml, "
              f"project: demo, secrets: [{TOKEN}]}}}}, {{id: web,")


class Channel(WebCase):
    @classmethod
    def setUpClass(cls):
        install_packages(WEB)
        assert PIPELINE.count(WEB_DOOR) == 1
        cls.site = DemoSite(pipeline=PIPELINE.replace(WEB_DOOR, KIOSK_DOOR))
        cls.addClassCleanup(cls.site.end)
        write_pipeline(cls.site.folder, "kiosk.yaml", MAPPING)
        cls.site.start()
        cls.site.sign_in()
        cls.site.postgres.rows("insert into projects (id) values ('demo') on conflict do nothing")
        now = datetime.datetime.now(datetime.timezone.utc)
        with Client(cls.site.url) as client:
            for n in range(40):
                at = (now - datetime.timedelta(hours=12 * n, minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
                body = {"kind": "touch", "id": f"t{n}", "phone": PHONE, "at": at, "screen": "prices"}
                answer = client.request("POST", "/webhooks/kiosk?token=" + TOKEN, json.dumps(body), {"Content-Type": "application/json"})
                assert answer.status == 200, answer
        cls.site.wait_rolled()

    def test_it_stands_on_the_pages(self):
        paths = ["/overview?project=demo", "/overview?project=demo&channel=" + CHANNEL, "/live?project=demo",
                 "/journeys?project=demo", "/journey?project=demo&user=%2B254711000001", "/sessions?project=demo"]
        seen = {page["path"]: page for page in self.look(*paths, shots=None) if page["look"] == "light"}
        for path, page in seen.items():
            self.assertEqual(page["faults"], [], path)
        overview, filtered, live, journeys, journey, sessions = (seen[path] for path in paths)
        self.assertEqual({row["channel"] for row in overview["tables"]["Channels"]}, {CHANNEL})
        self.assertEqual(filtered["stats"]["active_people"], "1")
        for page in (live, journey):
            self.assertIn(CHANNEL, page["first_screen"])
        self.assertIn("screen.touched", json.dumps(journeys["tables"]))
        self.assertEqual({row["channel"] for row in sessions["tables"]["Sessions"]}, {CHANNEL})

    def test_it_can_be_chosen_as_a_filter(self):
        told = {"url": self.site.url, "cookie": self.site.cookie, "pages": ["/overview", "/live"]}
        done = subprocess.run(["node", PROGRAM, "channels"], cwd=WEB, input=json.dumps(told), capture_output=True,
                              text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout), {"/overview": [CHANNEL], "/live": [CHANNEL]})


if __name__ == "__main__":
    unittest.main()
