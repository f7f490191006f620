"""What somebody wrote down that happened stands on charts over time, readable, and in their tables."""
import datetime
import json
import unittest

from griot_testing.client import Client
from griot_testing.web import WebCase

LAUNCH, OUTAGE = "Launch of the new shop", "<b>WhatsApp</b> was down"


class Notes(WebCase):
    demo = {"users": 30, "days": 10}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The project's days: not today's, which in its zone may have begun or not.
        cls.day = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=4)).date()
        cls.note(LAUNCH, str(cls.day))
        cls.note(OUTAGE, f"{cls.day + datetime.timedelta(days=1)}T22:30:00Z")  # the next day in Nairobi
        cls.note("Long ago", "2020-01-01")

    @classmethod
    def note(cls, name, at):
        with Client(cls.site.url) as client:
            answer = client.request("POST", "/api/v1/saved/annotations?project=demo",
                                    json.dumps({"name": name, "content": {"at": at}}),
                                    {"Content-Type": "application/json", "Origin": cls.site.url, "Cookie": cls.site.cookie})
        assert answer.status == 201, answer

    def test_they_stand_on_charts_over_time(self):
        panels = {"/overview": ("People by day", "Channels", "Daily, weekly, monthly"), "/explore": ("Over time",),
                  "/whatsapp-analytics": ("Messages by day", "Median response by day", "Read rate by day")}
        for page in self.look(*(path + "?project=demo" for path in panels), shots=None):
            path = page["path"].partition("?")[0]
            with self.subTest(path=path, look=page["look"]):
                self.assertEqual((page["faults"], page["violations"], page["wide"]), ([], [], False))
                shown = [title for title in panels[path] if page["tables"].get(title)]
                self.assertTrue(shown)
                for title in shown:
                    self.check_rows(page["tables"][title])
                self.assertEqual(sum(LAUNCH in note for note in page["notes"]), len(shown))
                self.assertEqual(sum(OUTAGE in note for note in page["notes"]), len(shown))
                self.assertFalse(any("Long ago" in note for note in page["notes"]))

    def check_rows(self, rows):
        noted = {row["start"][:10]: row["note"] for row in rows if row["note"]}
        self.assertEqual(noted, {str(self.day): LAUNCH, str(self.day + datetime.timedelta(days=2)): OUTAGE})


if __name__ == "__main__":
    unittest.main()
