"""History comes along: `griot import`, from the incumbent's database and from files, while live events arrive and
whatever dies meanwhile."""
import collections
import json
import os
import random
import re
import shutil
import signal
import subprocess
import unittest
import uuid

from griot_testing import Case, Load, in_time, repeats
from griot_testing.griot import base_env, binary
from griot_testing.incumbent import IDS, TENANT, Incumbent
from griot_testing.process import Process

ROWS = repeats(20_000, 1_000_000)
SEED = int(os.environ.get("GRIOT_SEED") or random.randrange(10**6))


class Import(Case):
    redis_settings = {"maxmemory": "1gb"}

    def setUp(self):
        super().setUp()
        self.started_imports = 0
        print(f"GRIOT_SEED={SEED}", flush=True)

    def ready(self):
        """A running quickstart, and a key that imports into `self.project`."""
        griot = self.griot().start()
        return griot, self.import_key(griot)

    def incumbent(self, rows, **more):
        return Incumbent(self.postgres, SEED).fill(rows, self.project, **more)

    def importing(self, griot, key, *words, **env):
        """A running `griot import`: its report is what it prints, its progress goes to the log."""
        self.started_imports += 1
        process = Process("import", os.path.join(self.folder, f"import-{self.project}-{self.started_imports}"))
        argv = [binary(), "import", *words, "--to", griot.url, "--json", "--data", griot.folder]
        process.spawn(argv, base_env() | self.env | {"GRIOT_IMPORT_KEY": key} | env)
        self.addCleanup(process.kill)
        return process

    def report(self, process, code=0, seconds=600):
        got = process.child.wait(seconds)
        self.assertEqual(got, code, process.tail())
        return json.loads(process.tail(20000).splitlines()[-1])

    def from_incumbent(self, griot, key, incumbent, *more):
        return self.importing(griot, key, "incumbent", "--from", incumbent.url, "--tenant", TENANT, *more)

    def stored_ids(self):
        return {str(id) for (id,) in self.postgres.rows("select id from events where project = %s and source = %s",
                                                        self.project, "collect/import")}

    def imported(self):
        return self.postgres.one("select count(*) from events where project = %s and source = 'collect/import'",
                                 self.project)

    def check_history(self, incumbent):
        """Nothing is missing, nothing is twice, and the dates are the old ones."""
        self.assertEqual(self.imported(), len(incumbent.ids))
        found = self.stored_ids()
        self.assertEqual(len(found), len(incumbent.ids))
        self.assertEqual(found ^ incumbent.ids, set())
        first = dict(self.postgres.rows("select user_id, min(occurred_at) from events where project = %s "
                                        "and user_id is not null and source = 'collect/import' group by 1",
                                        self.project))
        self.assertEqual({u: (first.get(u), t) for u, t in incumbent.first_seen.items() if first.get(u) != t}, {})
        self.assertEqual(set(first), set(incumbent.first_seen))

    def grows(self, by=1000):
        before = self.imported()
        in_time(f"{by} more rows", lambda: self.imported() >= before + by, 60)

    def test_twice_while_live_events_arrive(self):
        griot, client = self.quickstart()
        key = self.import_key(griot)
        incumbent = self.incumbent(ROWS)
        load = Load(griot.url, client.key, "", clients=2, webhooks=False).start()
        self.addCleanup(load.stop)
        reports = [self.report(self.from_incumbent(griot, key, incumbent), 1) for _ in range(2)]
        self.assertGreater(load.stop().count, 0)
        self.assertEqual(load.refused, 0)
        ledger = self.wait_settled(griot, 120)
        self.check_history(incumbent)
        self.assertEqual(load.missing(self.postgres, self.project), [])
        self.assertEqual(self.count(), len(incumbent.ids) + load.count)
        # Its own account of both runs.
        sent = incumbent.run('select count(*) from events where "tenantId" = %s', TENANT)[0][0]
        for report in reports:
            print({k: report[k] for k in ("rows", "taken", "seconds", "outcome", "tables", "mended", "refused")})
            self.assertEqual(report["tables"]["events"], sent)
            self.assertEqual(report["tables"]["resolutions in their chat.resolved"], incumbent.joined)
            self.assertEqual(report["refusedRows"], incumbent.refused)
            self.assertEqual(report["leftOut"], {"campaigns that never began": incumbent.left_out})
            self.assertEqual(report["taken"] + report["refusedRows"] + incumbent.left_out, report["rows"])
        doubled = reports[0]["taken"] - len(incumbent.ids)
        self.assertLessEqual(reports[0]["outcome"]["duplicate"], doubled)
        self.assertEqual(reports[0]["outcome"]["stored"], len(incumbent.ids))
        self.assertEqual(reports[1]["outcome"]["stored"], 0)
        self.assertTrue(ledger["balanced"])
        if reports[0]["refusedRows"]:
            with open(reports[1]["refusedFile"], encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            self.assertEqual(len(lines), incumbent.refused)
            self.assertEqual({line["reason"] for line in lines}, {"event: the event has no name"})

    def test_a_row_is_the_event_that_the_door_would_have_made(self):
        griot, client = self.quickstart()
        key = self.import_key(griot)
        incumbent = self.incumbent(3000)
        self.report(self.from_incumbent(griot, key, incumbent), 1)
        self.wait_settled(griot)
        id, = incumbent.run('select "messageId" from events where "eventName" = \'page_view\' and "userId" is not null '
                            'and "pagePath" is not null and "tenantId" = %s order by 1 limit 1', TENANT)[0]
        row = dict(zip(["eventName", "anonymousId", "userId", "sessionId", "pagePath", "timestamp", "receivedAt"],
                       incumbent.run('select "eventName", "anonymousId", "userId", "sessionId", "pagePath", timestamp, '
                                     '"receivedAt" from events where "messageId" = %s order by timestamp limit 1',
                                     id)[0]))
        # The same event once more, live: it is known already.
        answer = client.capture([{"event_name": "page_view", "message_id": id, "anonymous_id": row["anonymousId"],
                                  "session_id": row["sessionId"], "timestamp": row["timestamp"].isoformat()}])
        self.assertEqual(answer.status, 200)
        self.wait_settled(griot)
        self.assertEqual(self.count(), len(incumbent.ids))
        got = self.postgres.rows("select name, channel, user_id, anonymous_id, occurred_at, received_at, properties, "
                                 "context from events where project = %s and id = %s", self.project, id)[0]
        self.assertEqual(got[:6], ("page_view", "web", row["userId"], row["anonymousId"], row["timestamp"],
                                   row["receivedAt"]))
        self.assertEqual(got[6]["label"], 'a "quoted" thing')
        self.assertEqual(got[7]["page"]["path"], row["pagePath"])
        self.assertEqual(got[7]["clientSessionId"], row["sessionId"])
        self.assertEqual((got[7]["geo"], got[7]["device"]), ({"country": "KE", "city": "Nairobi"}, {"type": "mobile"}))
        self.assertNotIn("41.90.1.1", json.dumps(got[7]))
        joined = self.postgres.rows("select properties from events where project = %s and name = 'chat.resolved'",
                                    self.project)
        self.assertEqual(len(joined), len(incumbent.sessions))
        self.assertEqual({(p["csatScore"], p["formData"]["ticket"] == p["inboxSessionId"][:8]) for (p,) in joined},
                         {(5, True)})
        contact = self.postgres.one("select properties from events where project = %s and name = 'contact.created' "
                                    "order by id limit 1", self.project)
        self.assertEqual(contact["customFields"]["tags"], ["vip", "paid"])
        self.assertTrue(contact["traits"]["email"].endswith("@example.org"))
        kept = self.postgres.one("select count(*) from events where project = %s and context ? 'clientTimestamp'",
                                 self.project)
        self.assertEqual(kept, incumbent.run(
            'select count(*) from events where "tenantId" = %s and (timestamp < \'2000-01-01\' '
            'or timestamp > "receivedAt" + interval \'5 minutes\' and "receivedAt" > \'2000-01-01\')', TENANT)[0][0])

    def test_a_killed_import_goes_on(self):
        griot, key = self.ready()
        incumbent = self.incumbent(repeats(20_000, 300_000))
        for _ in range(3):
            process = self.from_incumbent(griot, key, incumbent)
            self.grows(1)
            state = os.path.join(griot.folder, "import")
            in_time("a state", lambda: any(n.endswith(".json") for n in os.listdir(state)) or not process.alive)
            process.kill()
        report = self.report(self.from_incumbent(griot, key, incumbent), 1)
        self.wait_settled(griot, 60)
        self.check_history(incumbent)
        # Each row is counted once, in whichever run it was settled.
        self.assertEqual(report["tables"]["events"],
                         incumbent.run('select count(*) from events where "tenantId" = %s', TENANT)[0][0])
        self.assertEqual(report["refusedRows"], incumbent.refused)
        self.assertEqual(report["taken"] + report["refusedRows"] + incumbent.left_out, report["rows"])
        if incumbent.refused:
            with open(report["refusedFile"], encoding="utf-8") as file:
                self.assertEqual(len(file.readlines()), incumbent.refused)

    def test_griot_and_redis_may_die_meanwhile(self):
        griot, key = self.ready()
        incumbent = self.incumbent(repeats(30_000, 300_000))
        process = self.from_incumbent(griot, key, incumbent)
        self.grows()
        griot.kill9()
        griot.start()
        self.grows(1)
        self.redis.restart()
        self.report(process, 1)
        self.wait_settled(griot, 120)
        self.check_history(incumbent)

    def test_months_of_many_years(self):
        griot, key = self.ready()
        path = os.path.join(self.folder, self.project + ".ndjson")
        months = [(year, month) for year in range(2000, 2026) for month in range(1, 13)]
        with open(path, "w", encoding="utf-8") as file:
            for i in range(repeats(40, 1000)):
                for year, month in random.Random(i).sample(months, len(months)):
                    file.write(json.dumps({"id": str(uuid.uuid4()), "name": "old", "user_id": f"u{i}",
                                           "occurred_at": f"{year}-{month:02d}-15T12:00:00Z"}) + "\n")
        report = self.report(self.importing(griot, key, path))
        self.wait_settled(griot)
        print({k: report[k] for k in ("rows", "seconds")})
        self.assertEqual(self.count(), report["rows"])
        self.assertEqual(self.postgres.one("select count(distinct tableoid) from events where project = %s",
                                           self.project), len(months))

    def test_sessions_are_those_of_the_live_events(self):
        """However many connections they travel on, the events of one person stay in order."""
        griot, key = self.ready()
        users, visits, size = 60, repeats(12, 100), 5
        path = os.path.join(self.folder, self.project + ".ndjson")
        with open(path, "w", encoding="utf-8") as file:
            for visit in range(visits):
                for i in range(size):
                    for user in range(users):
                        # 20 minutes apart within a visit, over two hours between two.
                        seconds = 1_600_000_000 + visit * 14400 + i * 1200 + user
                        file.write(json.dumps({"messageId": f"{visit}-{i}-{user}", "event": "page_view",
                                               "anonymousId": f"a-{user}", "timestamp": seconds}) + "\n")
        self.report(self.importing(griot, key, path))
        self.wait_settled(griot)
        self.assertEqual(self.count(), users * visits * size)
        sessions = self.postgres.rows(
            "select count(*), max(occurred_at) - min(occurred_at) = interval '4800 s' from events_resolved "
            "where project = %s group by session_id", self.project)
        self.assertEqual(collections.Counter(sessions), {(size, True): users * visits})

    def test_files(self):
        griot, key = self.ready()
        path = os.path.join(self.folder, self.project + ".ndjson")
        good = [{"messageId": f"m-{i}", "event": "signup", "userId": f"u{i % 50}", "receivedAt": "2021-02-03T04:05:07Z",
                 "timestamp": "2021-02-03T04:05:06Z", "properties": {"n": i}} for i in range(2500)]
        lines = [json.dumps(line) for line in good]
        bad = {"{\"messageId\": \"x\"": None, json.dumps({"event": "no id"}): "messageId: the event has no id",
               json.dumps({"messageId": "no-name"}): "event: the event has no name", "[1]": "must be a JSON object",
               json.dumps({"messageId": "p", "event": "e", "properties": "Home"}): "properties: must be an object",
               json.dumps({"messageId": "n" * 300, "event": "e"}): "messageId: is too long",
               json.dumps({"messageId": "big", "event": "e", "properties": {"x": "y" * (1 << 20)}}):
                   "longer than an event may be"}
        odd = [json.dumps({"messageId": "mended", "event": "mended", "userId": "u", "properties": {"t": "a\0b\ud800"}}),
               json.dumps({"messageId": "m-1", "event": "again", "userId": "u1"}), "",
               '{"messageId":"5D3C9A1E-0000-4000-8000-00000000ABCD","event":"upper","userId":"u"}\r']
        shuffled = lines + list(bad) + odd
        random.Random(SEED).shuffle(shuffled)
        # Of two with one id and one person the first is the one that stays.
        shuffled.sort(key=lambda line: "again" in line)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(shuffled))
        subprocess.run(["zstd", "-q", "-19", path], check=True)
        for name, stored in ((path, 2502), (path + ".zst", 0)):
            with self.subTest(name):
                report = self.report(self.importing(griot, key, name), 1)
                self.wait_settled(griot)
                self.assertEqual(report["rows"], 2500 + 3 + len(bad))
                self.assertEqual(report["refusedRows"], len(bad))
                self.assertEqual(report["outcome"]["stored"], stored)
                with open(report["refusedFile"], encoding="utf-8") as file:
                    refused = [json.loads(line) for line in file]
                self.assertEqual(collections.Counter(r["reason"] for r in refused if r["line"] in bad and bad[r["line"]])
                                 + collections.Counter(["longer than an event may be"]),
                                 collections.Counter(filter(None, bad.values())))
                self.assertEqual(os.stat(report["refusedFile"]).st_mode & 0o777, 0o600)
        self.assertEqual(self.count(), 2502)
        rows = dict(self.postgres.rows("select name, properties from events where project = %s and name <> 'signup'",
                                       self.project))
        self.assertEqual(rows, {"mended": {"t": "a\ufffdb\ufffd"}, "upper": {}})
        self.assertEqual(self.postgres.one("select count(*) from events where project = %s and occurred_at = "
                                           "'2021-02-03T04:05:06Z' and received_at = '2021-02-03T04:05:07Z'",
                                           self.project), 2500)

    def test_a_file_that_is_cut_short(self):
        griot, key = self.ready()
        path = os.path.join(self.folder, self.project + ".ndjson")
        rng = random.Random(SEED)
        with open(path, "w", encoding="utf-8") as file:
            for i in range(20000):
                file.write(json.dumps({"messageId": f"c-{i}", "event": "e", "userId": f"{rng.getrandbits(64)}"}) + "\n")
        subprocess.run(["zstd", "-q", "--rm", path], check=True)
        whole, path = path + ".zst", path + ".cut.zst"
        shutil.copyfile(whole, path)
        os.truncate(path, os.path.getsize(path) // 2)
        process = self.importing(griot, key, path)
        self.assertEqual(process.child.wait(60), 1)
        self.assertIn("is cut short", process.tail())
        # The whole file under the same name is another one, and is read from its beginning.
        os.replace(whole, path)
        report = self.report(self.importing(griot, key, path))
        self.wait_settled(griot)
        self.assertEqual((report["rows"], self.count()), (20000, 20000))

    def test_what_cannot_be_done_is_said(self):
        griot, key = self.ready()
        path = os.path.join(self.folder, self.project + ".ndjson")
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps({"messageId": "m", "event": "e"}) + "\n")
        secret = "postgresql://u:hunter2@127.0.0.1:1/x"
        for words, env, code, text in (
                (["incumbent", "--from", secret], {}, 2, "password on a command line"),
                (["incumbent"], {}, 2, "GRIOT_IMPORT_FROM"),
                (["incumbent"], {"GRIOT_IMPORT_FROM": secret}, 1, "the incumbent's database"),
                (["incumbent"], {"GRIOT_IMPORT_FROM": "postgresql://u:hunter2%zz@h/x"}, 1, "no Postgres URI"),
                (["incumbent", "--from", self.postgres.admin_url], {}, 1, 'no table "events"'),
                ([path, "--to", "ftp://x"], {}, 2, "--to"),
                ([path], {"GRIOT_IMPORT_KEY": ""}, 3, "no key"),
                ([path], {"GRIOT_IMPORT_KEY": "ik_wrong"}, 1, "401, no key of kind import"),
                ([path, "--to", griot.url + "/nowhere"], {}, 1, "404"),
                ([path + "x"], {}, 1, "No such file"), ([], {}, 2, "one file")):
            with self.subTest(words=words, env=env):
                to = [] if "--to" in words else ["--to", griot.url]
                done = griot.command("import", *words, *to, env={"GRIOT_IMPORT_KEY": key} | env)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(text, done.stderr)
                self.assertNotIn("hunter2", done.stderr + done.stdout)

    def new_key_by_command(self, griot, *terms):
        done = griot.command("key", "new", "--project", self.project, "--create-project", *terms)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_a_key_opens_the_doors_of_its_kind(self):
        griot = self.griot().start()
        imports = self.import_key(griot, self.new_key_by_command(griot, "--kind", "import"))
        live = self.client(griot, key=self.new_key_by_command(griot))
        line = json.dumps({"messageId": "m", "event": "e", "userId": "u"})
        answer = live.request("POST", "/v1/import", line, {"X-Write-Key": live.key})
        self.assertEqual(answer.status, 401, answer)
        self.assertIn("--kind import", answer.json["error"]["message"])
        self.assertEqual(live.capture([json.loads(line)], key=imports).status, 401)
        self.assertEqual(self.count(), 0)
        for term in (["--secret"], ["--channel", "web"], ["--origin", "https://shop.example"]):
            done = griot.command("key", "new", "--project", self.project, "--kind", "import", *term)
            self.assertEqual((done.returncode, done.stdout), (2, ""), term)
            self.assertIn("held to a rate alone", done.stderr)

    def test_a_key_with_a_rate_is_waited_for(self):
        griot = self.griot().start()
        key = self.import_key(griot, self.new_key_by_command(griot, "--kind", "import", "--rate", "1000"))
        path = os.path.join(self.folder, self.project + ".ndjson")
        with open(path, "w", encoding="utf-8") as file:
            for i in range(13000):
                file.write(json.dumps({"messageId": f"m-{i}", "event": "e", "userId": f"u{i}"}) + "\n")
        report = self.report(self.importing(griot, key, path))
        self.wait_settled(griot)
        self.assertEqual((report["rows"], report["taken"], self.count()), (13000,) * 3)
        self.assertGreater(griot.metric("griot_import_limited"), 0)

    def test_several_tenants_are_not_mixed(self):
        griot, key = self.ready()
        incumbent = self.incumbent(50, poison=False)
        done = griot.command("import", "incumbent", "--from", incumbent.url, "--to", griot.url,
                             env={"GRIOT_IMPORT_KEY": key})
        self.assertEqual(done.returncode, 1)
        self.assertIn(TENANT, done.stderr)
        report = self.report(self.from_incumbent(griot, key, incumbent))
        self.wait_settled(griot)
        self.check_history(incumbent)
        self.assertEqual(report["refused"], {})
        other = self.report(self.from_incumbent(griot, key, incumbent, "--project", "staging"))
        self.assertNotIn("events", other["tables"])
        text = griot.command("import", "incumbent", "--from", incumbent.url, "--to", griot.url, "--tenant", TENANT,
                             env={"GRIOT_IMPORT_KEY": key})
        self.assertEqual(text.returncode, 0, text.stderr)
        self.assertTrue(re.search(r"(?m)^ +0  stored$", text.stdout), text.stdout)
        self.assertEqual(str(IDS), str(uuid.UUID("7a544b3e-7fcc-5e95-b72f-2b0b7b8faf64")))

    def test_one_import_at_a_time(self):
        griot, key = self.ready()
        incumbent = self.incumbent(repeats(20_000, 100_000), poison=False)
        process = self.from_incumbent(griot, key, incumbent)
        self.grows(1)
        process.child.send_signal(signal.SIGSTOP)
        second = self.from_incumbent(griot, key, incumbent)
        self.assertEqual(second.child.wait(30), 1)
        self.assertIn("under way already", second.tail())
        process.child.send_signal(signal.SIGCONT)
        self.report(process)
        self.wait_settled(griot)
        self.check_history(incumbent)


if __name__ == "__main__":
    unittest.main()
