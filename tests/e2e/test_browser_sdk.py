"""griot.js: its units in Node, and as it is shipped in Chromium."""
import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from griot_testing import Case
from griot_testing.browser import BROWSER as HERE, Visit, install_packages, run
from griot_testing.griot import ROOT

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
        check = """const calls = [griot.track, createGriot().flush, GriotProvider, useGriot];
            if (!calls.every((call) => typeof call === 'function')) throw Error('what is missing?');
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


def text(*path):
    return read(ROOT, *path).decode()


def pasted(markdown):
    """The snippet of a page of documentation, as people paste it."""
    return re.search(r"```html\n(<script>\n!function.*?</script>)\n```", markdown, re.DOTALL)[1]


class Documented(Case):
    def test_there_is_one_snippet(self):
        with_address = {re.sub(r"https?://[^\"]*", "ADDRESS", pasted(text(page))) for page in (
            "README.md", "docs/griot-js.md", "plugins/web_sdk/browser/README.md")}
        self.assertEqual(len(with_address), 1, with_address)

    def test_the_options_are_those_of_the_types(self):
        types = text("plugins/web_sdk/browser/src/types.ts")
        options = re.search(r"export interface Options \{(.*?)\n\}", types, re.DOTALL)[1]
        declared = re.findall(r"/\*\* (.*?) \*/\s+(\w+)\?:", options)
        self.assertGreater(len(declared), 10)
        self.assertEqual(len(declared), options.count("?:"))
        table = text("docs/griot-js.md").partition("## Options")[2].partition("\n\n**")[0]
        rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) ?\|", table, re.MULTILINE))
        self.assertEqual(set(rows), {name for _, name in declared})
        for comment, name in declared:
            default = re.search(r"Default ([^.,]*)", comment)
            self.assertEqual(rows[name].replace("`", ""), default[1] if default else "", name)

    def test_a_sites_first_event(self):
        """The README's, from what is pasted to what is seen."""
        readme = text("README.md").partition("## Your site's first event")[2]
        griot, client = self.quickstart()
        html, changes = pasted(readme), {"http://127.0.0.1:8080": griot.url, "YOUR_WRITE_KEY": client.key}
        for there, here in changes.items():
            self.assertEqual(html.count(there), 1)
            html = html.replace(there, here)
        visit = Visit("test/pasted.mjs", html)
        self.addCleanup(visit.end)
        visit.wait_end()
        self.wait_count(1)
        query = re.search(r"```sql\n(.*?)```", readme, re.DOTALL)[1]
        self.assertEqual(self.postgres.rows(query), [("page_view", "/pricing", "My site", True)])


class ThroughGriot(Case):
    """The script that griot serves, and the rows that come of it."""

    def visit(self, name, count=None):
        """The program's lines, when `count` rows are there, or as many as it says that it held."""
        griot, client = self.quickstart()
        visit = Visit("test/through_griot.mjs", name, GRIOT_URL=griot.url, GRIOT_KEY=client.key)
        self.addCleanup(visit.end)
        visit.wait_step("left")
        if count is None:
            count = int(re.search(r"held (\d+)", "\n".join(visit.lines))[1])
        self.wait_count(count)
        visit.go_on()
        visit.wait_end()
        self.wait_settled(griot)
        self.assertEqual(self.count(), count)
        return count

    def rows(self, columns):
        return self.postgres.rows(f"select {columns} from events where project = %s order by occurred_at, id",
                                  self.project)

    def test_a_visit(self):
        self.visit("calls", 6)
        rows = self.rows("name, user_id, channel, properties->>'path', session_id, anonymous_id, "
                         "context->>'clientSessionId', context->'campaign'->>'name'")
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

    def test_two_tabs_are_one_session(self):
        self.visit("tabs", 62)
        rows = self.rows("anonymous_id, session_id, context->>'clientSessionId', properties->>'tab'")
        for column in range(3):
            self.assertEqual(len({row[column] for row in rows}), 1)
        self.assertEqual({row[3] for row in rows}, {"0", "1", None})

    def test_a_tab_closed_in_mid_batch(self):
        self.visit("closed", 7)
        self.assertEqual(sorted(n for n, in self.rows("(properties->>'n')::int")), list(range(7)))

    def test_offline_is_bounded_and_then_comes_in_order(self):
        held = self.visit("offline")
        self.assertTrue(3000 < held <= 10_000, held)
        self.assertEqual(sorted(n for n, in self.rows("(properties->>'n')::int")), list(range(12_000 - held, 12_000)))

    def test_reset_makes_another_visitor(self):
        self.visit("reset", 3)
        rows = {row[0]: row[1:] for row in self.rows("name, user_id, anonymous_id, session_id")}
        self.assertEqual({name: row[0] for name, row in rows.items()},
                         {"before": None, "identify": "u1", "after": None})
        self.assertEqual(rows["before"][1], rows["identify"][1])
        self.assertNotEqual(rows["before"][1], rows["after"][1])
        self.assertNotEqual(rows["before"][2], rows["after"][2])

    def test_under_a_strict_policy(self):
        self.visit("csp", 4)
        self.assertEqual(sorted(name for name, in self.rows("name")), ["click", "page_view", "page_view", "pushed"])


if __name__ == "__main__":
    unittest.main()
