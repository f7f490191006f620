"""griot.js's folder, and programs of Node that visit sites with its tools."""
import fcntl
import os
import re
import subprocess

from .griot import ROOT

BROWSER = os.path.join(ROOT, "plugins/web_sdk/browser")


def run(folder, *command, **env):
    """A command to its end, which must be good: what it printed."""
    done = subprocess.run(command, cwd=folder, env=os.environ | env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}"
    return done.stdout


def install_packages(folder=BROWSER):
    installed, lock = (os.path.join(folder, name) for name in ("node_modules/.package-lock.json", "package-lock.json"))
    with open(lock, encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # one of those that run beside each other
        if not os.path.exists(installed) or os.path.getmtime(installed) < os.path.getmtime(lock):
            run(folder, "npm", "ci", "--no-audit", "--no-fund", "--silent")


class Visit:
    """A program that prints `step NAME` and waits for a line before it goes on."""

    def __init__(self, *argv, **env):
        self.child = subprocess.Popen(["node", *argv], cwd=BROWSER, env=os.environ | env, text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.lines = []

    def wait_step(self, name):
        """The program itself gives up in time."""
        for line in self.child.stdout:
            self.lines.append(line.rstrip())
            if found := re.fullmatch(r"step (\S+)", self.lines[-1]):
                assert found[1] == name, self.lines
                return
        raise AssertionError(f"no step {name}:\n" + "\n".join(self.lines))

    def go_on(self):
        self.child.stdin.write("\n")
        self.child.stdin.flush()

    def wait_end(self):
        self.lines += self.child.stdout.read().splitlines()
        assert self.child.wait(60) == 0, "\n".join(self.lines)

    def end(self):
        self.child.kill()
        self.child.wait()
        self.child.stdin.close()
        self.child.stdout.close()
