"""./run from start to stop, as root and as an ordinary user, with the build of the tests."""
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

from griot_testing import Client, in_time
from griot_testing.griot import BUILD, ROOT
from griot_testing.process import free_port

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


class Run(unittest.TestCase):
    user = None

    def setUp(self):
        self.parent = tempfile.mkdtemp(prefix="griot-run-")
        os.chmod(self.parent, 0o755)
        if self.user:
            shutil.chown(self.parent, self.user)
        self.data = os.path.join(self.parent, "data")
        self.addCleanup(self.remove)
        self.addCleanup(self.run_it, "stop")

    def remove(self):
        cluster = os.path.join(self.data, "postgres")
        if os.path.islink(cluster) and re.fullmatch(r"/var/lib/griot/[0-9a-f]{16}", os.readlink(cluster)):
            shutil.rmtree(os.readlink(cluster))
        shutil.rmtree(self.parent)

    def command(self, *arguments):
        return [os.path.join(ROOT, "run"), *arguments, "--data", self.data]

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GRIOT_")}
        return kept | {"GRIOT_BUILD": BUILD} | more

    def as_user(self):
        if not self.user:
            return {}
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}

    def run_it(self, *arguments, code=0, **env):
        done = subprocess.run(self.command(*arguments), env=self.environment(**env), cwd="/", text=True, timeout=180,
                              capture_output=True, check=False, **self.as_user())
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def env(self):
        with open(os.path.join(self.data, "env"), encoding="utf-8") as f:
            return dict(line.rstrip("\n").split("=", 1) for line in f)

    def pids(self):
        return {file.name: file.read_text(encoding="utf-8").split()[0]
                for file in pathlib.Path(self.data, "pids").iterdir()}

    def test_start_stop_and_start_again(self):
        port = free_port()
        said = self.run_it("--detach", "--port", str(port), SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22",
                           GRIOT_PG="postgresql://somebody@else.example/db")
        self.assertRegex(said, r"(?m)^ demo\s+\| whatsapp \| message\.received")
        self.assertRegex(said, r"(?m)^\d+ events, 2 sessions$")
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
        self.assertIn("runs here already", self.run_it("--detach"))
        self.assertIn("griot runs", self.run_it("status"))
        self.run_it("stop")
        self.assertEqual(processes_of(self.data), [])
        self.run_it("status", code=1)

        began = time.monotonic()
        said = self.run_it("--detach")
        self.assertLess(time.monotonic() - began, 5)
        self.assertNotIn("Demo", said)
        self.assertRegex(said, r"(?m)^ default\s+\| web\s+\| x")
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
        self.assertNotIn("GRIOT_DEMO_WRITE_KEY", self.env())

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
