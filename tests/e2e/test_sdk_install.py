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
        cls.add_migrations()
        cls.tool("cmake", "-S", cls.plugin, "-B", os.path.join(cls.plugin, "build"), "-G", "Ninja",
                 f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        cls.tool("cmake", "--build", os.path.join(cls.plugin, "build"))

    @classmethod
    def add_migrations(cls):
        os.mkdir(os.path.join(cls.plugin, "sql"))
        for name in ("0001_tags.sql", "0002_more.sql"):
            with open(os.path.join(cls.plugin, "sql", name), "w", encoding="utf-8") as f:
                f.write(f"-- made by {name}: \"quoted\"; [[ and ${{so}} \\ on\nselect 1;\n")
        with open(os.path.join(cls.plugin, "CMakeLists.txt"), "a", encoding="utf-8") as f:
            f.write("griot_embed_sql(tagger NAMESPACE a::b NAME kTables FILES sql/0002_more.sql sql/0001_tags.sql)\n")

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

    def test_migrations_travel_inside(self):
        with open(os.path.join(self.plugin, "build/tagger_kTables.cc"), encoding="utf-8") as f:
            made = f.read()
        self.assertIn("namespace a::b", made)
        self.assertLess(made.index("1, \"tags\""), made.index("2, \"more\""))
        with open(os.path.join(self.plugin, "build/tagger.griot.so"), "rb") as f:
            built = f.read()
        for name in ("0001_tags.sql", "0002_more.sql"):
            self.assertIn(f"-- made by {name}: \"quoted\"; [[ and ${{so}} \\ on\nselect 1;\n\0".encode(), built)

    def test_a_gap_between_migrations_is_found_at_the_build(self):
        script = os.path.join(self.prefix, "share/cmake/griot-sdk/GriotEmbedSql.cmake")
        out = os.path.join(self.folder, "gap.cc")
        done = subprocess.run(["cmake", f"-DOUT={out}", "-DNAME=k", f"-DFILES={self.plugin}/sql/0002_more.sql", "-P",
                               script], capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the next migration's number is 1", " ".join(done.stderr.split()))

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
