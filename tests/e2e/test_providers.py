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
from griot_testing.providers import event_id, providers

SECRET, OLD = "sesame-now", "sesame-before"


class Providers(Case):
    def setUp(self):
        super().setUp()
        self.all = providers()
        stages = "".join(
            f"      - {{id: {p.name}, plugin: whatsapp_crm, options: {{provider: {p.name}, project: "
            f"{self.project_of(p)}, secrets: [{OLD}, {SECRET}], public_url: 'https://hooks.example{p.path}'}}}}\n"
            for p in self.all)
        with open(self.whatsapp_pipeline(), encoding="utf-8") as f:
            text, replaced = re.subn(r"(?s)      - id: whatsapp\n.*?(?=      - id: web\n)", lambda _: stages, f.read())
        self.assertEqual(replaced, 1)
        self.server = self.griot(self.pipeline(text)).start()
        self.sender = self.server.client()
        self.addCleanup(self.sender.close)

    def project_of(self, provider):
        return f"{self.project}-{provider.name.replace('_', '-')}"

    def send(self, provider, body, secret=SECRET, more=None):
        path, headers = provider.request(body, secret)
        return self.sender.request("POST", path, body, headers | (more or {}))

    def acked(self, provider, answer, what):
        got = (answer.status, answer.headers["Content-Type"], answer.body)
        self.assertEqual(got, provider.ack, f"{provider.name}: {what}")

    def stored(self, provider):
        rows = self.postgres.rows(
            "select id::text, channel, name, user_id, properties, context->>'provider', occurred_at "
            "from events where project = %s", self.project_of(provider))
        return {row[0]: row[1:] for row in rows}

    def dead(self, provider):
        """The reasons, of what came five times once."""
        return sorted(reason for reason, _ in self.postgres.rows(
            "select distinct reason, raw from dead_letters where project = %s", self.project_of(provider)))

    def unknown(self, provider):
        """What was counted, by name."""
        lines = re.findall(r'^griot_whatsapp_unknown\{(.*)\} (\S+)$', self.server.metrics(), re.MULTILINE)
        return {re.search('field="(.*?)"', labels)[1]: int(count) for labels, count in lines
                if f'stage="collect/{provider.name}"' in labels and int(count)}

    def test_each_fixture_five_times_becomes_its_rows_once(self):
        for provider in self.all:
            for name, body, _ in provider.fixtures():
                for i in range(5):
                    self.acked(provider, self.send(provider, body, (SECRET, OLD)[i % 2]), name)
        self.wait_settled(self.server, 60)
        for provider in self.all:
            expected, dead, unknown = {}, [], 0
            for name, body, fixture in provider.fixtures():
                for event in fixture["events"]:
                    id = str(event_id(self.project_of(provider), event["key_space"], event["key"]))
                    expected.setdefault(id, []).append(self.row(event))
                dead += fixture["dead"]
                unknown += sum(fixture["unknown"].values())
            rows = self.stored(provider)
            with self.subTest(provider=provider.name):
                self.assertEqual(set(rows), set(expected))
                self.assertEqual(self.dead(provider), sorted(dead))
                self.assertEqual(sum(self.unknown(provider).values()), 5 * unknown)
                self.assertGreater(unknown, 0, "no fixture shows what is only counted")
            # Where several fixtures tell of one fact, the first that was stored counts.
            for id in expected.keys() & rows.keys():
                with self.subTest(provider=provider.name, key=id):
                    row = list(rows[id])
                    if [*row[:-1], None] in expected[id]:
                        row[-1] = None
                    self.assertIn(row, expected[id])

    def row(self, event):
        """As `stored` has it; without a time where that is when it came."""
        told = event["occurred_at"]
        return ["whatsapp", event["name"], event["user_id"] or None, event["properties"], event["context"]["provider"],
                None if told == "received" else datetime.datetime.fromisoformat(told.replace("Z", "+00:00"))]

    def test_what_nobody_vouches_for_leaves_no_trace(self):
        for provider in self.all:
            name, body, _ = next(f for f in provider.fixtures() if f[2]["events"])
            with self.subTest(provider=provider.name):
                self.assertEqual(self.send(provider, body, SECRET + "x").status, 401, name)
                self.assertEqual(self.send(provider, body, SECRET.upper()).status, 401, name)
                # Without anything; a URL that lacks its end is no address at all.
                self.assertEqual(self.send(provider, body, None).status, 401 if provider.sign else 404, name)
                if provider.sign:
                    _, headers = provider.request(body, SECRET)
                    changed = body.replace(b"2547", b"2548", 1)
                    self.assertNotEqual(changed, body)
                    if provider.name != "evolution":  # whose token says nothing of the body
                        self.assertEqual(self.sender.request("POST", provider.path, changed, headers).status, 401)
        ledger = self.wait_settled(self.server)
        for provider in self.all:
            self.assertEqual((self.stored(provider), self.dead(provider)), ({}, []), provider.name)
        projects = {self.project_of(p) for p in self.all}
        self.assertEqual([line for line in ledger["lines"] if line["project"] in projects], [])

    def test_a_kind_that_nobody_knows_is_acked_and_counted(self):
        strange = json.dumps({"event": "made_up_in_2027", "eventType": "made_up_in_2027", "type": "made_up_in_2027",
                              "event_type": "made_up_in_2027", "object": "made_up_in_2027"}).encode()
        for provider in self.all:
            body = b"MadeUpIn2027=1" if provider.body_type.endswith("urlencoded") else strange
            with self.subTest(provider=provider.name):
                self.acked(provider, self.send(provider, body), "a kind of its own")
                self.assertEqual(sum(self.unknown(provider).values()), 1)
                self.assertEqual((self.stored(provider), self.dead(provider)), ({}, []))

    def test_no_secret_stands_in_the_log(self):
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
                text, shown = re.subn(r"(?m)^      # (- id: |  plugin: |  options: )", r"      \1", f.read())
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
