"""What no test can run here is at least read: scripts, package list, unit and container file."""
import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from griot_testing.griot import ROOT


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def shell(script):
    return subprocess.run(["bash", "-c", f"set -u; . {ROOT}/deploy/lib/common.sh; . {ROOT}/deploy/lib/install.sh; "
                           + script], capture_output=True, text=True, check=False, timeout=60)


class Deploy(unittest.TestCase):
    def test_the_scripts_are_clean(self):
        scripts = ["run", "test", ".ci/run", "deploy/build-image.sh"] + \
            [os.path.relpath(f, ROOT) for f in glob.glob(f"{ROOT}/deploy/lib/*.sh")]
        done = subprocess.run(["shellcheck", "-x", "-P", "SCRIPTDIR", "-S", "warning", *scripts], cwd=ROOT,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_package_list(self):
        text = read("deploy/packages.txt")
        names = [line.split()[0] for line in text.splitlines() if line and line[0] not in "#["]
        self.assertEqual(len(names), len(set(names)))
        # On a machine that has none of the commands; then on this one, which has them.
        nothing = shell("command() { false; }; packages build run test lint").stdout.split()
        self.assertEqual(nothing, [name.partition("/")[0] for name in names])
        self.assertEqual(shell("packages build run test lint").stdout.split(),
                         [name for name in names if "/" not in name])
        self.assertNotIn("libgtest-dev", shell("packages build run").stdout.split())
        # The tests run, so what they and the build need is installed.
        self.assertEqual(shell("missing_packages build run test").stdout, "")
        self.assertEqual(shell("packages() { echo g++; echo no-such-package; }; missing_packages x").stdout,
                         "no-such-package\n")

    def test_without_root_or_sudo_it_says_what_is_missing(self):
        done = shell("is_root() { false; }; find_sudo() { false; }; packages() { echo no-such-package; }; "
                     "install_packages build </dev/null")
        self.assertEqual(done.returncode, 1)
        self.assertIn("apt-get install -y --no-install-recommends no-such-package", done.stderr)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_the_unit(self):
        unit = read("deploy/systemd/griot.service").replace("/usr/local/bin/griot", "/bin/true") \
            .replace("User=griot", "User=root").replace("Group=griot", "Group=root")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "griot.service")
            with open(path, "w", encoding="utf-8") as f:
                f.write(unit)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True,
                                  check=False)
        said = [line for line in (done.stdout + done.stderr).splitlines() if "griot" in line]
        self.assertEqual(said, [])

    def test_the_container_file(self):
        text = read("deploy/Containerfile")
        steps = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
        self.assertLessEqual(len(steps), 15)
        self.assertRegex(text, r"(?m)^FROM debian:12")  # pinned to what the packages are named for
        self.assertNotIn("apt-get", text)               # the scripts install, from the one list
        self.assertLess(text.index("USER griot"), text.index("CMD"))
        self.assertEqual(len(re.findall(r"(?m)^VOLUME", text)), 1)
        for script in re.findall(r"(?m)^RUN .*?(deploy/[\w.-]+)", text) + ["run"]:
            self.assertTrue(os.access(os.path.join(ROOT, script), os.X_OK), script)
        command = re.search(r'(?m)^CMD \["\./run", (.*)\]', text).group(1)
        options = re.findall(r'"(--[\w-]+)"', command)
        usage = subprocess.run([f"{ROOT}/run", "--help"], capture_output=True, text=True, check=True).stdout
        self.assertTrue(all(option in usage for option in options), options)
        for ignored in ("/build/", "/.git/", "/.griot/"):
            self.assertIn(ignored, read(".dockerignore"))


if __name__ == "__main__":
    unittest.main()
