"""griot.js: its units in Node, and as it is shipped in Chromium."""
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from griot_testing import Case
from griot_testing.browser import BROWSER as HERE, install_packages, run

SIZES = {"griot.js": 4096, "sdk.js": 4864}  # of the scripts, the most bytes, compressed


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


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
    def test_the_scripts_in_the_tree_are_those_of_the_sources(self):
        for script in SIZES:
            self.assertEqual(read(HERE, "dist", script), read(PACKAGE, "dist", script), "npm run build, and keep it")

    def test_the_scripts_are_small(self):
        for script, most in SIZES.items():
            self.assertLessEqual(len(gzip.compress(read(PACKAGE, "dist", script), 9)), most, script)

    def test_the_script_needs_no_eval(self):
        for name in SIZES:
            script = read(PACKAGE, "dist", name).decode()
            for word in ("eval(", "Function(", "innerHTML", "document.write"):
                self.assertNotIn(word, script)

    def test_units(self):
        run(PACKAGE, "npm", "test", "--silent")

    def test_in_chromium(self):
        run(PACKAGE, "node", "--test", "--test-reporter=spec", "test/chromium.mjs")


class Published(unittest.TestCase):
    """The package as npm packs it, in a project that has installed it."""

    @classmethod
    def setUpClass(cls):
        cls.project = tempfile.mkdtemp(prefix="griot-js-user-")
        cls.addClassCleanup(shutil.rmtree, cls.project, ignore_errors=True)
        packed = subprocess.run(["npm", "pack", "--json", "--ignore-scripts", "--pack-destination", cls.project],
                                cwd=PACKAGE, check=True, capture_output=True, text=True, timeout=60)
        cls.pack, = json.loads(packed.stdout)
        modules = os.path.join(cls.project, "node_modules")
        os.makedirs(os.path.join(modules, "griot-js"))
        for name in ("react", "react-dom", "@types", "csstype"):
            os.symlink(os.path.join(HERE, "node_modules", name), os.path.join(modules, name))
        run(cls.project, "tar", "xzf", cls.pack["filename"], "--strip-components=1", "-C", "node_modules/griot-js")

    def test_it_holds_what_it_names_and_no_more(self):
        files = {file["path"] for file in self.pack["files"]}
        description = json.loads(read(PACKAGE, "package.json"))

        def named(value):
            return [value] if isinstance(value, str) else [path for each in value.values() for path in named(each)]
        for path in [description["main"], description["types"], *named(description["exports"])]:
            self.assertIn(path.removeprefix("./"), files)
        self.assertEqual([file for file in files if not file.startswith("dist/")
                          and file not in ("package.json", "README.md", "snippet.js")], [])
        self.assertNotIn("dependencies", description)
        self.assertEqual(list(description["peerDependencies"]), ["react"])

    def test_it_loads_in_node_by_import_and_by_require(self):
        check = """if (typeof griot.track !== 'function' || typeof createGriot().flush !== 'function') throw Error('client');
            if (typeof GriotProvider !== 'function' || typeof useGriot !== 'function') throw Error('react');
            griot.init('wk'); griot.track('nothing happens here');"""
        run(self.project, "node", "--input-type=module", "-e", f"""
            import griot, {{ createGriot }} from 'griot-js';
            import {{ GriotProvider, useGriot }} from 'griot-js/react';
            {check}""")
        run(self.project, "node", "--input-type=commonjs", "-e", f"""
            const {{ default: griot, createGriot }} = require('griot-js');
            const {{ GriotProvider, useGriot }} = require('griot-js/react');
            {check}""")

    def test_its_types_are_found_by_import_and_by_require(self):
        usage = read(PACKAGE, "test/usage.ts").decode()
        for name in ("bundler.ts", "imports.mts", "requires.cts"):
            with open(os.path.join(self.project, name), "w", encoding="utf-8") as file:
                file.write(usage)
        tsc = (os.path.join(HERE, "node_modules/.bin/tsc"), "--noEmit", "--strict", "--lib", "es2020,dom")
        run(self.project, *tsc, "--module", "nodenext", "--target", "es2022", "imports.mts", "requires.cts")
        run(self.project, *tsc, "--module", "es2020", "--moduleResolution", "bundler", "bundler.ts")


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
