"""The Overview's first screen says of five businesses what is true of them: better or worse, by how much, why, who
waits, and whether the numbers can be trusted. Screenshots to try it on somebody, and the answers, go to
$GRIOT_SHOTS/reading."""
import hashlib
import json
import os
import re
import time
import unittest
import uuid

from griot_testing.browser import install_packages
from griot_testing.businesses import BUSINESSES, Life
from griot_testing.client import Client
from griot_testing.demo_site import DemoSite
from griot_testing.process import wait_for
from griot_testing.reports import PIPELINE
from griot_testing.web import SHOTS, WEB, WebCase

ONE = "{id: web, plugin: web_sdk, options: {path: /v1/capture}}"
TWO = ONE + ", {id: whatsapp, plugin: web_sdk, options: {path: /v1/messages, health_path: '', handshake_path: '', scripts: false}}"
SEED = os.environ.get("GRIOT_SEED") or "1"
READING = os.path.join(SHOTS, "reading")


class FirstScreen(WebCase):
    @classmethod
    def setUpClass(cls):
        print(f"\nGRIOT_SEED={SEED}")
        install_packages(WEB)
        assert ONE in PIPELINE
        cls.site = DemoSite(pipeline=PIPELINE.replace(ONE, TWO))
        cls.addClassCleanup(cls.site.end)
        cls.site.start()
        cls.site.sign_in()
        cls.lives = [Life(business, SEED, int(time.time())) for business in BUSINESSES]
        for number, life in enumerate(cls.lives, 1):
            cls.tell(f"business-{number}", life)
        cls.site.wait_rolled()
        cls.pages = {(page["path"].partition("project=")[2], page["look"]): page for page in WebCase.look(
            cls("test_it_is_short"), *(f"/overview?project=business-{number}" for number in range(1, 6)), shots=READING)}

    @classmethod
    def tell(cls, project, life):
        key = "wk_" + uuid.uuid4().hex
        postgres = cls.site.postgres
        postgres.rows("insert into projects (id, name) values (%s, %s)", project, life.business.name)
        postgres.rows("insert into write_keys (hash, project, prefix, kind) values (%s, %s, %s, 'write')",
                      hashlib.sha256(key.encode()).hexdigest(), project, key[:9])
        with Client(cls.site.url, key=key) as client:
            wait_for("the key to be known", lambda: client.capture([]).status == 200)
            for path, events in (("/v1/capture", life.web), ("/v1/messages", life.chat)):
                for start in range(0, len(events), 1000):
                    body = json.dumps({"batch": events[start:start + 1000]})
                    answer = client.request("POST", path, body, {"Content-Type": "application/json", "X-Write-Key": key})
                    assert answer.status == 200, answer
        wait_for("all of it to be stored", lambda: postgres.one(
            "select count(*) from events where project = %s", project) == len(life.web) + len(life.chat), 120)

    def test_what_it_says_is_true(self):
        answers = ["# What is true of the five businesses", ""]
        for number, life in enumerate(self.lives, 1):
            truth = life.truth()
            answers += [f"## {number}. {life.business.name}"] + [f"- {what}: {truth[what]}" for what in (
                "better or worse", "by how much", "why", "who waits", "can it be trusted")] + [""]
            for look in ("light", "phone"):
                with self.subTest(business=life.business.name, look=look):
                    self.check(self.pages[f"business-{number}", look], truth)
        with open(os.path.join(READING, "answers.md"), "w", encoding="utf-8") as file:
            file.write("\n".join(answers))

    def check(self, page, truth):
        said = page["first_screen"]
        self.assertEqual(page["faults"], [])
        way = "No clear change" if truth["channel"] is None else "Better" if truth["change"] > 0 else "Worse"
        self.assertIn(f"{way} over 28 days", said)
        self.assertIn(f"{truth['people']:,} active people", said)
        much = re.search(r"active people, ([+-−]?[\d.]+)% on the 28 days before", said)
        self.assertAlmostEqual(float(much[1].replace("−", "-")), 100 * truth["change"], delta=0.51)
        if truth["channel"]:
            self.assertIn(f"most of it on {truth['channel']}", said)
        self.assertEqual("Answers are slower" in said, truth["slow"])
        self.assertIn(f"{truth['waits']} customer" if truth["waits"] else "Nobody waits", said)
        if truth["longest_hours"]:
            self.assertIn(f"the longest for {int(truth['longest_hours'])}h" if truth["longest_hours"] >= 1 else "the longest for", said)
        self.assertEqual("can be trusted" in said, truth["silent"] is None)
        if truth["silent"]:
            self.assertIn(f"nothing has come from {truth['silent']} since", said)

    def test_it_is_short(self):
        for (project, look), page in self.pages.items():
            words = [word for word in page["first_screen"].split() if any(c.isalpha() for c in word)]
            with self.subTest(project=project, look=look):
                self.assertLessEqual(len(words), 120, page["first_screen"])


if __name__ == "__main__":
    unittest.main()
