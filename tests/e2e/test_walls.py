"""The two walls: plugins know only the SDK, and the host knows no plugin."""
import glob
import os
import re
import subprocess
import unittest

from griot_testing.griot import BUILD, ROOT

SOURCES = ("*.cc", "*.cpp", "*.h", "*.hpp", "CMakeLists.txt", "*.cmake")


def files(folder):
    found = [f for pattern in SOURCES for f in glob.glob(f"{ROOT}/{folder}/**/{pattern}", recursive=True)]
    assert found, f"no sources under {folder}: the test looks in the wrong place"
    return found


def read(file):
    with open(file, encoding="utf-8") as f:
        return f.read()


def plugins():
    return sorted(os.path.basename(os.path.dirname(f)) for f in glob.glob(f"{ROOT}/plugins/*/CMakeLists.txt"))


def foreign_include(file, plugin):
    """The first include of a plugin's file that is neither the SDK's, nor its own, nor a library's."""
    for line in read(file).splitlines():
        named = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not named:
            continue
        quote, name = named.groups()
        own = name.startswith(f"plugins/{plugin}/") or any(
            os.path.exists(os.path.join(at, name)) for at in (os.path.dirname(file), f"{ROOT}/plugins/{plugin}"))
        fine = name.startswith("griot/") or (own and ".." not in name) or \
            (quote == "<" and not name.startswith(("host/", "plugins/", "sdk/")))
        if not fine:
            # A header that the build makes stands nowhere yet.
            if re.search(r"(embed|generat|configure_file)", read(f"{ROOT}/plugins/{plugin}/CMakeLists.txt")) and \
                    "/" not in name:
                continue
            return name
    return None


class Walls(unittest.TestCase):
    def test_a_plugin_includes_the_sdk_and_itself_alone(self):
        for plugin in plugins():
            for file in files(f"plugins/{plugin}"):
                with self.subTest(file=os.path.relpath(file, ROOT)):
                    self.assertIsNone(foreign_include(file, plugin))

    def test_a_plugin_links_nothing_of_the_host(self):
        targets = {name for file in files("host") if file.endswith("CMakeLists.txt")
                   for name in re.findall(r"add_(?:library|executable)\((\w+)", read(file))}
        self.assertIn("griot", targets)
        of_the_host = re.compile(r"\bhost/|[\s\"](" + "|".join(targets) + r")[\s)\"]")
        for plugin in plugins():
            for file in files(f"plugins/{plugin}"):
                if not file.endswith(("CMakeLists.txt", ".cmake")):
                    continue
                with self.subTest(file=os.path.relpath(file, ROOT)):
                    code = re.sub(r"#.*", "", read(file))
                    self.assertIsNone(of_the_host.search(code))

    def test_the_host_names_no_plugin(self):
        names = re.compile(r"\b(" + "|".join(plugins()) + r")\b")
        for file in files("host"):
            with self.subTest(file=os.path.relpath(file, ROOT)):
                self.assertIsNone(names.search(read(file)))

    def test_a_plugin_exports_one_symbol(self):
        built = glob.glob(f"{BUILD}/plugins/*.griot.so")
        self.assertTrue(built)
        for file in built:
            with self.subTest(file=os.path.basename(file)):
                out = subprocess.run(["nm", "-D", "--defined-only", file], capture_output=True, text=True, check=True)
                symbols = [line.split()[-1] for line in out.stdout.splitlines()]
                self.assertEqual([s for s in symbols if not s.startswith(("__asan", "__odr_asan", "__tsan"))],
                                 ["griot_plugin_entry"])


if __name__ == "__main__":
    unittest.main()
