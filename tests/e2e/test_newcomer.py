"""A newcomer's path: ./run, the printed link, and the demo's story is on the screen; then their own first event."""
import json
import os
import re
import subprocess
import time

from griot_testing import in_time
from griot_testing.browser import install_packages
from griot_testing.griot import ROOT, run_griot
from griot_testing.process import free_port
from griot_testing.run_case import RunCase
from griot_testing.web import WEB, registered

PROGRAM = os.path.join(ROOT, "tests/e2e/clients/newcomer.mjs")
FIRST_LOAD = 500_000  # bytes over the wire, compressed
ACCOUNT = {"email": "you@example.com", "name": "You", "password": "correct horse battery"}


class Newcomer(RunCase):
    """One test, because the demo is loaded once a ./run, and that takes its time."""

    def query(self, sql):
        return subprocess.run(["psql", "-XAtc", sql, self.env()["GRIOT_PG"]], capture_output=True, text=True,
                              check=True).stdout.strip()

    def test_from_the_script_to_the_story(self):
        install_packages(WEB)
        began = time.monotonic()
        done = subprocess.run(self.command("--detach", "--port", str(free_port())), env=self.environment(), cwd="/",
                              text=True, timeout=300, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        print(f"\n  ./run with its demo: {time.monotonic() - began:.1f} s; "
              f"{re.search('.* sent in .*', done.stderr)[0]}")
        self.assertRegex(done.stdout, r"(?m)^ demo +\| whatsapp \| +\d{5} \|")
        link = re.search(r"Sign in, the first time: (\S+)", done.stdout)[1]
        env = self.env()
        url = env["GRIOT_URL"]

        pages = [page["path"] for page in registered()]
        wanted = {"url": url, "link": link, "account": ACCOUNT, "pages": pages, "own": "default",
                  "key": env["GRIOT_WRITE_KEY"]}
        walk = subprocess.run(["node", PROGRAM, "first"], cwd=WEB, input=json.dumps(wanted), capture_output=True,
                              text=True, timeout=300, check=False)
        self.assertEqual(walk.returncode, 0, walk.stderr)
        seen = json.loads(walk.stdout)
        for opening in seen["openings"]:
            slowest = max(opening["requests"], key=lambda request: request[2])
            print(f"  Overview, to its last panel: {opening['milliseconds']} ms, {opening['bytes']:,} bytes; slowest: "
                  f"{slowest[0]} {slowest[2]} ms")
            self.assertLessEqual(opening["bytes"], FIRST_LOAD)
        self.assertTrue(seen["path"].startswith("/overview?project=demo"), seen["path"])
        self.assertIn("active people", seen["story"])
        self.assertEqual(seen["badges"], {path: "demo data" for path in pages})
        self.assertIsNone(seen["own_badge"])
        self.assertEqual(seen["then"], "?project=default")
        self.assertEqual(seen["faults"], [])
        self.assertEqual(seen["hosts"], [url], "a request has left the host")

        self.the_demo_goes_on_until_it_is_removed()

    def the_demo_goes_on_until_it_is_removed(self):
        end = "(select (settings->'demo'->>'end')::timestamptz from projects where id = 'demo')"
        in_time("something to happen in the demo", lambda: self.query(
            f"select exists (select from events where project = 'demo' and occurred_at > {end})") == "t", 300)
        before = int(self.query("select count(*) from events where project = 'demo'"))
        self.assertIn("demo", self.pids())
        self.run_it("stop")
        again = self.run_it("--detach")
        self.assertNotIn("== Demo", again)
        self.assertIn("demo", self.pids())
        self.assertLess(int(self.query("select count(*) from events where project = 'demo'")), before + 100)
        removed = run_griot("demo", "--remove", "--data", self.data)
        self.assertEqual(removed.returncode, 0, removed.stderr)
        pid = self.pids()["demo"]
        in_time("what goes on with it to end", lambda: not os.path.exists(f"/proc/{pid}"))
        self.run_it("stop")
        self.assertNotIn("== Demo", self.run_it("--detach"))
        self.assertNotIn("demo", self.pids())
        self.assertEqual(self.query("select string_agg(id, ',') from projects"), "default")
