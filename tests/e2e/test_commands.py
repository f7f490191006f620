"""griot's own commands and those that plugins bring, with their exit codes: 0 done, 1 failed or
differences, 2 misused, 3 wrong configuration."""
import base64
import json
import os
import signal
import tempfile
import unittest

from griot_testing import Case, in_time, run_griot
from griot_testing.griot import PIPELINES

QUICKSTART = os.path.join(PIPELINES, "quickstart.yaml")
PLUGINS = {"postgres_writer", "redis_queue", "segment_api", "session_enricher", "web_sdk", "whatsapp_crm"}
# Enough to be validated with; nothing is connected to.
ENV = {"GRIOT_PG": "postgresql://u:sesame-pg@h/d", "GRIOT_REDIS": "redis://:sesame-redis@h:1",
       "GRIOT_WHATSAPP_SECRET": "sesame-secret", "GRIOT_WHATSAPP_VERIFY_TOKEN": "sesame-token",
       "GRIOT_KEY_SECRET": "sesame-key-secret-of-thirty-two-or-more"}


class WithoutServers(unittest.TestCase):
    def said(self, *arguments, code=0, env=None):
        done = run_griot(*arguments, env=ENV if env is None else env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_help_names_every_command(self):
        said = self.said("--help")
        for command in ("run", "validate", "plugins", "schema", "graph", "ledger", "status", "migrate",
                        "dead-letters ls", "dead-letters show", "dead-letters replay", "key new", "project new"):
            self.assertRegex(said, rf"(?m)^  {command}\b")
        self.assertIn("griot", self.said("--version"))
        self.said(code=2)
        self.said("nonsense", code=2)
        self.said("run", "--nonsense", code=2)

    def test_the_pipelines_of_the_tree_are_valid(self):
        for files in (["quickstart.yaml"], ["collector.yaml"], ["processor.yaml"]):
            with self.subTest(files=files):
                self.said("validate", *[os.path.join(PIPELINES, f) for f in files])

    def test_what_is_wrong_is_named_with_its_place(self):
        with open(QUICKSTART, encoding="utf-8") as f:
            good = f.read()
        wrong = {"memory: 256MiB": ("memroy: 256MiB", r":\d+:1: memroy: .*memory"),
                 "plugin: web_sdk": ("plugin: web_sdc", r":\d+:\d+: pipelines\.collect\.sources\[1\]\.plugin: .*web_sdk"),
                 "project: default\n": ("project: [default]\n",
                                        r":\d+:\d+: pipelines\.collect\.sources\[0\]\.options\.project: "),
                 "griot: 1": ("griot: 2", r":\d+:\d+: griot: "),
                 "${GRIOT_PG}": ("${GRIOT_PGG}", r":\d+:\d+: .*GRIOT_PGG"),
                 "  process:": ("  collect:", r":\d+:\d+: .*(twice|two|duplicate)")}
        for old, (new, pattern) in wrong.items():
            with self.subTest(new=new):
                self.assertIn(old, good)
                file = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "p.yaml")
                with open(file, "w", encoding="utf-8") as f:
                    f.write(good.replace(old, new, 1))
                said = self.said("validate", file, code=3)
                self.assertRegex(said, "p\\.yaml" + pattern)
                self.assertNotIn("sesame", said)  # no secret in any message
        self.said("validate", "/nowhere.yaml", code=3)

    def test_a_missing_variable_is_named(self):
        said = self.said("validate", QUICKSTART, code=3, env={})
        self.assertIn("GRIOT_WHATSAPP_SECRET", said)

    def test_plugins(self):
        lines = [json.loads(line) for line in self.said("plugins", "--json").splitlines()]
        self.assertLessEqual(PLUGINS, {line["id"] for line in lines})
        self.assertTrue(all(len(line["sha256"]) == 64 for line in lines))
        self.assertIn("redis_queue", self.said("plugins"))

    def test_the_schema(self):
        schema = json.loads(self.said("schema"))
        self.assertEqual(schema["$schema"], "http://json-schema.org/draft-07/schema#")
        for plugin in PLUGINS:
            self.assertIn("options_" + plugin, schema["definitions"])

    def test_the_graph(self):
        mermaid = self.said("graph", QUICKSTART)
        self.assertTrue(mermaid.startswith(("flowchart", "graph")), mermaid)
        dot = self.said("graph", QUICKSTART, "--format", "dot")
        self.assertTrue(dot.startswith("digraph"), dot)
        for text in (mermaid, dot):
            self.assertIn("whatsapp", text)
            self.assertNotIn("sesame", text)
        self.said("graph", QUICKSTART, "--format", "png", code=2)

    def test_nobody_runs_here(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.assertIn("no griot runs", self.said("ledger", "--data", folder, code=1))
        self.said("status", "--data", folder, code=1)

    def test_a_command_without_a_database(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.assertIn("GRIOT_PG", self.said("migrate", "--data", folder, code=3, env={}))


class WithServers(Case):
    def said(self, griot, *arguments, code=0):
        done = griot.command(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def test_migrate_twice(self):
        griot = self.griot()
        self.said(griot, "migrate")
        self.assertIn("up to date", self.said(griot, "migrate"))
        tables = {t for (t,) in self.postgres.rows("select tablename from pg_tables where schemaname = 'public'")}
        self.assertLessEqual({"events", "event_ids", "sessions", "projects", "write_keys", "dead_letters", "ledger"},
                             tables)

    def test_projects_and_keys(self):
        griot = self.griot().start()
        self.said(griot, "project", "new", self.project, "--timezone", "Africa/Nairobi")
        self.said(griot, "project", "new", self.project, code=1)
        listed = [json.loads(line) for line in self.said(griot, "project", "ls", "--json").splitlines()]
        self.assertIn(self.project, [line["id"] for line in listed])
        key = json.loads(self.said(griot, "key", "new", "--project", self.project, "--json"))["key"]
        client = self.client(griot, key=key)
        self.assertEqual(client.capture([{"event_name": "x", "user_id": "u"}]).status, 200)
        self.wait_count(1)
        prefix = [json.loads(line)["prefix"] for line in
                  self.said(griot, "key", "ls", "--project", self.project, "--json").splitlines()]
        self.assertEqual(len(prefix), 1)
        self.said(griot, "key", "revoke", prefix[0])
        in_time("the key to be refused", lambda: client.capture([]).status == 401)
        self.said(griot, "key", "new", code=2)
        self.said(griot, "key", "new", "--project", "no-such-project", code=1)

    def test_dead_letters_are_listed_shown_and_replayed(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        raw = b"signed, but no JSON: \xff"
        self.assertEqual(client.webhook(raw).status, 200)
        self.wait_settled(griot)
        letters = [json.loads(line) for line in
                   self.said(griot, "dead-letters", "ls", "--project", self.project, "--json").splitlines()]
        self.assertEqual(len(letters), 1)
        self.assertEqual((letters[0]["project"], letters[0]["kind"]), (self.project, "raw"))
        self.assertTrue(letters[0]["reason"])
        number = str(letters[0]["id"])
        shown = json.loads(self.said(griot, "dead-letters", "show", number, "--json"))
        self.assertEqual(base64.b64decode(shown["raw_base64"]), raw)
        self.assertIn(letters[0]["reason"], self.said(griot, "dead-letters", "ls"))
        self.said(griot, "dead-letters", "show", "999999999", code=1)
        self.said(griot, "dead-letters", "show", code=2)
        self.said(griot, "dead-letters", "replay", code=2)
        self.assertIn("replayed 0", self.said(griot, "dead-letters", "replay", number))

    def test_a_dead_event_is_stored_when_replayed(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        # A rule of this database that some events break, until somebody lifts it.
        self.postgres.rows("alter table events add constraint e2e_rule check (name <> 'forbidden')")
        try:
            answer = client.capture([{"event_name": "fine", "user_id": "u"}, {"event_name": "forbidden", "user_id": "u"},
                                     {"event_name": "fine", "user_id": "u"}])
            self.assertEqual(answer.status, 200)
            ledger = self.wait_settled(griot)
        finally:
            self.postgres.rows("alter table events drop constraint e2e_rule")
        line = next(l for l in ledger["lines"] if l["project"] == self.project)
        self.assertEqual((line["stored"], line["dead"]), (2, 1))
        letter = json.loads(self.said(griot, "dead-letters", "ls", "--project", self.project, "--json"))
        self.assertEqual((letter["kind"], letter["event"]["name"]), ("event", "forbidden"))
        self.said(griot, "dead-letters", "replay", "--all", "--project", self.project)
        self.wait_count(3)
        ledger = self.wait_settled(griot)
        self.assertEqual(sum(l["stored"] for l in ledger["lines"] if l["project"] == self.project), 3)
        # Replayed letters are no longer listed, and a second replay of all has nothing to do.
        self.assertEqual(self.said(griot, "dead-letters", "ls", "--project", self.project, "--json"), "")
        self.assertIn("replayed 0", self.said(griot, "dead-letters", "replay", "--all", "--project", self.project))

    def test_ledger_and_status(self):
        griot = self.griot().start()
        self.assertIn("balanced", self.said(griot, "ledger"))
        self.assertTrue(json.loads(self.said(griot, "ledger", "--json"))["balanced"])
        status = json.loads(self.said(griot, "status"))
        self.assertEqual(status["health"]["status"], "ready")
        self.assertLessEqual({"collect/web", "collect/queue", "process/store"}, {s["stage"] for s in status["stages"]})

    def test_one_griot_a_folder(self):
        griot = self.griot().start()
        second = run_griot("run", QUICKSTART, "--data", griot.folder, env=griot.env)
        self.assertEqual(second.returncode, 1)
        self.assertIn("another griot", second.stderr)
        self.assertEqual(griot.control({"op": "status"})["pid"], griot.process.child.pid)

    def test_a_bad_file_does_not_start(self):
        griot = self.griot(self.pipeline("griot: 1\npipelines: {}\n")).start(ready=False)
        self.assertEqual(griot.wait_gone(), 3)

    def test_sigterm_drains(self):
        griot = self.griot().start()
        client = self.client(griot)
        for n in range(30):
            self.assertEqual(client.capture([{"event_name": "x", "user_id": f"u{n}"}] * 100).status, 200)
        self.assertEqual(griot.stop(), 0, griot.process.tail())
        # What was read is stored and acknowledged; what was not is in the queue for the next.
        self.assertEqual(griot.start().process.alive, True)
        self.wait_settled(griot)
        self.assertEqual(self.count(), 3000)
        griot.process.child.send_signal(signal.SIGINT)
        self.assertEqual(griot.wait_gone(), 0)


if __name__ == "__main__":
    unittest.main()
