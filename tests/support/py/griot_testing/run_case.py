"""What tests of ./run share: the script with the build of the tests, in a folder of its own."""
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile
import unittest

from .griot import BUILD, ROOT


class RunCase(unittest.TestCase):
    """A data folder a test, whose griot is stopped and gone with it. `user`: who runs it, else who tests."""

    maxDiff = None
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
