"""More than the processors can take, up to the bound of the queue: refused with a time to come back, and
nothing lost. The timed form is tests/bench/burst.py (test_burst_timed.py)."""
import os
import unittest

from griot_testing import Beside, Case, bench_load, in_time, meta
from griot_testing.griot import PIPELINES

BOUND, BATCH, CLIENTS = 20000, 100, 8


class Burst(Case):
    def setUp(self):
        super().setUp()
        with open(os.path.join(PIPELINES, "collector.yaml"), encoding="utf-8") as file:
            text = file.read()
        for what, instead in {"max_events: 2000000": f"max_events: {BOUND}",
                              "project: default": f"project: {self.project}"}.items():
            self.assertIn(what, text)
            text = text.replace(what, instead)
        # Of its own, so that what waits in the queue is what this test put there.
        self.processor = self.griot("processor.yaml").start()
        self.collector = self.griot(self.pipeline(text)).start()
        self.web = self.client(self.collector)
        self.files = []

    def load(self, **more):
        """As fast as the answers come: what came back, and the ids of what was accepted in a file."""
        file = os.path.join(self.folder, f"accepted-{self.project}-{len(self.files)}")
        self.files.append(file)
        got = bench_load(self.collector.port, "/v1/capture", header=f"X-Write-Key: {self.web.key}", batch=BATCH,
                         connections=CLIENTS, users=2000, seed=len(self.files), accepted=file, **more)
        self.assertEqual(got["lost"], 0)
        self.assertLessEqual(set(got["status"]), {"200", "503"})
        # Who is refused is told when to come back.
        self.assertEqual(got["told_when"], got["status"].get("503", 0))
        return got

    def accepted(self):
        ids = []
        for name in self.files:
            with open(name, encoding="ascii") as file:
                ids += file.read().split()
        return ids

    def wait_depth(self, events):
        """Until so many events wait, as the collector says; it looks twice a second."""
        depth = lambda: int(self.collector.metric("griot_queue_depth_events"))
        in_time(f"{events} events to wait, not {depth()}", lambda: depth() == events)

    def wait_empty(self):
        self.wait_depth(0)
        redis = self.redis.client
        in_time("the streams to be trimmed", lambda: not any(map(redis.xlen, redis.scan_iter("griot:q:*"))))

    def memory(self):
        return self.redis.client.info("memory")["used_memory"]

    def queue_health(self):
        status, health = self.collector.health()
        return status, [(c["state"], c["text"]) for c in health["components"] if c["component"] == "queue"]

    def test_up_to_the_bound_and_back(self):
        self.wait_empty()
        before = self.memory()
        self.assertEqual(self.processor.stop(), 0, self.processor.process.tail())

        # Below the bound none is refused.
        half = self.load(requests=BOUND // BATCH // 2, seconds=30)
        self.assertEqual(half["status"], {"200": BOUND // BATCH // 2})
        self.assertEqual(self.queue_health()[0], 200)

        # At it some are. A group of requests is taken as one, so the last ones may not have fitted together.
        full = self.load(seconds=2)
        self.assertGreater(full["status"]["503"], 0)
        taken = half["events"] + full["events"]
        self.assertLessEqual(taken, BOUND)
        self.assertGreater(taken, BOUND - BATCH * CLIENTS)
        self.wait_depth(taken)
        self.refusals()
        # The doors are open all the same: a full queue is no fault of this process.
        status, said = self.queue_health()
        self.assertEqual((status, [state for state, _ in said]), (200, ["degraded"]), said)
        self.assertIn("is a processor running and keeping up?", said[0][1])

        # On and on while it drains; then all that was accepted is there, and nothing else.
        beside = Beside(self.load, seconds=4)
        self.processor.start()
        during = beside.end()
        self.assertGreater(during["events"], 0)
        ledger = self.wait_settled(self.processor, 60)
        accepted = self.accepted()
        stored = [id for (id,) in self.postgres.rows("select id::text from events where project = %s", self.project)]
        self.assertEqual(len(accepted), half["events"] + full["events"] + during["events"])
        self.assertEqual(sorted(stored), sorted(accepted))
        lines = [line for line in ledger["lines"] if line["project"] == self.project]
        self.assertEqual([(line["accepted"], line["stored"]) for line in lines], [(len(accepted), len(accepted))])

        # And all is as it was before.
        self.wait_empty()
        in_time("health to be well", lambda: self.queue_health() == (200, [("healthy", "")]))
        self.assertEqual(self.web.capture([{"event_name": "x", "user_id": "u"}]).status, 200)
        # What stays are the hashes of the ledger and buffers of connections: far below what waited (8 MB).
        in_time(f"Redis to give back its memory: {before}, now {self.memory()}",
                lambda: self.memory() < before + (1 << 20))

    def refusals(self):
        """What a client of each door is told; nothing of it is kept."""
        events = [{"event_name": "refused", "user_id": "u"} for _ in range(BATCH * CLIENTS)]
        answer = self.web.capture(events)
        self.assertEqual(answer.status, 503, answer)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.json["error"]["status"], 503)
        messages = [meta.message(f"wamid.refused{i}") for i in range(BATCH * CLIENTS)]
        answer = self.web.webhook(meta.envelope(meta.said(*messages)))
        self.assertEqual(answer.status, 503, answer)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)


if __name__ == "__main__":
    unittest.main()
