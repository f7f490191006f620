"""Programs in Node that use griot's doors as other people's do."""
import json
import os
import re
import shutil
import subprocess


def install_packages(source, folder):
    """A copy of the program with what its package-lock.json names."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules"))
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=False,
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return folder


class Program:
    """Read line by line. Not thread-safe."""

    def __init__(self, folder, *argv):
        self.child = subprocess.Popen(["node", *argv], cwd=folder, text=True, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT)
        self.lines = []

    def wait_line(self, pattern):
        """The match of the next line that has one; the program itself gives up in time."""
        for line in self.child.stdout:
            self.lines.append(line.rstrip())
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"no line with {pattern}:\n" + "\n".join(self.lines))

    def ids(self):
        """What the calls' ids are, once it has ended well."""
        ids = json.loads(self.wait_line("^ids (.*)$").group(1))
        if self.child.wait(30) != 0:
            raise AssertionError("\n".join(self.lines))
        return ids

    def end(self):
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()
