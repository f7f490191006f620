"""Another version of session_enricher while events come: nothing lost, doubled or overtaken, and the
sessions are those of a run without swaps."""
import glob
import json
import os
import random
import time
import unittest

from griot_testing import Chaos, in_time, repeats
from griot_testing.case import SECRET
from griot_testing.griot import BUILD, PIPELINES
from griot_testing.swapping import Images, Swapper, other_version
from griot_testing.visitors import Visiting, Visitors, together

STAGE = "process/sessions"
FIRST = os.path.join(BUILD, "plugins/session_enricher.griot.so")
NEXT = os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so")


class Swap(Visiting, Chaos):
    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("GRIOT_SEED") or random.SystemRandom().getrandbits(32))

    def start(self, swap="{probation: 0s, batches: 50, deadline: 5s}", **env):
        with open(os.path.join(PIPELINES, "quickstart.yaml"), encoding="utf-8") as file:
            text = file.read().replace("griot: 1\n", f"griot: 1\nswap: {swap}\n", 1)
        griot = self.griot(self.pipeline(text), **env).start()
        key = self.client(griot).key
        load = Visitors([griot.url], key, SECRET, clients=4, seed=self.seed).start()
        self.addCleanup(load.stop)
        self.grows(load, 400)
        # Versions are compared when a lane of the old one has had twenty calls.
        in_time("enough calls", lambda: self.calls(griot) >= 20)
        return griot, load

    def calls(self, griot):
        """Of the stage so far: so many at least that one lane has had."""
        stages = [s for p in griot.control({"op": "top"})["pipelines"] for s in p["stages"]]
        stage = next(s for s in stages if s["stage"] == STAGE)
        return stage["batches"] / stage["instances"]

    def swap(self, griot, file):
        return griot.control({"op": "swap", "stage": STAGE, "file": file})

    def end(self, griot, number, seconds=30):
        """How that swap ended."""
        def over():
            status = griot.control({"op": "swap_status"})
            swap = next(s for s in status["swaps"] if s["swap"] == number)
            return swap if not status["under_way"] and swap["state"] != "probation" else None
        return in_time(f"swap {number} to be over", over, seconds)

    def through(self, griot, file):
        begun = self.swap(griot, file)
        self.assertEqual(begun["state"], "probation", begun)
        return self.end(griot, begun["swap"])

    def settle(self, griot, load):
        self.check(load, griot)
        verified = griot.command("sessions", "verify", "--json", timeout=repeats(300, 3600))
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)
        self.assertGreater(self.postgres.one("select count(*) from sessions where project = %s", self.project), 50)

    def test_a_reload_is_refused_until_the_swap_is_over(self):
        griot, load = self.start("{probation: 1h, batches: 50, deadline: 5s}")
        begun = self.swap(griot, NEXT)
        self.assertEqual(begun["state"], "probation", begun)
        refused = griot.command("reload")
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("process/sessions: its swap is not over yet", refused.stdout + refused.stderr)
        griot.control({"op": "swap_back", "stage": STAGE})
        self.assertEqual(self.end(griot, begun["swap"])["state"], "rolled_back")
        done = griot.command("reload")
        self.assertEqual(done.returncode, 0, done)
        self.settle(griot, load)

    def version(self, griot):
        stages = griot.control({"op": "status"})["stages"]
        return next(s["version"] for s in stages if s["stage"] == STAGE)

    def top_rate(self, load, seconds=3):
        """Answers a second that these clients get when they do not rest."""
        before, begun = load.count, time.monotonic()
        in_time("the load's top rate", lambda: time.monotonic() - begun > seconds)
        return (load.count - before) / (time.monotonic() - begun)

    def test_many_swaps_under_load(self):
        griot, load = self.start()
        top = self.top_rate(load)
        load.pace = 4 * (1 / 0.7 - 1) / top  # of four clients, so that together they do 70 % of it
        images, swapper = Images(griot), Swapper(griot, STAGE, [FIRST, NEXT])
        for _ in range(repeats(100, 1000)):
            swap = swapper.go()
            self.assertEqual((swap["state"], swap["resident"]), ("permanent", False), swap)
        most = images.end()
        print(f"\n  seed {self.seed}; {len(swapper.done)} swaps, {load.count} events; {swapper.pause_text()}; "
              f"{most} images at most", flush=True)
        self.assertLessEqual(most, 2)
        self.settle(griot, load)
        self.assertEqual(griot.metric("griot_swaps_total"), len(swapper.done))
        self.assertEqual(together(self.postgres, self.project), self.calmly(griot, load, repeats(120, 600)))

    def test_one_version_after_the_other_is_never_a_third_image(self):
        griot, load = self.start("{probation: 0s, batches: 10, deadline: 5s}")
        third = other_version(NEXT, os.path.join(griot.folder, "session_enricher_third.griot.so"), b"1.0.2", b"1.0.1")
        images, swapper = Images(griot), Swapper(griot, STAGE, [FIRST, NEXT, third])
        for _ in range(7):
            swap = swapper.go()
            self.assertEqual((swap["state"], swap["resident"]), ("permanent", False), swap)
        done = griot.command("reload")  # maps what the folder has once more
        self.assertEqual((done.returncode, done.stdout.split(";")[0]), (0, "nothing has changed"), done)
        swapper.go()
        self.assertEqual(images.end(), 2)
        self.assertEqual(self.version(griot), "1.0.2")
        self.settle(griot, load)

    def other_campaigns(self, griot, **more):
        first = os.path.join(BUILD, "plugins/campaign_enricher.griot.so")
        return first, other_version(first, os.path.join(griot.folder, "campaign_enricher.griot.so"), b"1.0.1", **more)

    def test_a_stage_without_state(self):
        griot, load = self.start("{probation: 0s, batches: 20, deadline: 5s}")
        swapper = Swapper(griot, "process/campaigns", self.other_campaigns(griot))
        for _ in range(repeats(30, 300)):
            swap = swapper.go()
            self.assertEqual((swap["state"], swap["resident"]), ("permanent", False), swap)
        print(f"\n  without state: {swapper.pause_text()}", flush=True)
        self.settle(griot, load)

    def shadow(self, griot, file):
        """How a swap of an enricher ended that worked beside the old one first."""
        begun = griot.control({"op": "swap", "stage": "process/campaigns", "file": file, "shadow": 20})
        self.assertEqual(begun["state"], "shadow", begun)
        swap = self.end(griot, begun["swap"])
        self.assertEqual(swap["state"], "permanent", swap)
        self.assertGreaterEqual(swap["shadow"]["batches"], 20)
        return swap["shadow"]

    def test_an_enricher_beside_the_one_before(self):
        griot, load = self.start("{probation: 0s, batches: 5, deadline: 5s}")
        load.context = {"page": {"url": "https://shop.example/", "referrer": "https://news.ycombinator.com/item"}}
        differ = ("ends_differ", "fields_differ", "members_differ", "facts_differ")
        first, same = self.other_campaigns(griot)
        found = self.shadow(griot, same)
        self.assertEqual([found[what] for what in differ], [0, 0, 0, 0], found)
        # One that knows a site less than the others.
        _, other = self.other_campaigns(griot, and_also={b"news.ycombinator.com": b"news.ycombinator.cam"})
        found = self.shadow(griot, other)
        self.assertEqual([found[what] > 0 for what in differ], [False, False, True, False], found)
        refused = griot.command("swap", STAGE, NEXT, "--shadow", "5", "--json")
        self.assertIn("declare themselves pure", json.loads(refused.stdout)["why"])
        self.settle(griot, load)

    def roll_back(self, fault, says):
        griot, load = self.start("{probation: 1h, batches: 50, deadline: 1s}")
        begun = self.swap(griot, NEXT)
        self.assertEqual(begun["state"], "probation", begun)
        self.grows(load, 200)
        with open(os.path.join(griot.folder, "fault"), "w", encoding="ascii") as file:
            file.write(fault)
        swap = self.end(griot, begun["swap"], 10)
        self.assertEqual(swap["state"], "rolled_back")
        self.assertIn(says, swap["why"])
        self.grows(load, 200)
        self.assertEqual(self.version(griot), "1.0.0")
        self.settle(griot, load)

    def test_one_that_throws_is_rolled_back(self):
        self.roll_back("throw", "told to throw")

    def test_one_that_hangs_is_rolled_back(self):
        self.roll_back("hang", "did not come back within 1000 ms")

    def test_one_that_loses_events_is_rolled_back(self):
        self.roll_back("lose", "it lost 1 of")

    def test_one_that_is_slow_is_rolled_back(self):
        self.roll_back("slow", "and the version before took")

    def test_one_that_takes_ever_more_memory_is_rolled_back(self):
        self.roll_back("leak", "the process has grown by")

    def test_one_that_keeps_files_open_is_rolled_back(self):
        self.roll_back("files", "more open files are held")

    def test_an_operator_goes_back(self):
        griot, load = self.start("{probation: 1h, batches: 50, deadline: 5s}")
        self.assertEqual(self.swap(griot, NEXT)["state"], "probation")
        self.grows(load, 100)
        told = griot.command("swap", "--rollback", STAGE)
        self.assertEqual(told.returncode, 0, told)
        in_time("the first version", lambda: self.version(griot) == "1.0.0")
        self.settle(griot, load)

    def killed(self, point, serves):
        griot, load = self.start(GRIOT_CRASH_AT=point)
        try:
            self.swap(griot, NEXT)
        except (OSError, json.JSONDecodeError):
            pass  # it died while it was asked
        self.assertEqual(griot.wait_gone(), -9)
        del griot.env["GRIOT_CRASH_AT"]
        griot.start()
        self.assertEqual(self.version(griot), serves)
        self.grows(load, 50)
        self.settle(griot, load)

    def test_killed_at_each_step(self):
        for point, serves in {"swap.copy": "1.0.0", "swap.gate": "1.0.0", "swap.handoff": "1.0.0", "swap.publish": "1.0.0",
                              "swap.probation": "1.0.0", "swap.record": "1.0.0", "swap.retire": "1.0.1"}.items():
            with self.subTest(point):
                self.new_project()
                self.killed(point, serves)

    def test_what_the_command_says(self):
        griot, load = self.start("{probation: 1s, batches: 20, deadline: 5s}")
        done = griot.command("swap", STAGE, NEXT)
        self.assertEqual(done.returncode, 0, done)
        self.assertRegex(done.stdout, r"^process/sessions: session_enricher 1\.0\.0 \([0-9a-f]{12}\) -> 1\.0\.1 ")
        self.assertRegex(done.stdout, r"permanent: \d+ s, \d+ batches")
        refused = griot.command("swap", "process/store", NEXT, "--json")
        self.assertEqual((refused.returncode, json.loads(refused.stdout)["state"]), (1, "refused"), refused)
        broken = os.path.join(griot.folder, "broken.griot.so")
        with open(broken, "wb") as file:
            file.write(b"\x7fELF")
        self.assertEqual(griot.command("swap", STAGE, broken).returncode, 1)
        self.assertEqual(griot.command("swap", STAGE).returncode, 2)
        status = json.loads(griot.command("swap", "--status", "--json").stdout)
        self.assertEqual([s["state"] for s in status["swaps"]], ["refused", "refused", "permanent"])
        # It is there after a restart, though the file it came from is gone; and goes back when asked.
        griot.restart()
        self.assertEqual(self.version(griot), "1.0.1")
        self.assertEqual(griot.command("swap", "--rollback", STAGE).returncode, 0)
        self.assertEqual(self.version(griot), "1.0.0")
        self.assertEqual(len(glob.glob(os.path.join(griot.folder, "stages", "*"))), 2)
        self.settle(griot, load)


if __name__ == "__main__":
    unittest.main()
