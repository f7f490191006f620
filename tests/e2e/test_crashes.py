"""Events that end the process which handles them: the others come through, and they are dead letters that can be
replayed when the cause is mended."""
import os
import unittest

from griot_testing import Case, in_time
from griot_testing.griot import BUILD, PIPELINES

DEATHS = 8  # five together with others, three alone (docs/queue-format.md)


class Crashes(Case):
    def broken(self):
        """processor.yaml with a stage that ends the process at each event named "abort_me"."""
        with open(os.path.join(PIPELINES, "processor.yaml"), encoding="utf-8") as file:
            text = file.read()
        plugins, stage = 'plugins: ["', "    transforms:\n"
        self.assertEqual((text.count(plugins), text.count(stage)), (1, 1))
        text = text.replace(plugins, f'plugins: ["{BUILD}/fixture-plugins-aborts", "')
        return self.pipeline(text.replace(stage, stage + "      - {id: aborts, plugin: aborts}\n"))

    def test_one_event_cannot_end_griot_for_ever(self):
        processor = self.griot("processor.yaml").start()
        sound, broken = processor.files, [self.broken()]
        collector = self.griot("collector.yaml").start()
        client = self.client(collector)
        processor.stop()

        def send(*events):
            batch = [{"event": name, "userId": user, "messageId": f"{name}-{user}"} for name, user in events]
            self.assertEqual(client.capture(batch).status, 200)
        for i in range(20):
            send(("before", f"u{i}"))
        send(("abort_me", "u0"), ("neighbour", "u0"))
        for i in range(20):
            send(("after", f"u{i}"))

        processor.files = broken
        for death in range(DEATHS):
            processor.start(ready=False)
            self.assertEqual(processor.wait_gone(60), 70, f"death {death}: {processor.process.tail()}")
        processor.start()
        self.wait_settled(processor, 60)
        self.assertEqual(self.count(), 40)
        letters = self.postgres.rows("select name, kind, reason, stage, detail from dead_letters where project = %s "
                                     "order by name", self.project)
        detail = f"griot ended {DEATHS} times while it handled this"
        self.assertEqual(letters, [(name, "event", "crashes", "process/queue", detail)
                                   for name in ("abort_me", "neighbour")])
        self.assertIn("is handled alone", processor.process.tail(1 << 20))

        processor.stop()
        processor.files = sound
        processor.start()
        done = processor.command("dead-letters", "replay", "--reason", "crashes", "--project", self.project)
        self.assertEqual((done.returncode, done.stdout), (0, "replayed 2\n"), done.stderr)
        self.wait_settled(processor)
        self.assertEqual(self.count(), 42)

    def pending(self):
        return sum(self.redis.client.xpending(f"griot:q:{p}", "griot")["pending"] for p in range(16))

    def test_kills_while_postgres_is_away_cost_nothing(self):
        """The same entries are pending each time, which is not their fault."""
        processor = self.griot("processor.yaml").start()
        client = self.client(self.griot("collector.yaml").start())
        self.postgres.stop()
        self.addCleanup(lambda: self.postgres.process.alive or self.postgres.start())
        for i in range(30):
            self.assertEqual(client.capture([{"event": "e", "userId": f"u{i}", "messageId": str(i)}]).status, 200)
        in_time("some to be read", lambda: self.pending() > 0)
        for _ in range(DEATHS - 2):
            processor.kill9()
            processor.start(ready=False)
            in_time("some to be read again", lambda: processor.metric("griot_queue_redelivered_total") > 0)
        processor.kill9()
        self.postgres.start()
        processor.start()
        self.wait_settled(processor, 60)
        self.assertEqual(self.count(), 30)


if __name__ == "__main__":
    unittest.main()
