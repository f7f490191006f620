"""What is changed through the web app is changed, and what it says of this griot is what the API says."""
import json
import os
import subprocess

from griot_testing.client import Client
from griot_testing.web import ROOT, WEB, WebCase

PROGRAM = os.path.join(ROOT, "tests/e2e/clients/dashboard_forms.mjs")


class Forms(WebCase):
    demo = {"users": 30, "days": 5}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.griot.command("user", "add", "other@example.com", "--role", "viewer", "--project", "demo")

    def fill(self, name):
        told = {"url": self.site.url, "cookie": self.site.cookie}
        done = subprocess.run(["node", PROGRAM, name], cwd=WEB, input=json.dumps(told), capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertEqual(seen["faults"], [])
        return seen

    def things(self, path):
        return self.site.ask(f"{path}?project=demo")

    def test_a_project(self):
        seen = self.fill("project")
        settings = self.things("/settings")["settings"]
        self.assertEqual(settings["response_target"], 600)
        self.assertEqual(settings["idle"], {"web": 900})
        self.assertEqual(settings["business_hours"], {"mon": [["09:00", "12:30"], ["13:30", "18:00"]]})
        self.assertIn("timezone", seen["refused"])

    def test_a_goal(self):
        self.fill("goal")
        mine = [goal for goal in self.things("/goals")["goals"] if goal["name"] == "Big order"]
        self.assertEqual([(goal["event"], goal["filters"], goal["value_property"]) for goal in mine],
                         [("purchase", [{"property": "total", "op": "gte", "value": 1000}], "total")])

    def test_a_key_is_shown_once(self):
        seen = self.fill("key")
        self.assertRegex(seen["key"], "^wk_[0-9A-Za-z_-]{32}$")
        self.assertIn(seen["key"], seen["snippet"])
        self.assertNotIn(seen["key"], seen["afterwards"])
        self.assertIn(seen["key"][:9], seen["afterwards"])
        keys = [key for key in self.things("/keys")["keys"] if key["name"] == "my site"]
        self.assertEqual([key["origins"] for key in keys], [["https://shop.example"]])

    def test_people(self):
        seen = self.fill("team")
        self.assertIn("/welcome#", seen["link"])
        roles = {one["email"]: one["role"] for one in self.things("/team")["team"]}
        self.assertEqual(roles["other@example.com"], "analyst")
        self.assertIn("role.changed", [entry["action"] for entry in self.things("/audit")["audit"]])

    def test_a_note(self):
        self.fill("note")
        self.assertIn(("Launch", "2026-10-01"), [(note["name"], note["content"]["at"][:10])
                                                 for note in self.things("/saved/annotations")["annotations"]])

    def test_health_is_the_apis(self):
        page = self.look("/health?project=demo", shots=None)[0]
        data = self.ask("/health")
        self.same_rows(page, "Ledger", data["ledger"], ("source", "stored", "duplicate", "filtered", "dead"))
        self.assertEqual(float(page["stats"]["dead_letters"]), data["state"]["dead_letters"])
        self.assertIn("The numbers can be trusted", page["first_screen"])

    def test_a_project_without_data_waits_for_its_first_event(self):
        with Client(self.site.url) as client:
            headers = {"Content-Type": "application/json", "Origin": self.site.url, "Cookie": self.site.cookie}
            made = client.request("POST", "/api/v1/projects", json.dumps({"id": "fresh", "name": "Fresh"}), headers)
        self.assertEqual(made.status, 201, made)
        seen = self.fill("first")
        self.assertIn("Nothing was heard for Fresh yet", seen["before"])
        self.assertTrue(seen["opened"].startswith("/connect?project=fresh"), seen)
        self.assertIn("There it is: your first event", seen["after"])
