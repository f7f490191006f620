"""What must hold after whatever happened to whom."""
from .case import SECRET, Case, in_time
from .load import Load


class Chaos(Case):
    """How to load a griot, and what must hold after whatever happened to it."""

    def under_load(self, *griots, **more):
        """Running load against doors that are open; stopped with the test at the latest."""
        key = self.client(griots[0]).key
        for other in griots[1:]:
            self.client(other, key=key)
        load = Load([g.url for g in griots], key, SECRET, **more).start()
        self.addCleanup(load.stop)
        return load

    def grows(self, load, by=30):
        before = load.count
        in_time(f"{by} more answers", lambda: load.count >= before + by)

    def check(self, load, griot):
        load.stop()
        self.assertGreater(load.count, 0)
        ledger = self.wait_settled(griot, 60)
        self.assertEqual(load.missing(self.postgres, self.project), [])
        self.assertEqual(load.doubled(self.postgres, self.project), [])
        # What the ledger calls stored is what is there.
        stored = sum(l["stored"] for l in ledger["lines"] if l["project"] == self.project)
        self.assertEqual(stored, self.count())
        self.order_kept()

    def order_kept(self):
        """A client sends its next event when the last one was answered: none may overtake another."""
        wrong = self.postgres.rows(
            "select * from (select user_id, properties->>'sequence', tx::text::bigint < lag(tx::text::bigint) over "
            "(partition by user_id order by (properties->>'sequence')::int) as overtaken from events "
            "where project = %s and name = 'load') e where overtaken", self.project)
        self.assertEqual(wrong, [])
