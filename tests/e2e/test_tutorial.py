"""docs/tutorial.md: the plugin that stands there, built from the installed SDK, and the same channel as a
mapping; both through the binary into Postgres."""
import json
import os
import re
import shutil
import subprocess
import unittest

from griot_testing import Case, run_griot, write_pipeline
from griot_testing.griot import BUILD, ROOT

SECRET = "a-secret-for-telegram"


def update(number, text="Habari 😀", **more):
    """As Telegram's Bot API has it."""
    sender = {"id": 4242, "is_bot": False, "first_name": "Amina"}
    return {"update_id": 900 + number, "message": {
        "message_id": number, "from": sender, "chat": {"id": 4242, "type": "private"}, "date": 1760000000 + number,
        "text": text, **more}}


class Tutorial(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work = os.path.join(cls.folder, "my telegram")
        os.mkdir(cls.work)
        with open(os.path.join(ROOT, "docs/tutorial.md"), encoding="utf-8") as f:
            cls.page = f.read()
        cls.files = dict(re.findall(r"`([\w.]+)`:\n\n```\w+\n(.*?)```", cls.page, re.DOTALL))
        for name, text in cls.files.items():
            write_pipeline(cls.work, name, text)
        prefix = os.path.join(cls.folder, "sdk")
        cls.tool("cmake", "--install", BUILD, "--component", "sdk", "--prefix", prefix)
        cls.tool("cmake", "-S", ".", "-B", "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}")
        cls.tool("cmake", "--build", "build")

    @classmethod
    def tool(cls, *argv):
        done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=cls.work)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(argv)}:\n{done.stdout}\n{done.stderr}")

    def start(self, stage):
        """A griot whose source is this YAML."""
        text, replaced = re.subn(r"(?s)      - id: telegram\n.*?(?=    sinks:)", lambda _: stage,
                                 self.files["pipeline.yaml"], count=1)
        self.assertEqual(replaced, 1)
        text = text.replace("project: default", "project: " + self.project)
        return self.griot(write_pipeline(self.work, self.project + ".yaml", text), TELEGRAM_SECRET=SECRET).start()

    def stage(self, plugin):
        """The one of these that the page shows."""
        return re.search(rf"(?s)      - id: telegram\n        plugin: {plugin}\n.*?(?=    sinks:|```)", self.page)[0]

    def send(self, griot, body, secret=SECRET):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        with griot.client() as client:
            return client.request("POST", "/webhooks/telegram", body, headers)

    def rows(self):
        return self.postgres.rows(
            "select channel, name, user_id, extract(epoch from occurred_at)::int, properties->>'text', "
            "properties->>'messageId', properties->>'chatId', session_id is not null from events where project = %s "
            "order by occurred_at", self.project)

    EXPECTED = [("telegram", "message.received", "telegram:4242", 1760000001, "Habari 😀", "4242:1", "4242", True),
                ("telegram", "message.received", "telegram:4242", 1760000002, None, "4242:2", "4242", True)]

    def test_it_is_as_short_as_it_says(self):
        self.assertEqual(set(self.files), {"CMakeLists.txt", "telegram.cpp", "pipeline.yaml"})
        lines = self.files["telegram.cpp"].splitlines()
        self.assertLessEqual(len(lines), 100)
        self.assertLessEqual(max(map(len, lines)), 100)
        self.assertEqual(set(re.findall(r"#include <(\w+)/", self.files["telegram.cpp"])), {"griot"})

    def test_it_is_listed_and_its_options_are_checked(self):
        self.assertIn("telegram", run_griot("plugins", "--plugins", os.path.join(self.work, "build")).stdout)
        good = os.path.join(self.work, "pipeline.yaml")
        env = self.env | {"TELEGRAM_SECRET": SECRET}
        self.assertEqual(run_griot("validate", good, env=env).returncode, 0)
        done = run_griot("validate", good, env=env | {"TELEGRAM_SECRET": "short"})
        self.assertEqual(done.returncode, 3)
        self.assertIn("secret", done.stderr)
        self.assertNotIn("short\"", done.stderr)

    def test_the_plugin(self):
        griot = self.start(self.stage("telegram"))
        for _ in range(5):
            self.assertEqual(self.send(griot, update(1)).status, 200)
        self.assertEqual(self.send(griot, update(2, text=None, photo=[])).status, 200)
        # Something else, and nothing that vouches for it.
        self.assertEqual(self.send(griot, {"update_id": 7, "poll": {"id": "1"}}).status, 200)
        for secret in (None, SECRET + "x", SECRET[:-1]):
            self.assertEqual(self.send(griot, update(3), secret=secret).status, 401)
        # What can be no event is kept.
        poison = [b"{", b"[]", b'{"message":7}', json.dumps(update(4, text="\0")).encode(),
                  json.dumps(update(5, chat={"id": 'a","b":"'})).encode()]
        for body in poison:
            self.assertEqual(self.send(griot, body).status, 200, body)
        ledger = self.wait_settled(griot)
        self.assertEqual(self.rows(), self.EXPECTED)
        dead = self.postgres.rows("select reason, raw from dead_letters where project = %s", self.project)
        self.assertEqual({bytes(raw) for _, raw in dead}, set(poison) - {b"[]"})
        self.assertEqual({reason for reason, _ in dead}, {"no_message"})
        line = next(line for line in ledger["lines"] if line["project"] == self.project)
        self.assertEqual((line["source"], line["stored"], line["duplicate"]), ("collect/telegram", 2, 4))

    def test_the_mapping(self):
        shutil.copy(os.path.join(ROOT, "docs/examples/telegram.yaml"), self.work)
        griot = self.start(self.stage("whatsapp_crm"))
        for _ in range(5):
            self.assertEqual(self.send(griot, update(1)).status, 200)
        self.assertEqual(self.send(griot, update(2, text=None, photo=[])).status, 200)
        self.assertEqual(self.send(griot, {"update_id": 7, "poll": {"id": "1"}}).status, 200)
        for secret in (None, SECRET + "x", SECRET[:-1]):
            self.assertEqual(self.send(griot, update(3), secret=secret).status, 401)
        self.wait_settled(griot)
        self.assertEqual(self.rows(), self.EXPECTED)


if __name__ == "__main__":
    unittest.main()
