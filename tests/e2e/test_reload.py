"""Reload under load: every kind of change, half of them broken, and nothing is lost, refused or out of order."""
import json
import os
import random
import shutil
import signal
import tempfile
import threading
import unittest

import psycopg2

from griot_testing import Beside, Chaos, bench_load, in_time, repeats
from griot_testing.case import SECRET
from griot_testing.griot import BUILD, PIPELINES, run_griot
from griot_testing.visitors import Visiting, Visitors, together

NEXT = os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so")
SEED = int(os.environ.get("GRIOT_SEED", random.SystemRandom().getrandbits(32)))


def read(name):
    with open(os.path.join(PIPELINES, name), encoding="utf-8") as file:
        return file.read()


class Reload(Chaos):
    def setUp(self):
        super().setUp()
        self.text = read("quickstart.yaml").replace("project: default", "project: " + self.project)
        self.file = self.pipeline(self.text)
        self.griot_ = self.griot(self.file).start()

    def write(self, text):
        """As an editor does: the whole file, or the old one."""
        with open(self.file + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(self.file + ".new", self.file)

    def replaced(self, *pairs, text=None):
        text = text or self.text
        for old, new in pairs:
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        return text

    def reload(self, text=None, code=0):
        if text is not None:
            self.write(text)
        done = self.griot_.command("reload", "--json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr + self.griot_.process.tail())
        return json.loads(done.stdout)

    def names(self, report, verb):
        return {change["name"] for change in report[verb]}


class Changes(Reload):
    """Each once, looked at closely."""

    def test_nothing(self):
        report = self.reload()
        self.assertEqual([report[verb] for verb in ("added", "changed", "removed", "refused")], [[], [], [], []])
        self.assertIn("process/sessions", self.names(report, "kept"))
        self.assertIn("nothing has changed", self.griot_.command("reload").stdout)

    def test_one_stage_changes_and_the_others_stay(self):
        report = self.reload(self.replaced(("path: /v1/capture", "path: /v2/capture")))
        self.assertEqual(self.names(report, "changed"), {"collect/web", "collect"})
        self.assertIn("process/sessions", self.names(report, "kept"))
        client = self.griot_.client(key=self.new_key())
        in_time("the new path", lambda: client.request("POST", "/v2/capture", '{"batch": []}', {
            "X-Write-Key": client.key}).status == 200)
        self.assertEqual(client.capture([]).status, 404)

    def test_a_broken_file_is_refused_with_its_place(self):
        before = self.griot_.command("ls", "--json").stdout
        report = self.reload(self.text.replace("plugin: geo_enricher", "plugin: geo_enrichr"), code=3)
        self.assertRegex(report["refused"][0]["why"], r"pipeline\.yaml:\d+:\d+: .*geo_enrichr.*did you mean")
        done = self.griot_.command("reload")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("nothing has changed", done.stderr)
        self.assertEqual(self.griot_.command("ls", "--json").stdout, before)

    def test_the_secret_of_an_option_is_in_no_answer_and_no_log(self):
        secret = "hunter2-" + self.project
        text = self.replaced(('secrets: ["${GRIOT_WHATSAPP_SECRET}"]', f'secrets: ["{secret}", 7]'))
        self.write(text)
        done = self.griot_.command("reload")
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn(secret, done.stdout + done.stderr)
        self.assertNotIn(secret, self.griot_.process.tail(100_000))

    def test_a_plugin_whose_file_was_replaced_is_loaded_anew(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        for name in os.listdir(os.path.join(BUILD, "plugins")):
            os.symlink(os.path.join(BUILD, "plugins", name), os.path.join(folder, name))
        griot = self.griot(self.file, GRIOT_PLUGINS=folder).start()
        client = self.client(griot)
        self.assertEqual(client.capture([{"event": "x", "userId": "a"}]).status, 200)
        # As an installation does: another file under the name.
        shutil.copy(os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so"), folder + "/new")
        os.replace(folder + "/new", folder + "/session_enricher.griot.so")
        done = griot.command("reload", "--json")
        self.assertEqual(done.returncode, 0, done.stdout)
        changed = {c["name"]: c.get("why") for c in json.loads(done.stdout)["changed"]}
        self.assertEqual(changed["process/sessions"], "its plugin's file has changed")
        self.assertEqual(changed["process/store"], "there are other plugins, whose tables it keeps")
        self.assertEqual(client.capture([{"event": "y", "userId": "a"}]).status, 200)
        self.wait_count(2)
        self.assertEqual(self.postgres.one("select count(distinct session_id) from events where project = %s",
                                           self.project), 1)
        self.assertEqual(griot.metric("griot_reloads_total"), 1)

    def sessions(self, report):
        """What a reload says of the stage that keeps sessions."""
        return next((c for c in report["changed"] if c["name"] == "process/sessions"), {})

    def test_what_a_stage_keeps_goes_on_in_the_next(self):
        """Other options, and another file in the plugins folder: by a swap's hand-over."""
        client = self.client(self.griot_)
        for user in ("a", "b", "c"):
            self.assertEqual(client.capture([{"event": "x", "userId": user}]).status, 200)
        self.wait_count(3)
        text = self.replaced(("plugin: session_enricher\n", "plugin: session_enricher\n        options: {max_keys: 50}\n"))
        change = self.sessions(self.reload(text))
        self.assertEqual((change.get("why"), change.get("swapped"), change.get("records")), ("options", True, 3), change)
        folder = tempfile.mkdtemp(dir=self.folder)
        text = self.replaced(('plugins: ["', f'plugins: ["{folder}", "'), text=text)
        self.assertEqual(self.sessions(self.reload(text)), {})
        shutil.copy(os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so"),
                    os.path.join(folder, "session_enricher.griot.so"))
        change = self.sessions(self.reload())
        self.assertEqual((change.get("why"), change.get("swapped"), change.get("records")),
                         ("its plugin's file has changed", True, 3), change)
        self.assertIn("1.0.1", [s["version"] for s in self.griot_.control({"op": "status"})["stages"]])
        os.utime(os.path.join(folder, "session_enricher.griot.so"))
        self.assertEqual(self.sessions(self.reload()), {})
        for user in ("a", "b", "c"):
            self.assertEqual(client.capture([{"event": "y", "userId": user}]).status, 200)
        self.wait_count(6)
        self.assertEqual(self.postgres.one("select count(distinct session_id) from events where project = %s",
                                           self.project), 3)
        verified = self.griot_.command("sessions", "verify", "--json")
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)

    def test_hangup_reloads(self):
        self.write(self.replaced(("path: /v1/capture", "path: /v3/capture")))
        self.griot_.process.child.send_signal(signal.SIGHUP)
        in_time("the log to say so", lambda: "reload: changed stage collect/web: options" in self.griot_.process.tail(9000))
        with open(self.file, "w", encoding="utf-8") as file:
            file.write("griot: 1\npipelines: {")
        self.griot_.process.child.send_signal(signal.SIGHUP)
        in_time("the log to say no", lambda: "runs on as before" in self.griot_.process.tail(9000))
        self.assertEqual(self.griot_.get("/health/ready").status, 200)

    def test_nobody_runs_here(self):
        done = run_griot("reload", "--data", self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no griot runs here", done.stderr)

    def test_a_store_with_a_wrong_address_is_put_right(self):
        """Batches that the wrong store does not take are handed to the right one."""
        client = self.client(self.griot_)
        wrong = self.replaced(('plugin: postgres_writer\n        options: {url: "${GRIOT_PG}"}',
                               'plugin: postgres_writer\n        options: {url: "postgresql://127.0.0.1:1/none"}'))
        self.reload(wrong)
        self.assertEqual(client.capture([{"event": "x", "userId": "someone"}]).status, 200)
        in_time("the wrong store to be noticed", lambda: self.griot_.health()[0] == 503)
        report = self.reload(self.text)
        self.assertIn("process/store", self.names(report, "changed"))
        self.wait_count(1)
        self.wait_settled(self.griot_)


class Newcomers:
    """Clients that come by a connection of their own for each request: nobody finds the door shut."""

    def __init__(self, griot, key):
        self.griot, self.key, self.came, self.turned_away = griot, key, 0, []
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ending.wait(0.005):
            self.came += 1
            try:
                with self.griot.client(key=self.key, timeout=20) as client:
                    answer = client.capture([{"event": "newcomer", "userId": f"n{self.came}"}])
                if answer.status != 200:
                    self.turned_away.append(repr(answer))
            except OSError as e:
                self.turned_away.append(repr(e))

    def end(self):
        self.ending.set()
        self.thread.join(60)
        return self.came, self.turned_away


class OtherLanes(Visiting, Reload):
    def test_sessions_are_those_of_a_run_without_a_reload(self):
        """Keys move to other lanes, whose stages read from the store what the lanes before them kept."""
        load = Visitors([self.griot_.url], self.client(self.griot_).key, SECRET, clients=4, seed=SEED).start()
        self.addCleanup(load.stop)
        for number in range(repeats(6, 60)):
            self.grows(load, 100)
            lanes = (3, 1, 4, 2)[number % 4]
            report = self.reload(self.replaced(("  process:\n", f"  process:\n    lanes: {lanes}\n")))
            change = next(c for c in report["changed"] if c["name"] == "process/sessions")
            self.assertRegex(change["why"], rf"^has {lanes} lanes, had \d; what it keeps is read from the store again$")
            self.assertFalse(change.get("swapped"), change)
        self.grows(load, 100)
        self.check(load, self.griot_)
        verified = self.griot_.command("sessions", "verify", "--json")
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)
        self.assertEqual(together(self.postgres, self.project), self.calmly(self.griot_, load))


class Waiting(Reload):
    def test_others_are_served_while_a_reload_waits_for_a_lane(self):
        client = self.client(self.griot_)
        store = psycopg2.connect(self.postgres.url)
        self.addCleanup(store.close)
        store.cursor().execute("lock table events in access exclusive mode")
        self.assertEqual(client.capture([{"event": "x", "userId": "a"}]).status, 200)
        in_time("a lane to wait for its store", lambda: self.postgres.rows("select 1 from pg_locks where not granted"))
        self.write(self.replaced(("      - id: agents\n        plugin: user_agent_enricher\n", "")))
        first = Beside(self.griot_.command, "reload", "--json")
        in_time("the reload to begin", lambda: "reload: reading the pipeline files" in self.griot_.process.tail(9000))
        tapped = Beside(self.griot_.command, "tap", "collect/web", "--count", "1", "--json")
        for arguments in (("ls",), ("top", "--once"), ("swap", "--status"), ("status",)):
            self.assertEqual(self.griot_.command(*arguments, timeout=5).returncode, 0, arguments)
        refused = self.griot_.command("reload", "--json")
        self.assertEqual((refused.returncode, json.loads(refused.stdout)["refused"]),
                         (1, [{"what": "another reload is under way", "why": "ask again when it has ended"}]), refused)
        refused = self.griot_.command("swap", "process/sessions", NEXT)
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("a reload is under way", refused.stderr)
        in_time("an event to be shown", lambda: client.capture([{"event": "y", "userId": "a"}]) and not tapped.is_alive())
        self.assertTrue(first.is_alive(), "nobody waited for anything")
        store.rollback()
        done = first.end()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("process/agents", self.names(json.loads(done.stdout), "removed"))
        self.wait_settled(self.griot_)


class UnderLoad(Reload):
    def good(self, rng, number):
        """A file that differs from the one before in one way or another, and what it is."""
        doors = [("path: /v1/import}", f"path: /v1/import{number}}}")]
        changes = {
            "options of a door": [("keep_ip: true\n          # What the secrets",
                                   f"keep_ip: true\n          key_secrets: [\"{number:032d}\"]\n          # What"),
                                  ('          key_secrets: ["${GRIOT_KEY_SECRET:-}"]\n      - id: segment', "      - id: segment")],
            "a route moves to another stage": [("      - id: web\n", f"      - id: web{number}\n")],
            "a route": doors,
            "a door is removed": [("      - id: import\n        plugin: history_import\n"
                                   "        options: {path: /v1/import}\n", "")],
            "a transform is removed": [("      - id: agents\n        plugin: user_agent_enricher\n", "")],
            "a stateful transform begins anew": [("- id: sessions\n        plugin: session_enricher\n",
                                                  f"- id: sessions{number}\n        plugin: session_enricher\n")],
            "a transform is added": [("- id: campaigns\n        plugin: campaign_enricher\n",
                                      "- id: campaigns\n        plugin: campaign_enricher\n"
                                      f"      - id: again{number}\n        plugin: user_agent_enricher\n")],
            "a sink": [('      - id: queue\n        plugin: redis_queue\n        options: {url: "${GRIOT_REDIS}"}\n\n',
                        "      - id: queue\n        plugin: redis_queue\n"
                        f'        options: {{url: "${{GRIOT_REDIS}}", max_events: {10**6 + number}}}\n\n')],
            "the store": [('plugin: postgres_writer\n        options: {url: "${GRIOT_PG}"}',
                           f'plugin: postgres_writer\n        options: {{url: "${{GRIOT_PG}}?application_name=g{number}"}}')],
            "the queue's reader": [('process:\n    sources:\n      - id: queue\n        plugin: redis_queue\n'
                                    '        options: {url: "${GRIOT_REDIS}"}',
                                    'process:\n    sources:\n      - id: queue\n        plugin: redis_queue\n'
                                    f'        options: {{url: "${{GRIOT_REDIS}}", batch: {500 + number}}}')],
            "lanes": [("  process:\n", f"  process:\n    lanes: {1 + number % 3}\n")],
            "a pipeline is added": [("pipelines:\n", "pipelines:\n  more:\n    sources:\n"
                                     f"      - {{id: other, plugin: whatsapp_crm, options: {{path: /more{number}, "
                                     "project: p, secrets: [s]}}\n"
                                     "    sinks:\n      - {id: queue, plugin: redis_queue, options: {url: \"${GRIOT_REDIS}\"}}\n")],
            "memory": [("memory: 256MiB", f"memory: {256 + number}MiB")],
            "nothing": [],
        }
        kind = list(changes)[number % len(changes)] if number < 2 * len(changes) else rng.choice(list(changes))
        return kind, self.replaced(*changes[kind])

    def broken(self, rng, text):
        """A file that cannot be run, made of one that can."""
        door = "      - {id: twin, plugin: web_sdk, options: {path: /v1/capture}}\n"
        faults = {
            "syntax": lambda: text[:rng.randrange(len(text) // 2, len(text) - 40)] + "\n  }: [",
            "an unknown plugin": lambda: text.replace("plugin: geo_enricher", "plugin: nobody_knows"),
            "a bad option": lambda: text.replace("provider: meta", "provider: mata"),
            "an unknown option": lambda: text.replace("keep_ip: true", "keep_ips: true", 1),
            "a route that is taken": lambda: text.replace("    transforms:\n", door + "    transforms:\n", 1),
            "another port": lambda: text.replace('"${GRIOT_LISTEN:-127.0.0.1:8080}"', "127.0.0.1:1"),
            "no sinks": lambda: text.replace("    sinks:\n", "    sonks:\n", 1),
            "a plugin whose start fails": lambda: text.replace(
                "- id: campaigns\n", "- {id: p, plugin: probe, options: {refuse_start: true}}\n      - id: campaigns\n")
            .replace('plugins: ["', f'plugins: ["{BUILD}/fixture-plugins", "'),
            "a file that is not there": lambda: text.replace("provider: meta", "mapping: nowhere.yaml"),
        }
        kind = rng.choice(list(faults))
        return kind, faults[kind]()

    def test_every_kind_of_change(self):
        rng = random.Random(SEED)
        count = repeats(40, 200)
        load = self.under_load(self.griot_)
        crowds, accepted = self.project + "-crowd", os.path.join(self.folder, "accepted-" + self.project)
        heavy = Beside(bench_load, self.griot_.port, "/v1/capture", header=f"X-Write-Key: {self.client(self.griot_, crowds).key}", batch=5, rate=300,
                       connections=8, users=500, seconds=repeats(12, 40), seed=SEED % 1000, accepted=accepted)
        newcomers = Newcomers(self.griot_, load.key)
        self.addCleanup(newcomers.end)
        pauses, seconds, kinds = [], [], {}
        for number in range(count):
            good = number % 2 == 0
            kind, text = self.good(rng, number // 2) if good else self.broken(rng, self.good(rng, number // 2)[1])
            before = load.count
            report = self.reload(text, 0 if good else 1 if "start fails" in kind else 3)
            self.assertEqual(report["ok"], good, (kind, report))
            kinds[kind] = kinds.get(kind, 0) + 1
            if good:
                pauses.append(report["pause_ms"])
                seconds.append(report["seconds"])
            in_time(f"answers after {kind}", lambda: load.count >= before + 5)
        self.reload(self.text)
        came, turned_away = newcomers.end()
        crowd = heavy.end()
        load.stop()
        pauses.sort()
        seconds.sort()
        print(f"\n  {count} reloads (GRIOT_SEED={SEED}), {load.sent + came + sum(crowd['status'].values())} requests, "
              f"{load.refused + len(turned_away)} refused, by connection {came}; {crowd['status']}; lanes stood "
              f"p50 {pauses[len(pauses) // 2]:.1f} ms, most {pauses[-1]:.1f} ms; took p50 "
              f"{seconds[len(seconds) // 2]:.2f} s, most {seconds[-1]:.2f} s; {kinds}", flush=True)
        self.assertEqual((load.refused, turned_away), (0, []), self.griot_.process.tail())
        self.assertEqual((list(crowd["status"]), crowd["lost"]), (["200"], 0), crowd)
        self.check(load, self.griot_)
        with open(accepted, encoding="ascii") as file:
            promised = set(file.read().split())
        stored = {str(id) for (id,) in self.postgres.rows("select id from events where project = %s", crowds)}
        self.assertGreater(len(promised), 1000)
        self.assertEqual(promised - stored, set())
        verified = self.griot_.command("sessions", "verify", "--json")
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)


if __name__ == "__main__":
    unittest.main()
