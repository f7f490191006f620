"""Every provider's webhooks through the binary: what it signs is answered as it wants and becomes the right
rows, however often it comes; what it did not sign leaves no trace."""
import datetime
import json
import os
import re
import tempfile
import unittest

from griot_testing import Case, run_griot, write_pipeline
from griot_testing.griot import PIPELINES, ROOT
from griot_testing.providers import FORM, event_id, providers

SECRET, OLD = "sesame-now", "sesame-before"


class Providers(Case):
    def run_stages(self, stages, more=""):
        """A griot with these stages of whatsapp_crm, {id: (provider, path, project)}, in place of its own."""
        lines = "".join(
            f"      - {{id: {id}, plugin: whatsapp_crm, options: {{provider: {p.name}, path: {path}, project: {project}, "
            f"secrets: [{OLD}, {SECRET}], public_url: 'https://hooks.example{path}'{more}}}}}\n"
            for id, (p, path, project) in stages.items())
        with open(self.whatsapp_pipeline(), encoding="utf-8") as f:
            text, replaced = re.subn(r"(?s)      - id: whatsapp\n.*?(?=      - id: web\n)", lambda _: lines, f.read())
        self.assertEqual(replaced, 1)
        self.server = self.griot(self.pipeline(text)).start()
        self.sender = self.server.client()
        self.addCleanup(self.sender.close)

    def start(self):
        self.all = providers()
        self.run_stages({p.name: (p, p.path, self.project_of(p)) for p in self.all})

    def project_of(self, provider):
        return f"{self.project}-{provider.name.replace('_', '-')}"

    def send(self, provider, body, secret=SECRET, path=None):
        path, headers = provider.request(body, secret, path)
        return self.sender.request("POST", path, body, headers)

    def acked(self, provider, answer, what):
        got = (answer.status, answer.headers["Content-Type"], answer.body)
        self.assertEqual(got, provider.ack, f"{provider.name}: {what}")

    def stored(self, project):
        rows = self.postgres.rows(
            "select id::text, channel, name, user_id, properties, context->>'provider', occurred_at "
            "from events where project = %s", project)
        return {row[0]: list(row[1:]) for row in rows}

    def dead(self, project):
        return sorted(reason for (reason,) in self.postgres.rows(
            "select reason from dead_letters where project = %s", project))

    def unknown(self, stage):
        """What was counted, by name."""
        lines = re.findall(r'^griot_whatsapp_unknown\{(.*)\} (\S+)$', self.server.metrics(), re.MULTILINE)
        return {re.search('field="(.*?)"', labels)[1]: int(count) for labels, count in lines
                if f'stage="collect/{stage}"' in labels and int(count)}

    def test_each_fixture_five_times_becomes_its_rows_once(self):
        for provider in providers():
            # Each at an address and in a project of its own: what one tells must not be remembered by another.
            fixtures = {f"f{i}": fixture for i, fixture in enumerate(provider.fixtures())}
            self.run_stages({id: (provider, f"{provider.path}/{id}", f"{self.project_of(provider)}-{id}")
                             for id in fixtures})
            for id, (name, body, fixture) in fixtures.items():
                path = f"{provider.path}/{id}"
                for told in fixture.get("before", []):
                    self.acked(provider, self.send(provider, told, path=path), name)
                before = sum(self.unknown(id).values())
                for i in range(5):
                    self.acked(provider, self.send(provider, body, (SECRET, OLD)[i % 2], path), name)
                counted = sum(self.unknown(id).values()) - before
                self.assertEqual(counted, 5 * sum(fixture["unknown"].values()), f"{provider.name}: {name}")
            self.wait_settled(self.server, 60)
            for id, (name, _, fixture) in fixtures.items():
                with self.subTest(provider=provider.name, fixture=name):
                    self.check_rows(f"{self.project_of(provider)}-{id}", fixture)
            self.assertTrue(any(f["unknown"] for _, _, f in fixtures.values()), "nothing shows what is only counted")
            self.assertEqual(self.server.stop(), 0)

    def test_what_one_collector_heard_another_knows(self):
        told = [(p, f) for p in providers() for f in p.fixtures() if f[2].get("before") and f[2]["events"]]
        self.assertGreater(len(told), 3)
        stages = {f"f{i}": (p, f"{p.path}/f{i}", f"{self.project}-f{i}") for i, (p, _) in enumerate(told)}
        memory = f", memory: '{self.redis.url}'"
        self.run_stages(stages, memory)
        for (provider, path, _), (_, (name, _, fixture)) in zip(stages.values(), told):
            for body in fixture["before"]:
                self.acked(provider, self.send(provider, body, path=path), name)
        self.wait_settled(self.server, 60)
        self.assertEqual(self.server.stop(), 0)
        self.run_stages(stages, memory)  # in a data folder of its own, as on another machine
        for (provider, path, project), (_, (name, body, fixture)) in zip(stages.values(), told):
            self.acked(provider, self.send(provider, body, path=path), name)
        self.wait_settled(self.server, 60)
        for (provider, _, project), (_, (name, _, fixture)) in zip(stages.values(), told):
            with self.subTest(provider=provider.name, fixture=name):
                self.check_rows(project, fixture)

    def check_rows(self, project, fixture):
        rows = self.stored(project)
        expected = {str(event_id(project, e["key_space"], e["key"])): e for e in fixture["events"]}
        # A fixture without `before` was written for a door that remembers nothing, and this one does: nobody
        # was ever heard of. What came before has rows as well.
        more = {row[1] for id, row in rows.items() if id not in expected}
        self.assertLessEqual(set(expected), set(rows))
        if "before" not in fixture:
            self.assertLessEqual(more, {"contact.created"})
        for id, event in expected.items():
            properties = {k: rows[id][3].get(k) if v == "received" else v for k, v in event["properties"].items()}
            occurred = rows[id][5] if event["occurred_at"] == "received" else \
                datetime.datetime.fromisoformat(event["occurred_at"].replace("Z", "+00:00"))
            self.assertEqual(rows[id], ["whatsapp", event["name"], event["user_id"] or None, properties,
                                        event["context"]["provider"], occurred])
        if "before" not in fixture:
            self.assertEqual(self.dead(project), sorted(fixture["dead"]))

    def test_what_nobody_vouches_for_leaves_no_trace(self):
        self.start()
        for provider in self.all:
            name, body, _ = next(f for f in provider.fixtures() if f[2]["events"])
            with self.subTest(provider=provider.name):
                for secret in (SECRET + "x", SECRET.upper()):
                    self.assertEqual(self.send(provider, body, secret).status, 401, f"{name} by {secret}")
                # A URL that lacks its end is no address at all.
                self.assertEqual(self.send(provider, body, None).status, 401 if provider.sign else 404, name)
                # A signature is of one body alone; Evolution's token says nothing of any.
                path, headers = provider.request(body, SECRET)
                if provider.sign and provider.name != "evolution":
                    self.assertEqual(self.sender.request("POST", path, body + b" ", headers).status, 401)
        ledger = self.wait_settled(self.server)
        projects = {self.project_of(p) for p in self.all}
        for project in projects:
            self.assertEqual((self.stored(project), self.dead(project)), ({}, []), project)
        self.assertEqual([line for line in ledger["lines"] if line["project"] in projects], [])

    def test_a_kind_that_nobody_knows_is_acked_and_counted(self):
        self.start()
        strange = json.dumps({"event": "made_up_in_2027", "eventType": "made_up_in_2027", "type": "made_up_in_2027",
                              "event_type": "made_up_in_2027", "object": "made_up_in_2027"}).encode()
        for provider in self.all:
            body = b"MadeUpIn2027=1" if provider.body_type == FORM else strange
            with self.subTest(provider=provider.name):
                self.acked(provider, self.send(provider, body), "a kind of its own")
                self.assertEqual(sum(self.unknown(provider.name).values()), 1)
                project = self.project_of(provider)
                self.assertEqual((self.stored(project), self.dead(project)), ({}, []))

    def test_no_secret_stands_in_the_log(self):
        self.start()
        for provider in self.all:
            _, body, _ = next(provider.fixtures())
            self.send(provider, body)
            self.send(provider, body, SECRET + "x")
        self.assertEqual(self.server.stop(), 0)
        self.assertNotIn("sesame", self.server.process.tail(10_000_000))


class Shown(unittest.TestCase):
    """What people copy."""

    def test_the_stages_that_the_pipelines_show_are_valid(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        secrets = {f"GRIOT_{n}": "sesame" for n in ("WHATSAPP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WAHA_SECRET")}
        urls = {"GRIOT_PG": "postgresql://h/d", "GRIOT_REDIS": "redis://h:1", "MY_CRM_SECRET": "sesame"}
        write_pipeline(folder, "my_crm.yaml", run_griot("map", "show", "waha").stdout)
        for name in ("quickstart.yaml", "collector.yaml"):
            with self.subTest(file=name), open(os.path.join(PIPELINES, name), encoding="utf-8") as f:
                sources, transforms, rest = f.read().partition("    transforms:\n")
                sources, shown = re.subn(r"(?m)^      # (- id: |  plugin: |  options: )", r"      \1", sources)
                text = sources + transforms + rest
                self.assertEqual(shown, 6)
                file = write_pipeline(folder, name, text)
                # Both stages are WAHA's, so each needs an address of its own.
                done = run_griot("validate", file, env=secrets | urls)
                self.assertEqual(done.returncode, 3)
                self.assertIn("both collect/waha and collect/my_crm claim POST /webhooks/whatsapp/waha", done.stderr)
                write_pipeline(folder, name, text.replace("mapping: my_crm.yaml", "mapping: my_crm.yaml, path: /crm"))
                done = run_griot("validate", file, env=secrets | urls)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_page_names_every_provider(self):
        with open(os.path.join(ROOT, "docs/whatsapp.md"), encoding="utf-8") as f:
            page = f.read()
        table = page[page.index("## Providers"):page.index("## Meta")]
        listed = [json.loads(line)["provider"] for line in run_griot("map", "ls", "--json").stdout.splitlines()]
        self.assertGreater(len(listed), 1)
        for name in listed:
            self.assertRegex(table, rf"(?m)^\| .*`{name}`.* \|")


if __name__ == "__main__":
    unittest.main()
