"""griot as it is installed: the program finds its plugins by itself, wherever the prefix is."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from griot_testing.griot import BUILD, ROOT, write_pipeline
from griot_testing.process import free_port

OPTIONS = {"GRIOT_PG": "postgresql://localhost/griot", "GRIOT_REDIS": "redis://localhost:6379",
           "GRIOT_WHATSAPP_SECRET": "a-secret-for-tests", "GRIOT_WHATSAPP_VERIFY_TOKEN": "a-token-for-tests"}


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="griot-e2e-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.prefix = os.path.join(cls.folder, "some where")
        done = subprocess.run(["cmake", "--install", BUILD, "--component", "griot", "--prefix", cls.prefix],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def installed(self, *arguments, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GRIOT_")}
        return subprocess.run([os.path.join(self.prefix, "bin/griot"), *arguments], env=kept | OPTIONS | env,
                              cwd=self.folder, capture_output=True, text=True, timeout=60, check=False)

    def quickstart(self):
        with open(os.path.join(ROOT, "pipelines/quickstart.yaml"), encoding="utf-8") as f:
            return f.read()

    def test_what_is_installed(self):
        names = {os.path.relpath(os.path.join(at, f), self.prefix)
                 for at, _, found in os.walk(self.prefix) for f in found}
        plugins = {os.path.basename(os.path.dirname(os.path.join(ROOT, "plugins", p, "")))
                   for p in os.listdir(os.path.join(ROOT, "plugins"))
                   if os.path.exists(os.path.join(ROOT, "plugins", p, "CMakeLists.txt"))}
        migrations = os.listdir(os.path.join(ROOT, "sql/migrations"))
        providers = os.listdir(os.path.join(ROOT, "plugins/whatsapp_crm/providers"))
        self.assertEqual(names, {"bin/griot"} | {f"lib/griot/plugins/{p}.griot.so" for p in plugins} |
                         {f"share/griot/migrations/{m}" for m in migrations} |
                         {f"share/griot/providers/{p}" for p in providers})
        listed = self.installed("plugins")
        self.assertEqual({line.split()[0] for line in listed.stdout.splitlines()}, plugins, listed.stderr)

    def test_a_file_that_names_no_folder_uses_the_plugins_beside_the_program(self):
        text, removed = re.subn(r"(?m)^plugins:.*\n", "", self.quickstart())
        self.assertEqual(removed, 1)
        file = write_pipeline(self.folder, "pipeline.yaml", text)
        data = os.path.join(self.folder, "data")
        done = self.installed("validate", file, "--data", data, GRIOT_LISTEN=f"127.0.0.1:{free_port()}")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        elsewhere = os.path.join(self.folder, "none")
        os.makedirs(elsewhere, exist_ok=True)
        done = self.installed("validate", file, "--data", data, GRIOT_PLUGINS=elsewhere)
        self.assertEqual(done.returncode, 3, "the folder was not looked for in GRIOT_PLUGINS")
        self.assertIn(elsewhere, done.stderr)

    def test_the_folders_of_the_unit_are_those_of_the_installation(self):
        with open(os.path.join(ROOT, "deploy/systemd/griot.service"), encoding="utf-8") as f:
            unit = f.read()
        for path in re.findall(r"/usr/local(/[\w./-]+)", unit):
            self.assertTrue(os.path.exists(self.prefix + path), path)
        plugins = self.prefix + re.search(r"GRIOT_PLUGINS=/usr/local(\S+)", unit).group(1)
        file = write_pipeline(self.folder, "unit.yaml", self.quickstart())
        done = self.installed("validate", file, "--data", os.path.join(self.folder, "data"), GRIOT_PLUGINS=plugins)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
