"""griot.js: its units in Node, and as it is shipped in Chromium."""
import fcntl
import gzip
import os
import shutil
import subprocess
import tempfile
import unittest

from griot_testing import Case
from griot_testing.griot import ROOT

HERE = os.path.join(ROOT, "plugins/web_sdk/browser")
MOST_BYTES = 4096  # of the script, compressed


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def run(folder, *command, **env):
    done = subprocess.run(command, cwd=folder, env=os.environ | env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}"


def install_packages():
    installed, lock = (os.path.join(HERE, name) for name in ("node_modules/.package-lock.json", "package-lock.json"))
    with open(lock, encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # one of those that run beside each other
        if not os.path.exists(installed) or os.path.getmtime(installed) < os.path.getmtime(lock):
            run(HERE, "npm", "ci", "--no-audit", "--no-fund", "--silent")


PACKAGE = ""


def setUpModule():
    """Builds a copy of the package, so that the tree stays as it is."""
    global PACKAGE
    install_packages()
    folder = tempfile.mkdtemp(prefix="griot-js-")
    unittest.addModuleCleanup(shutil.rmtree, folder, ignore_errors=True)
    PACKAGE = os.path.join(folder, "package")
    shutil.copytree(HERE, PACKAGE, ignore=shutil.ignore_patterns("node_modules", "dist", "build"))
    os.symlink(os.path.join(HERE, "node_modules"), os.path.join(PACKAGE, "node_modules"))
    run(PACKAGE, "npm", "run", "--silent", "build")
    run(PACKAGE, "npm", "run", "--silent", "types")


class Package(unittest.TestCase):
    def test_the_script_in_the_tree_is_that_of_the_sources(self):
        self.assertEqual(read(HERE, "dist/griot.js"), read(PACKAGE, "dist/griot.js"), "npm run build, and keep it")

    def test_the_script_is_small(self):
        size = len(gzip.compress(read(PACKAGE, "dist/griot.js"), 9))
        self.assertLessEqual(size, MOST_BYTES)

    def test_the_package_holds_what_it_names(self):
        run(PACKAGE, "node", "-e", """
            const {exports, main, types, files} = JSON.parse(fs.readFileSync('package.json'));
            const named = [main, types, ...files, ...Object.values(exports).flatMap((e) => e.default ? Object.values(e) : e)];
            for (const file of named) if (!fs.existsSync(file)) throw Error(file + ' is missing');""")

    def test_the_script_needs_no_eval(self):
        script = read(PACKAGE, "dist/griot.js").decode()
        for word in ("eval(", "Function(", "innerHTML", "document.write"):
            self.assertNotIn(word, script)

    def test_types(self):
        run(PACKAGE, "npx", "--no-install", "tsc", "-p", "test/tsconfig.json")

    def test_units(self):
        run(PACKAGE, "npm", "test", "--silent")

    def test_in_chromium(self):
        run(PACKAGE, "node", "--test", "--test-reporter=spec", "test/chromium.mjs")


class ThroughGriot(Case):
    def test_a_visit_becomes_rows(self):
        griot, client = self.quickstart()
        run(PACKAGE, "node", "test/through_griot.mjs", GRIOT_DOOR=griot.url + "/v1/capture", GRIOT_KEY=client.key)
        self.wait_count(6)
        self.wait_settled(griot)
        rows = self.postgres.rows(
            "select name, user_id, channel, properties->>'path', session_id, anonymous_id, context->>'clientSessionId', "
            "context->'campaign'->>'name' from events where project = %s order by occurred_at, name", self.project)
        self.assertEqual(sorted((r[0], r[1], r[3]) for r in rows), [
            ("handshake_complete", None, None), ("identify", "u1", None), ("page_view", None, "/landing"),
            ("page_view", None, "/welcome"), ("purchase", "u1", None), ("signup", None, None)], rows)
        self.assertEqual({r[2] for r in rows}, {"web"})
        for column in (5, 6, 7):
            self.assertEqual(len({r[column] for r in rows}), 1, rows)
        self.assertEqual(len({r[4] for r in rows} - {None}), 1, rows)
        self.assertEqual(self.postgres.one("select properties->>'note' from events where project = %s and "
                                           "name = 'signup'", self.project), 'naïve "Ω" 🦒')
        self.assertEqual(self.postgres.one("select properties->'traits'->>'email' from events where project = %s and "
                                           "name = 'identify'", self.project), "amina@example.com")
        self.assertEqual(self.postgres.rows("select campaign, source from sessions where project = %s", self.project),
                         [("june", "wa")])


if __name__ == "__main__":
    unittest.main()
