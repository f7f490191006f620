"""The README's commands, as they stand, against a quickstart."""
import os
import re
import shlex
import subprocess
import unittest

from griot_testing import Case
from griot_testing.griot import ROOT


def blocks(text):
    """(command, expected output or None) of every fenced sh block."""
    found = re.findall(r"```(sh|text)\n(.*?)```", text, re.DOTALL)
    for i, (kind, body) in enumerate(found):
        if kind == "sh":
            following = found[i + 1] if i + 1 < len(found) else ("sh", "")
            yield body, following[1] if following[0] == "text" else None


class Readme(Case):
    def test_the_first_events(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as f:
            text = f.read()
        griot = self.griot().start()
        env = griot.env | {"GRIOT_URL": griot.url, "GRIOT_WRITE_KEY": self.client(griot, project="default").key}
        with open(os.path.join(griot.folder, "env"), "w", encoding="utf-8") as f:
            f.writelines(f"{name}={value}\n" for name, value in env.items())
        before, commands = "", list(blocks(text))
        self.assertGreaterEqual(len(commands), 4)
        for command, expected in commands:
            with self.subTest(command=command[:60]):
                command = command.replace(".griot/env", shlex.quote(os.path.join(griot.folder, "env")))
                command = command.replace(".griot/log/griot.log", shlex.quote(griot.process.log))
                done = subprocess.run(["bash", "-euc", before + command], capture_output=True, text=True, check=False,
                                      timeout=60, cwd=ROOT)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                if expected is None:
                    before += command  # what sets the scene for the others
                else:
                    self.assertEqual(done.stdout.rstrip("\n"), expected.rstrip("\n"))
                self.wait_settled(griot)

    def test_what_it_names_is_there(self):
        for file in ("README.md", "CONTRIBUTING.md", "sdk/template/README.md"):
            with open(os.path.join(ROOT, file), encoding="utf-8") as f:
                text = f.read()
            for path in re.findall(r"`((?:pipelines|deploy|sdk|plugins|docs|tests|host|sql)/[a-z0-9_./-]*)`", text):
                places = (ROOT, os.path.join(ROOT, os.path.dirname(file)))
                self.assertTrue(any(os.path.exists(os.path.join(at, path)) for at in places), f"{file} names {path}")


if __name__ == "__main__":
    unittest.main()
