"""Deaths under load: of griot at each named point and at any time, of Redis, of Postgres. Every event that
was answered 200 is stored exactly once, and the ledger balances."""
import random
import time
import unittest

from griot_testing import Chaos, in_time, repeats

# Where a test build dies on request (GRIOT_CRASH_AT), but for those of the tests further down.
POINTS = ["door.before_answer", "door.after_answer", "queue.before_exec", "queue.after_exec", "queue.before_ack",
          "queue.after_ack", "queue.trim", "writer.before_insert", "writer.after_insert", "writer.before_commit",
          "writer.after_commit"]


class Restart(Chaos):
    def test_killed_at_each_named_point(self):
        for point in POINTS:
            with self.subTest(point=point):
                self.new_project()
                griot = self.griot(self.whatsapp_pipeline()).start()
                load = self.under_load(griot)
                self.grows(load, 10)
                griot.kill9()
                # The n-th time, so that work is under way. It may die before it is ready.
                griot.start(ready=False, GRIOT_CRASH_AT=f"{point}:{3 if point != 'queue.trim' else 1}")
                self.assertEqual(griot.wait_gone(60), -9, griot.process.tail())
                griot.start()
                self.grows(load, 10)
                self.check(load, griot)
                griot.stop()

    def test_killed_at_any_time(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        load = self.under_load(griot)
        for _ in range(repeats(3, 10)):
            self.grows(load)
            time.sleep(random.uniform(0, 0.3))  # the point is that nothing says when
            griot.kill9()
            griot.start()
        self.grows(load)
        self.check(load, griot)

    def test_redis_restarts(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        load = self.under_load(griot)
        for kill in (self.redis.stop, self.redis.kill9):
            self.grows(load)
            kill()
            self.redis.start()
            self.grows(load)
        self.check(load, griot)

    def test_postgres_restarts(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        load = self.under_load(griot)
        for kill in (self.postgres.stop, self.postgres.kill9):
            self.grows(load)
            kill()
            self.grows(load)  # the doors stay open
            self.postgres.start()
            self.grows(load)
        self.check(load, griot)


    def test_stopped_while_postgres_is_away(self):
        griot, client = self.quickstart()
        self.postgres.stop()
        # Somebody never heard of: what is known of his session can be asked of Postgres alone.
        self.assertEqual(client.capture([{"event": "x", "userId": "newcomer"}]).status, 200)
        in_time("the lane to meet it", lambda: griot.health()[0] == 503)
        self.assertEqual(griot.stop(40), 0, griot.process.tail())
        self.postgres.start()
        griot.start()
        in_time("the event to be stored", lambda: self.count() == 1)
        self.wait_settled(griot)


class Migration(Chaos):
    """With a database that is still empty."""

    def test_killed_in_a_migration(self):
        griot = self.griot()
        done = griot.command("migrate", env={"GRIOT_CRASH_AT": "migrate.before_commit:2"})
        self.assertEqual(done.returncode, -9, done.stderr)
        griot.start()
        load = self.under_load(griot, webhooks=False)
        self.grows(load)
        self.check(load, griot)


if __name__ == "__main__":
    unittest.main()
