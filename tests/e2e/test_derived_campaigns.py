"""Campaigns that only their messages show, against a slow reading of the definition."""
import datetime
import json
import os
import random
import re
import unittest
import uuid

from psycopg2.extras import execute_values

import psycopg2

from griot_testing import Case, repeats
from griot_testing.griot import ROOT

START = datetime.datetime(2026, 3, 4, 9, tzinfo=datetime.timezone.utc)
GAP = datetime.timedelta(minutes=10)
TICK = datetime.timedelta(microseconds=1)


def oracle(messages):
    """What the definition says, in no hurry: whoever is within ten minutes of each other is of one run."""
    found = []
    groups = {}
    for at, user, properties in messages:
        if properties.get("campaignId") or not properties.get("businessNumber") or not properties.get("templateName"):
            continue
        groups.setdefault((properties["businessNumber"], properties["templateName"]), []).append((at, user))
    for (number, template), sent in groups.items():
        while sent:
            run, waiting = [], [sent.pop()]
            while waiting:
                one = waiting.pop()
                run.append(one)
                near = [other for other in sent if abs(other[0] - one[0]) <= GAP]
                for other in near:
                    sent.remove(other)
                waiting += near
            users = len({user for _, user in run})
            if users >= 20:
                times = [at for at, _ in run]
                found.append((min(times), max(times), number, template, users))
    return sorted(found)


class DerivedCampaigns(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(os.path.join(ROOT, "sql/queries/derived_campaigns.sql"), encoding="utf-8") as f:
            cls.query = re.sub(r"\$([123])", r"%(p\1)s", f.read())

    def setUp(self):
        super().setUp()
        done = self.griot().command("migrate")
        self.assertEqual(done.returncode, 0, done.stderr)

    def store(self, rows):
        """Rows of (name, channel, user, time, properties), in whatever order."""
        with psycopg2.connect(self.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute("select griot_ensure_months(array(select distinct m::date from unnest(%s) m))",
                           ([row[3] for row in rows],))
            execute_values(cursor, "insert into events (id, project, source, channel, name, user_id, occurred_at, "
                           "received_at, properties, context) values %s",
                           [(str(uuid.uuid4()), self.project, "collect/web", channel, name, user, at, at,
                             json.dumps(properties), "{}") for name, channel, user, at, properties in rows])
        connection.close()

    def found(self, start=START - datetime.timedelta(days=365), end=START + datetime.timedelta(days=365)):
        with psycopg2.connect(self.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute(self.query, {"p1": self.project, "p2": start, "p3": end})
            rows = cursor.fetchall()
        connection.close()
        self.assertEqual(len({row[0] for row in rows}), len(rows), "ids are one each")
        return sorted(tuple(row[1:]) for row in rows)

    def sent(self, user, at, **more):
        properties = {"businessNumber": "+254700000001", "templateName": "june", **more}
        return ("message.sent", "whatsapp", user, at, properties)

    def test_ten_minutes_join_and_more_part(self):
        self.store([self.sent(f"u{n}", START + n * GAP) for n in range(20)])
        self.assertEqual(self.found(), [(START, START + 19 * GAP, "+254700000001", "june", 20)])
        self.new_project()
        self.store([self.sent(f"u{n}", START + n * GAP + (TICK if n > 9 else 0 * TICK)) for n in range(20)])
        self.assertEqual(self.found(), [])

    def test_twenty_people_and_not_twenty_messages(self):
        self.store([self.sent(f"u{n % 19}", START + n * TICK) for n in range(60)])
        self.assertEqual(self.found(), [])
        self.store([self.sent("u19", START + GAP)])
        self.assertEqual([row[4] for row in self.found()], [20])

    def test_a_late_message_joins_two(self):
        self.store([self.sent(f"u{n}", START) for n in range(20)] +
                   [self.sent(f"u{n}", START + 2 * GAP) for n in range(10, 40)])
        self.assertEqual([row[4] for row in self.found()], [20, 30])
        self.store([self.sent("u1", START + GAP)])
        self.assertEqual([row[4] for row in self.found()], [40])

    def test_known_campaigns_are_not_derived_again(self):
        self.store([self.sent(f"u{n}", START, campaignId="c1") for n in range(30)])
        self.assertEqual(self.found(), [])

    def test_the_range_is_of_the_beginning(self):
        self.store([self.sent(f"u{n}", START + n * GAP) for n in range(20)])
        self.assertEqual(len(self.found(START, START + TICK)), 1)
        self.assertEqual(self.found(START + TICK), [])
        self.assertEqual(self.found(end=START), [])

    def test_random_messages_against_the_definition(self):
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        rng = random.Random(seed)
        campaigns = 0
        for _ in range(repeats(15, 150)):
            self.new_project()
            rows, heard = [], []
            for number in ("+254700000001", "+254700000002", None):
                for template in ("june", "july", ""):
                    at, people = START, rng.choice((15, 20, 21, 22, 40))
                    for _ in range(rng.randrange(120)):
                        at += rng.choice((0 * TICK, TICK, GAP / 7, GAP - TICK, GAP, GAP)) if rng.random() < 0.97 \
                            else rng.choice((GAP + TICK, 3 * GAP))
                        properties = {"businessNumber": number, "templateName": template}
                        if rng.random() < 0.1:
                            properties["campaignId"] = rng.choice(("c1", "", None, 7))
                        row = ("message.sent", "whatsapp", f"u{rng.randrange(people)}", at, properties)
                        heard.append((at, row[2], properties))
                        rows.append(row)
                        if rng.random() < 0.05:  # what is no sent message, or of nobody
                            rows.append(rng.choice((("message.read", *row[1:]), (row[0], "web", *row[2:]),
                                                    (*row[:2], None, *row[3:]))))
            rng.shuffle(rows)
            self.store(rows)
            expected = oracle(heard)
            self.assertEqual(self.found(), expected, f"seed {seed}")
            campaigns += len(expected)
        self.assertGreater(campaigns, 0, f"seed {seed}")

    def test_through_the_door_nothing_is_stored_but_the_messages(self):
        griot, client = self.quickstart()
        # A CRM's echo is the same message heard twice: another event, and no other recipient.
        events = [{"event": "message.sent", "channel": "whatsapp", "userId": f"2547123456{n % 20:02}",
                   "messageId": f"m{n}", "timestamp": (START + n * TICK).isoformat(),
                   "properties": {"businessNumber": "+254700000001", "templateName": "june"}} for n in range(40)]
        self.assertEqual(client.capture(events).status, 200)
        self.wait_settled(griot)
        self.assertEqual([row[2:] for row in self.found()], [("+254700000001", "june", 20)])
        self.assertEqual(self.postgres.rows("select distinct name from events where project = %s", self.project),
                         [("message.sent",)])
        self.assertEqual(self.postgres.rows(
            "set role griot_reader; select project, channel, name, properties from derived_campaigns "
            "where project = %s", self.project), [(self.project, "whatsapp", "campaign.sent", {
                "derived": True, "businessNumber": "+254700000001", "templateName": "june", "recipientCount": 20})])


if __name__ == "__main__":
    unittest.main()
