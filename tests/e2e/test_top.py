"""griot ls, griot top and griot tap, also as a person sees them: in a terminal of 80 columns and 24 rows."""
import json
import os
import subprocess
import unittest
import uuid

from griot_testing import Chaos, in_time, run_griot
from griot_testing.griot import BUILD, base_env, binary
from griot_testing.terminal import Terminal


class Top(Chaos):
    def setUp(self):
        super().setUp()
        self.griot_ = self.griot(self.whatsapp_pipeline()).start()

    def terminal(self, *arguments):
        made = Terminal([binary(), *arguments, "--data", self.griot_.folder])
        self.addCleanup(made.close)
        return made

    def row(self, screen, name):
        """The numbers behind a stage's name, or None."""
        for line in screen:
            if line.split()[:1] == [name]:
                return line.split()[2:]
        return None

    def test_ls_names_stages_and_plugins(self):
        done = self.griot_.command("ls", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        listed = json.loads(done.stdout)
        stages = {s["stage"]: s for p in listed["pipelines"] for s in p["stages"]}
        self.assertEqual({p["name"] for p in listed["pipelines"]}, {"collect", "process"})
        sessions = stages["process/sessions"]
        self.assertEqual((sessions["plugin"], sessions["kind"]), ("session_enricher", "transform"))
        self.assertTrue(sessions["file"].endswith("session_enricher.griot.so"), sessions)
        self.assertEqual(len(sessions["sha256"]), 64)
        self.assertIn("process/sessions", self.griot_.command("ls").stdout)

    def test_top_is_readable_in_a_small_terminal(self):
        load = self.under_load(self.griot_)
        terminal = self.terminal("top", "--every", "0.5")
        terminal.wait("events to be shown", lambda s: (self.row(s, "web") or ["0"])[0] not in ("0", "0.0"))
        screen = terminal.wait("the last stage", lambda s: self.row(s, "store") and s)
        self.assertFalse(terminal.wrapped, screen)
        self.assertLessEqual(max(map(len, screen)), 80)
        self.assertIn("ready", screen[0])
        for stage in ("whatsapp", "web", "queue", "sessions", "identity", "conversations", "store"):
            self.assertIsNotNone(self.row(screen, stage), screen)
        # ev/s drop/s dead/s p50 p99 busy queue: events pass, calls take time.
        sessions = terminal.wait("work in the sessions", lambda s: (r := self.row(s, "sessions")) and r[0] != "0" and r)
        self.assertRegex(sessions[3], r"^[\d.]+(us|ms|s)$")
        self.assertRegex(sessions[5], r"^\d+%$")
        load.stop()
        terminal.wait("quiet", lambda s: self.row(s, "web")[0] == "0")
        terminal.keys("C-c")
        in_time("the end", lambda: terminal.ended)

    def test_top_waits_for_a_griot_that_restarts(self):
        terminal = self.terminal("top", "--every", "0.2")
        terminal.wait("a first look", lambda s: self.row(s, "web"))
        self.griot_.stop()
        terminal.wait("the notice", lambda s: "does not answer" in s[0])
        self.griot_.start()
        terminal.wait("it again", lambda s: self.row(s, "web"))

    def test_top_for_programs(self):
        self.under_load(self.griot_)
        done = self.griot_.command("top", "--once", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("\n"), 1)
        rates = json.loads(done.stdout)
        self.assertTrue(rates["ready"])
        stages = {s["stage"]: s for p in rates["pipelines"] for s in p["stages"]}
        self.assertGreater(stages["collect/web"]["events_per_second"], 0)
        self.assertGreater(stages["process/store"]["p99_ms"], 0)
        self.assertIsNotNone(stages["collect/queue"]["queue"])
        nothing = run_griot("top", "--once", "--data", self.folder)
        self.assertEqual(nothing.returncode, 1)
        self.assertIn("no griot runs here", nothing.stderr)

    def test_tap_is_readable_in_a_small_terminal(self):
        load = self.under_load(self.griot_)
        terminal = self.terminal("tap", "process/sessions", "--where", "name=load")
        terminal.wait("events", lambda s: sum("> pass" in line and "load" in line for line in s) >= 10)
        terminal.wait("how many were left out", lambda s: any("shown (at most 20 a second)" in line for line in s))
        self.assertFalse(terminal.wrapped, terminal.screen)
        self.assertLessEqual(max(map(len, terminal.screen)), 80)
        self.griot_.stop()
        terminal.wait("the notice", lambda s: any("does not answer; waiting" in line for line in s))
        terminal.keys("-R")  # wipes the screen
        terminal.wait("a clean screen", lambda s: not any("> pass" in line for line in s))
        self.griot_.start()
        terminal.wait("events again", lambda s: any("> pass" in line for line in s))
        load.stop()

    def test_both_go_on_over_a_reload(self):
        file = self.griot_.files[0]
        with open(file, encoding="utf-8") as f:
            text = f.read()

        def reload(*pair):
            with open(file, "w", encoding="utf-8") as out:
                out.write(text.replace(*pair))
            done = self.griot_.command("reload")
            self.assertEqual(done.returncode, 0, done.stderr)
        load = self.under_load(self.griot_)
        top, tap = self.terminal("top", "--every", "0.2"), self.terminal("tap", "process/sessions", "--rate", "5")
        tap.wait("events", lambda s: any("> pass" in line for line in s))
        top.wait("work", lambda s: (self.row(s, "sessions") or ["0"])[0] not in ("0", "0.0"))
        # Another instance of the stage, then none, then one again.
        for _ in range(3):
            reload("- id: sessions", "- id: elsewhere")
            top.wait("the other stage", lambda s: self.row(s, "elsewhere") and not self.row(s, "sessions"))
            tap.wait("the notice", lambda s: any("the stage is gone; waiting" in line for line in s))
            tap.keys("-R")
            reload("", "")
            top.wait("work again", lambda s: (self.row(s, "sessions") or ["0"])[0] not in ("0", "0.0"))
            tap.wait("the other notice", lambda s: any("the stage is there again" in line for line in s))
            tap.wait("events again", lambda s: any("> pass" in line for line in s))
        self.assertFalse(top.wrapped or tap.wrapped)
        self.check(load, self.griot_)

    def test_both_go_on_over_a_swap(self):
        next_version = os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so")
        load = self.under_load(self.griot_)
        top, tap = self.terminal("top", "--every", "0.2"), self.terminal("tap", "process/sessions", "--rate", "5")
        tap.wait("events", lambda s: any("> pass" in line for line in s))
        for request in ({"op": "swap", "stage": "process/sessions", "file": next_version},
                        {"op": "swap_back", "stage": "process/sessions"}):
            answer = self.griot_.control(request)
            self.assertIn((answer["swaps"][0] if "swaps" in answer else answer)["state"],
                          ("probation", "rolled_back"), answer)
            in_time("the swap", lambda: request["op"] == "swap" or not self.griot_.control({"op": "swap_status"})["under_way"])
            tap.keys("-R")
            tap.wait("events again", lambda s: any("> pass" in line for line in s))
            top.wait("work again", lambda s: (self.row(s, "sessions") or ["0"])[0] not in ("0", "0.0"))
        self.assertFalse(top.wrapped or tap.wrapped)
        self.check(load, self.griot_)

    def tap(self, *arguments):
        """A tap whose lines are read by a program."""
        child = subprocess.Popen([binary(), "tap", *arguments, "--json", "--data", self.griot_.folder], env=base_env(),
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.assertIn('"tap":true', child.stdout.readline())
        return child

    def seen(self, child, count):
        lines = []
        while len(lines) < count:
            line = json.loads(child.stdout.readline())
            lines += [line] if "event" in line else []
        return lines

    def test_tap_follows_one_event_from_the_door_into_the_store(self):
        client, id = self.client(self.griot_), str(uuid.uuid4())
        tap = self.tap("--id", id)
        events = [{"event": "other", "userId": "a"}, {"event": "mine", "userId": "a", "messageId": id}]
        self.assertEqual(client.capture(events).status, 200)
        lines = self.seen(tap, 10)
        self.assertEqual([(l["stage"], l["verdict"]) for l in lines], [
            ("collect/web", "heard"), ("collect/geo", "pass"), ("collect/queue", "stored"), ("process/queue", "heard"),
            ("process/campaigns", "pass"), ("process/agents", "pass"), ("process/sessions", "pass"),
            ("process/identity", "pass"), ("process/conversations", "pass"), ("process/store", "stored")])
        times = [l["micros"] for l in lines]
        self.assertEqual(times, sorted(times))
        self.assertTrue(all(l["took_us"] > 0 for l in lines if l["verdict"] != "heard"), lines)
        self.assertIn("session_id", lines[-1]["event"])

    def test_tap_shows_no_address_after_the_stage_that_removes_it(self):
        client = self.client(self.griot_)
        before, after = self.tap("collect/geo", "--before"), self.tap("collect/geo")
        self.assertEqual(client.capture([{"event": "x", "userId": "a"}]).status, 200)
        self.assertIn("127.0.0.1", json.dumps(self.seen(before, 1)))
        self.assertNotIn("127.0.0.1", json.dumps(self.seen(after, 1)))

    def test_tap_says_what_it_cannot_do(self):
        for arguments, why in ((["collect/none"], "there is no stage collect/none"), ([], "needs a stage"),
                               (["collect/web", "--before"], "before a source"), (["--id", "7"], "is a UUID"),
                               (["collect/web", "--where", "colour=red"], "no field colour")):
            done = self.griot_.command("tap", *arguments)
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(why, done.stderr)


if __name__ == "__main__":
    unittest.main()
