"""./run from start to stop, as root and as an ordinary user, with the build of the tests. Its demo is
test_newcomer's."""
import os
import pathlib
import signal
import socket
import stat
import subprocess
import time
import unittest

from griot_testing import Client, in_time
from griot_testing.process import free_port
from griot_testing.run_case import RunCase

NAMES = ["GRIOT_URL", "GRIOT_PG", "GRIOT_REDIS", "GRIOT_WRITE_KEY", "GRIOT_WHATSAPP_SECRET",
         "GRIOT_WHATSAPP_VERIFY_TOKEN", "GRIOT_KEY_SECRET"]


def processes_of(folder):
    """Those whose command line names the folder."""
    found = []
    for proc in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            line = (proc / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in line:
            found.append(line)
    return found


class Run(RunCase):
    def test_start_stop_and_start_again(self):
        port = free_port()
        said = self.run_it("--detach", "--no-demo", "--port", str(port), SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22",
                           GRIOT_PG="postgresql://somebody@else.example/db")
        self.assertIn("balanced", said)
        self.assertIn(f"http://127.0.0.1:{port}", said)
        self.assertRegex(said, rf"ssh -L {port}:127\.0\.0\.1:{port} \S+@10\.0\.0\.2")
        env = self.env()
        self.assertLessEqual(set(NAMES), set(env))
        self.assertTrue(all(env[name] for name in NAMES))
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.data, "env")).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.data).st_mode) & 0o007, 0)
        with Client(env["GRIOT_URL"], key=env["GRIOT_WRITE_KEY"]) as client:
            self.assertEqual(client.capture([{"event_name": "x", "user_id": "u"}]).status, 200)
        self.assertIn("runs here already", self.run_it("--detach", "--no-demo"))
        self.assertIn("griot runs", self.run_it("status"))
        self.run_it("stop")
        self.assertEqual(processes_of(self.data), [])
        self.run_it("status", code=1)

        began = time.monotonic()
        said = self.run_it("--detach", "--no-demo")
        self.assertLess(time.monotonic() - began, 5)
        self.assertNotIn("Demo", said)
        self.assertRegex(said, r"(?m)^ default\s+\| web\s+\| +1 \|")
        self.assertEqual(self.env(), env)

    def test_ctrl_c_ends_all_that_was_started_and_nothing_else(self):
        bystander = subprocess.Popen(["sleep", "600"])
        self.addCleanup(bystander.wait)
        self.addCleanup(bystander.kill)
        with open(os.path.join(self.parent, "out"), "w+", encoding="utf-8") as out:
            running = subprocess.Popen(self.command("--no-demo", "--port", str(free_port())), stdout=out, stderr=out,
                                       env=self.environment(), start_new_session=True, **self.as_user())
            self.addCleanup(running.wait)
            in_time("griot to run", lambda: "Ctrl-C" in pathlib.Path(out.name).read_text(encoding="utf-8"), 60)
            pids = self.pids()
            self.assertEqual(set(pids), {"griot", "redis", "postgres"})
            # As a terminal does: to the whole group.
            os.killpg(running.pid, signal.SIGINT)
            self.assertEqual(running.wait(60), 130, pathlib.Path(out.name).read_text(encoding="utf-8"))
        self.assertEqual([name for name, pid in pids.items() if os.path.exists(f"/proc/{pid}")], [])
        self.assertIsNone(bystander.poll())

    def test_what_cannot_be_is_refused(self):
        self.run_it("--port", "65536", code=2)
        self.run_it("--frobnicate", code=2)
        self.run_it("--detach", "--port", code=2)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.run_it("--detach", "--no-demo", "--port", str(taken.getsockname()[1]), code=1)
        # What it had begun is ended again.
        self.assertEqual(processes_of(self.data), [])


@unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
class RunAsAnOrdinaryUser(Run):
    user = "nobody"

    def test_what_cannot_be_is_refused(self):
        self.skipTest("does not depend on the user")


@unittest.skipUnless(os.geteuid() == 0, "only root has such a folder")
class RunWhereOthersCannotGo(Run):
    """As root under /root: the user postgres cannot reach the data folder."""

    def setUp(self):
        super().setUp()
        os.chmod(self.parent, 0o700)

    def test_what_cannot_be_is_refused(self):
        self.skipTest("does not depend on the folder")


if __name__ == "__main__":
    unittest.main()
