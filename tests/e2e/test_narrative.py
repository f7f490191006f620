"""The narrative: a sentence always stands, others only where a figure is outside its usual."""
import datetime
import statistics

from griot_testing import repeats
from griot_testing.reports import Random, ReportCase, SECOND, seeded

FIRST = datetime.date(2026, 3, 2)
LONG_AGO = datetime.date(2022, 1, 3)
STUDENT = {7: 2.364624, 3: 3.182446}  # t(0.975), from tables


class Narrative(ReportCase):
    def weeks(self, counts):
        """So many people in each week, each with one event."""
        self.rng = seeded(self)
        self.start()
        make = Random(self.rng, self.project, 0, 0).event
        events = []
        for week, count in enumerate(counts):
            begins = datetime.datetime.combine(FIRST + datetime.timedelta(weeks=week), datetime.time(),
                                               datetime.timezone.utc)
            for person in range(count):
                # A week is known that begins with or after the project's first event.
                second = self.rng.randrange(7 * 86400) if week or person else 0
                at = (int(begins.timestamp()) + second) * SECOND
                events.append(make("web", "page_view", None, f"v{person}", at, {"path": "/"}))
        self.send(events, 1000)
        self.wait_rolled()
        last = FIRST + datetime.timedelta(weeks=len(counts)) - datetime.timedelta(days=1)
        return self.data("/narrative", to=last)["sentences"], last

    def check(self, row, counts):
        known = counts[:-1][-8:]
        mean, spread = statistics.mean(known), statistics.stdev(known)
        reach = STUDENT[len(known) - 1] * spread * (1 + 1 / len(known)) ** 0.5
        self.assertAlmostEqual(row["usual_low"], mean - reach, delta=1e-3)
        self.assertAlmostEqual(row["usual_high"], mean + reach, delta=1e-3)
        self.assertEqual((row["figure"], row["value"], row["weeks"]), ("active_people", counts[-1], len(known)))

    def test_a_normal_week(self):
        counts = [60, 64, 57, 61, 59, 63, 58, 62, 61]
        rows, last = self.weeks(counts)
        # Those who came first were new in weeks before.
        self.check(rows[0], counts)
        self.assertTrue(rows[0]["sentence"].startswith("A normal week: 61 active people, usual is "), rows)
        self.assertEqual([r["finding"] for r in rows], [False])
        self.assertEqual((rows[0]["from"], rows[0]["to"]), (str(last - datetime.timedelta(days=6)), str(last)))
        figure = self.data(rows[0]["query"].removeprefix("/api/v1").split("?")[0],
                           **dict(pair.split("=") for pair in rows[0]["query"].split("?")[1].split("&")))
        self.assertEqual(figure["cards"]["active_people"], 61)

    def test_more_people_than_usual(self):
        counts = [60, 64, 57, 61, 59, 63, 58, 62, 120]
        rows, _ = self.weeks(counts)
        self.check(rows[0], counts)
        self.assertTrue(rows[0]["sentence"].startswith("More people than usual: 120 active people"), rows)
        self.assertTrue(all(r["finding"] for r in rows))
        self.assertLessEqual(len(rows), 5)

    def test_four_weeks_are_enough_and_three_are_not(self):
        counts = [60, 64, 57, 61, 60]
        rows, _ = self.weeks(counts)
        self.check(rows[0], counts)
        rows = self.data("/narrative", to=FIRST + datetime.timedelta(days=27))["sentences"]
        self.assertEqual([(r["value"], r["usual_low"], r["finding"]) for r in rows], [(61, None, False)])
        rows = self.data("/narrative", to="2020-01-01")["sentences"]
        self.assertEqual([(r["value"], r["usual_low"]) for r in rows], [(0, None)])

    def test_quiet_weeks_and_a_planted_change(self):
        """Through the API: years in which nothing changes, and then thrice the new people (a fifth more of 5,000: usual_test)."""
        self.rng = seeded(self)
        self.start()
        weeks, people = repeats(48, 208), repeats(60, 200)
        make, events, known = Random(self.rng, self.project, 0, 0), [], []
        for week in range(weeks + 1):
            begins = int(datetime.datetime.combine(LONG_AGO + datetime.timedelta(weeks=week), datetime.time(),
                                                   datetime.timezone.utc).timestamp()) * SECOND
            fresh = [f"v{week}-{n}" for n in range(self.about(people * (3 if week == weeks else 1)))]
            # Of those who were there in the last four weeks some come again, as many each week.
            back = self.rng.sample(known[-3 * people:], min(self.about(people / 2), len(known[-3 * people:])))
            for who in fresh + back:
                events += self.visit(make, who, begins + self.rng.randrange(7 * 86400 - 7200) * SECOND)
            for n in range(self.about(people / 2)):
                events += self.chat(make, f"{week}-{n}", begins + self.rng.randrange(7 * 86400 - 7200) * SECOND)
            known += fresh
        self.send(events, 1000)
        self.wait_rolled()
        # The first weeks are not like the others: nobody comes back yet.
        false, asked = 0, 0
        for week in range(14, weeks):
            rows = self.data("/narrative", to=LONG_AGO + datetime.timedelta(days=7 * week + 6))["sentences"]
            asked += 1
            false += any(r["finding"] for r in rows)
        print(f"\n{false} of {asked} quiet weeks had a false finding: {100 * false / asked:.1f} % (by chance 5 % at most)")
        # Five in a hundred, and three standard errors.
        self.assertLessEqual(false, asked * 0.05 + 3 * (asked * 0.05 * 0.95) ** 0.5)
        rows = self.data("/narrative", to=LONG_AGO + datetime.timedelta(days=7 * weeks + 6))["sentences"]
        self.assertTrue(rows[0]["finding"], rows[0])
        self.assertTrue(rows[0]["sentence"].startswith("More people than usual"), rows[0])

    def about(self, mean):
        """Poisson, by the normal that it is close to."""
        return max(0, round(self.rng.gauss(mean, mean ** 0.5)))

    def visit(self, make, who, at):
        events = [make.event("web", "page_view", None, who, at + n * 60 * SECOND, {"path": "/"})
                  for n in range(self.rng.randint(1, 3))]
        if self.rng.random() < 0.2:
            events.append(make.event("web", "purchase", None, who, at + 300 * SECOND, {"total": 1}))
        return events

    def chat(self, make, name, at):
        self.phones = getattr(self, "phones", 0) + 1
        phone = f"+25471{self.phones:07}"
        waits = int(60 * self.rng.lognormvariate(1, 0.7))
        sent = {"messageId": f"s{name}", "chatId": name, "agentId": "a1"}
        events = [make.event("whatsapp", "message.received", phone, None, at, {"messageId": f"r{name}", "chatId": name}),
                  make.event("whatsapp", "message.sent", phone, None, at + waits * SECOND, sent),
                  make.event("whatsapp", "message.delivered", phone, None, at + (waits + 1) * SECOND, sent)]
        if self.rng.random() < 0.6:
            events.append(make.event("whatsapp", "message.read", phone, None, at + (waits + 9) * SECOND, sent))
        return events
