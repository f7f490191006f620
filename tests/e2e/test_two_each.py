"""Two collectors and two processors at once, as on four machines."""
import unittest

from griot_testing import Chaos, in_time, repeats


class TwoEach(Chaos):
    def setUp(self):
        super().setUp()
        self.processors = [self.griot("processor.yaml").start() for _ in range(2)]
        file = self.whatsapp_pipeline("collector.yaml")
        self.collectors = [self.griot(file).start() for _ in range(2)]

    def load(self):
        return self.under_load(*self.collectors)

    def test_together(self):
        load = self.load()
        self.grows(load, repeats(300, 3000))
        in_time("both processors to take part",
                lambda: all(p.metric("griot_queue_acked_total") > 50 for p in self.processors))
        self.check(load, self.processors[0])

    def test_a_processor_dies_and_the_other_takes_over_in_order(self):
        load = self.load()
        for _ in range(repeats(1, 5)):
            self.grows(load, 100)
            self.processors[0].kill9()
            self.grows(load, 100)
            self.processors[0].start()
        self.check(load, self.processors[1])

    def test_killed_in_a_takeover(self):
        load = self.load()
        self.grows(load, 50)
        self.processors[1].stop()
        # With Postgres away the first holds entries that it has read and cannot finish.
        self.postgres.stop()
        self.grows(load, 50)
        self.processors[0].kill9()
        self.postgres.start()
        self.processors[1].start(ready=False, GRIOT_CRASH_AT="queue.takeover")
        self.assertEqual(self.processors[1].wait_gone(60), -9, self.processors[1].process.tail())
        self.processors[1].start()
        self.check(load, self.processors[1])

    def test_collectors_and_processors_come_and_go(self):
        load = self.load()
        for stopped in (self.collectors[0], self.processors[0], self.collectors[1], self.processors[1]):
            self.grows(load, 50)
            self.assertEqual(stopped.stop(), 0, stopped.process.tail())
            stopped.start()
        self.check(load, self.processors[0])


if __name__ == "__main__":
    unittest.main()
