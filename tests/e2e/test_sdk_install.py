"""The SDK as somebody else gets it: installed, and a plugin built against it far from our tree."""
import os
import shutil
import subprocess
import unittest

from griot_testing import Case, run_griot
from griot_testing.griot import BUILD, ROOT


class SdkInstall(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prefix = os.path.join(cls.folder, "sdk")
        cls.plugin = os.path.join(cls.folder, "my plugin")  # a blank in the path is a usual thing
        cls.tool("cmake", "--install", BUILD, "--component", "sdk", "--prefix", cls.prefix)
        shutil.copytree(os.path.join(ROOT, "sdk/template"), cls.plugin)
        cls.tool("cmake", "-S", cls.plugin, "-B", os.path.join(cls.plugin, "build"), "-G", "Ninja",
                 f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        cls.tool("cmake", "--build", os.path.join(cls.plugin, "build"))

    @classmethod
    def tool(cls, *argv):
        done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=cls.folder)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(argv)}:\n{done.stdout}\n{done.stderr}")

    @property
    def demo(self):
        return os.path.join(self.plugin, "pipelines/demo.yaml")

    def test_only_the_sdk_is_installed(self):
        top = {os.path.relpath(os.path.join(at, f), self.prefix).split(os.sep)[0]
               for at, _, names in os.walk(self.prefix) for f in names}
        self.assertEqual(top, {"include", "share"})

    def test_it_is_listed_and_its_options_are_checked(self):
        listed = run_griot("plugins", "--plugins", os.path.join(self.plugin, "build"))
        self.assertIn("tagger", listed.stdout)
        self.assertEqual(run_griot("validate", self.demo, env=self.env).returncode, 0)
        with open(self.demo, encoding="utf-8") as f:
            text = f.read()
        bad = os.path.join(self.plugin, "pipelines/bad.yaml")
        with open(bad, "w", encoding="utf-8") as f:
            f.write(text.replace("value: nairobi", "valeu: nairobi"))
        done = run_griot("validate", bad, env=self.env)
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, r'bad\.yaml:\d+:\d+: pipelines\.process\.transforms\[0\].*valeu')
        self.assertIn("value", done.stderr)

    def test_it_works_in_a_pipeline(self):
        griot = self.griot(self.demo).start()
        client = self.client(griot)
        answer = client.capture([{"event_name": "visit", "user_id": "u"}, {"event_name": "heartbeat", "user_id": "u"}])
        self.assertEqual(answer.json["accepted"], 2)
        ledger = self.wait_settled(griot)
        rows = self.postgres.rows("select name, properties->>'shop' from events where project = %s", self.project)
        self.assertEqual(rows, [("visit", "nairobi")])
        line = next(line for line in ledger["lines"] if line["project"] == self.project)
        self.assertEqual((line["stored"], line["filtered"]), (1, 1))
        self.assertEqual(griot.metric("griot_tagger_tagged_total"), 1)


if __name__ == "__main__":
    unittest.main()
