"""What tests of the web app share: an invented business, and its pages as Chromium shows them."""
import json
import os
import subprocess
import unittest

from .browser import install_packages
from .demo_site import DemoSite
from .griot import BUILD, ROOT

WEB = os.path.join(ROOT, "plugins/dashboard/web")
LOOKER = os.path.join(ROOT, "tests/e2e/clients/dashboard.mjs")
SHOTS = os.environ.get("GRIOT_SHOTS") or os.path.join(BUILD, "shots")


def registered():
    """The pages of the app, as its navigation has them."""
    with open(os.path.join(WEB, "src/registry/pages.json"), encoding="utf-8") as file:
        return json.load(file)


def number(text):
    """A cell's raw value as the API has it."""
    try:
        return json.loads(text)
    except ValueError:
        return text or None


class WebCase(unittest.TestCase):
    """One demo a class; tests look at its pages, which change nothing."""

    maxDiff = None
    demo = {"users": 300, "days": 70}

    @classmethod
    def setUpClass(cls):
        install_packages(WEB)
        cls.site = DemoSite()
        cls.addClassCleanup(cls.site.end)
        cls.site.start()
        cls.truth = cls.site.tell(**cls.demo)
        cls.site.sign_in()

    def look(self, *paths, shots=SHOTS):
        """What there is to see at these addresses, light, dark and on a phone (clients/dashboard.mjs)."""
        wanted = {"url": self.site.url, "cookie": self.site.cookie, "pages": list(paths), "shots": shots}
        done = subprocess.run(["node", LOOKER], cwd=WEB, input=json.dumps(wanted), capture_output=True, text=True,
                              timeout=600, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def ask(self, path, **query):
        """What the API answers to the owner for the project."""
        text = "&".join(f"{name}={value}" for name, value in {"project": "demo", **query}.items())
        return self.site.ask(f"{path}?{text}")["data"]

    def same_rows(self, seen, title, rows, columns):
        """The table of this title has what the API has in these columns."""
        found = [{name: number(row.get(name, "")) for name in columns} for row in seen["tables"][title]]
        self.assertEqual(found, [{name: row[name] for name in columns} for row in rows], title)
