"""People and journeys in the web app: what stands there is what the API has."""
import unittest

from griot_testing.web import WebCase, number

COLUMNS = ("person_id", "country", "first_seen", "last_seen", "events", "messages_received", "lifecycle")
FACTS = ("lifecycle", "first_seen", "last_seen", "country", "sessions", "events", "own_events", "messages_received",
         "conversions", "answered", "missed", "median_response_seconds", "longest_response_seconds", "waiting_since")


class People(WebCase):
    demo = {"users": 200, "days": 40}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_the_list")
        cls.everybody = case.ask("/people", limit=1000)["people"]
        # Who has a phone and a browser, and much to tell.
        known = [one for one in cls.everybody if one["phone"] and one["email"]]
        cls.somebody = max(known, key=lambda one: one["events"])
        phone = cls.somebody["phone"].replace("+", "%2B")
        cls.pages = ["/people?project=demo", f"/journey?project=demo&user={phone}", f"/people?project=demo&q={phone}",
                     f"/journey?project=demo&user={cls.somebody['email']}", f"/people?project=demo&user={phone}"]
        cls.seen = {}
        for page in case.look(*cls.pages, shots=None):
            cls.seen[cls.pages.index(page["path"]), page["look"]] = page

    def test_they_stand(self):
        for page in self.seen.values():
            with self.subTest(path=page["path"], look=page["look"]):
                self.assertEqual((page["faults"], page["violations"], page["wide"]), ([], [], False))

    def test_the_list(self):
        rows = self.seen[0, "light"]["tables"]["People"]
        self.assertGreater(len(rows), 10)
        self.same_rows(self.seen[0, "light"], "People", self.everybody[:len(rows)], COLUMNS)

    def test_a_person(self):
        person = self.ask("/people/" + self.somebody["person_id"])["person"]
        for at in (1, 3, 4):  # by phone, by e-mail, as a card
            facts = {row["field"]: number(row["value"]) for row in self.seen[at, "light"]["tables"]["Who this is"]}
            self.assertEqual(facts, {name: person[name] for name in FACTS})
            self.assertEqual(sorted(self.seen[at, "light"]["identifiers"]),
                             sorted(f"{one['type']}:{one['value']}" for one in person["identifiers"]))

    def test_a_search(self):
        found = self.ask("/people/search", q=self.somebody["phone"].replace("+", "%2B"))["people"]
        self.same_rows(self.seen[2, "light"], "Found", found, ("person_id", "first_seen", "identifiers"))

    def test_a_timeline(self):
        events = self.ask(f"/people/{self.somebody['person_id']}/timeline", limit=1000)["events"]
        known = {event["id"]: at for at, event in enumerate(events)}
        places = [known[event] for event in self.seen[1, "light"]["events"]]
        self.assertEqual(places, sorted(places), "the latest first")
        self.assertEqual(places[0], 0 if events[0]["name"] not in ("message.delivered", "message.read") else places[0])
        # What is left out between the first and the last are receipts, which stand at their message.
        left = [events[at] for at in range(places[-1]) if at not in places]
        self.assertLessEqual({event["name"] for event in left}, {"message.delivered", "message.read", "message.failed"})
        self.assertTrue(left, "nobody read a message: nothing was tested")


if __name__ == "__main__":
    unittest.main()
