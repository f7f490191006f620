"""Lists, people, exports and the live feed of the dashboard's API; who may ask; roll-ups that change under them."""
import csv
import datetime
import io
import json
import os
import socket
import threading
import time
import uuid

import psycopg2

from griot_testing import in_time
from griot_testing.report_oracle import World, outcome
from griot_testing.reports import Random, ReportCase, SECOND, micros, seeded

BEGINS = int(datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
ALL = {"from": "2026-02-01", "to": "2026-05-01"}


class Lists(ReportCase):
    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.start()

    def some_history(self, people=20):
        events = Random(self.rng, self.project, BEGINS, BEGINS + 20 * 86400 * SECOND).history(people)
        self.send(events)
        self.wait_rolled()
        self.world = World(events)
        return events

    def test_events_are_exported_whole(self):
        events = self.some_history()
        want = sorted(e.id for e in events)
        lines = self.ask("/events", accept="application/x-ndjson", **ALL)[1]
        rows = [json.loads(line) for line in lines.splitlines()]
        self.assertEqual(sorted(r["id"] for r in rows), want)
        by_id = {e.id: e for e in events}
        for row in rows:
            event = by_id[row["id"]]
            self.assertEqual((micros(row["occurred_at"]), row["name"], row["user_id"], row["anonymous_id"],
                              row["properties"], row["channel"]),
                             (event.at, event.name, event.user, event.anonymous, event.properties, event.channel))
        table = list(csv.DictReader(io.StringIO(self.ask("/events", accept="text/csv", **ALL)[1])))
        self.assertEqual(sorted(r["id"] for r in table), want)
        pages, offset = [], 0
        while True:
            answer = self.ask("/events", **ALL, limit=7, offset=offset)[1]
            pages += answer["data"]["events"]
            offset += 7
            if not answer["page"]["more"]:
                break
        self.assertEqual([r["id"] for r in pages],
                         [e.id for e in sorted(events, key=lambda e: e.order, reverse=True)])
        only = self.ask("/events", **ALL, name="purchase", property="plan=x", limit=1000)[1]["data"]["events"]
        self.assertEqual(sorted(r["id"] for r in only),
                         sorted(e.id for e in self.world.those(0, 2**62, name="purchase", property="plan=x")))

    def test_people_and_their_timelines(self):
        events = self.some_history()
        people = {}
        for event in events:
            if self.world.person(event):
                people.setdefault(self.world.person(event), []).append(event)
        listed = self.data("/people", **ALL, limit=1000)["people"]
        self.assertEqual(len(listed), len(people))
        for who in self.rng.sample(sorted(people), 8):
            mine = sorted(people[who], key=lambda e: e.order)
            known = [i for i, person in self.world.known.items() if person == who]
            one = self.rng.choice(known)
            found = self.data("/people/search", q=self.rng.choice([one, one.split(":", 1)[1]]))["people"]
            self.assertEqual(len(found), 1, one)
            person = found[0]["person_id"]
            self.assertEqual(sorted(f"{i['type']}:{i['value']}" for i in found[0]["identifiers"]), sorted(known))
            profile = self.data("/people/" + person)["person"]
            own = [e for e in mine if e.own]
            goals = sum(e.converts for e in mine)
            sessions = [s for s in self.world.sessions
                        if self.world.known.get(subject_person(s)) == who]
            self.assertEqual((profile["events"], profile["own_events"], profile["conversions"], profile["sessions"]),
                             (len(mine), len(own), goals, len(sessions)))
            self.assertEqual(micros(profile["last_seen"]), mine[-1].at)
            self.assertEqual(profile["lifecycle"], "dormant" if own else None)
            timeline = self.data(f"/people/{person}/timeline", limit=1000)["events"]
            self.assertEqual([e["id"] for e in timeline], [e.id for e in reversed(mine)])
            row = next(p for p in listed if p["person_id"] == person)
            self.assertEqual((row["events"], micros(row["last_seen"])), (len(mine), mine[-1].at))
            self.assertEqual(row["messages_received"], sum(e.name == "message.received" for e in mine))
        self.assertEqual(self.data("/people/search", q="+19995550000")["people"], [])
        self.ask("/people/" + str(uuid.uuid4()), status=404)

    def test_campaigns_and_errors(self):
        events = self.some_history(30)
        got = self.data("/campaigns", **ALL)
        for part, member in (("campaigns", "campaign_id"), ("templates", "template")):
            mine = {}
            for message in self.world.messages:
                if not message.inbound and message[member]:
                    mine.setdefault(message[member], []).append(message)
            self.assertEqual({r["value"]: (r["attempted"], r["delivered"], r["read"], r["replied"], r["recipients"])
                              for r in got[part]},
                             {v: (len(all), sum(outcome(m, 2) for m in all), sum(outcome(m, 3) for m in all),
                                  sum(m.replied_at is not None for m in all), len({m.user_id for m in all}))
                              for v, all in mine.items()})
        errors = {}
        for event in events:
            if event.name == "error":
                errors.setdefault((event.properties["code"], event.properties["origin"]), []).append(event)
        self.assertEqual({(r["code"], r["origin"]): (r["events"], r["people"])
                          for r in self.data("/errors", **ALL)["errors"]},
                         {k: (len(all), len(self.world.people(all))) for k, all in errors.items()})

    def test_a_conversion_is_credited_to_the_latest_message_that_was_answered(self):
        phone, day = "+254700000001", 86400 * SECOND
        make = Random(self.rng, self.project, BEGINS, BEGINS + day).event
        sent = [make("whatsapp", "message.sent", phone, None, BEGINS + n * day,
                     {"messageId": f"c{n}", "campaignId": f"camp{n}"}) for n in range(3)]
        reply = [make("whatsapp", "message.received", phone, None, BEGINS + n * day + 60 * SECOND,
                      {"messageId": f"r{n}"}) for n in (0, 1)]
        bought = [make("whatsapp", "purchase", phone, None, BEGINS + at) for at in (2 * day, 9 * day)]
        self.send(sent + reply + bought)
        self.wait_rolled()
        got = {r["value"]: (r["replied"], r["converted"]) for r in self.data("/campaigns", **ALL)["campaigns"]}
        # The second purchase is more than 7 days after any reply.
        self.assertEqual(got, {"camp0": (1, 0), "camp1": (1, 1), "camp2": (0, 0)})

    def test_a_goal_is_credited_by_the_moment_not_by_the_quarter(self):
        minute, week = 60 * SECOND, 7 * 86400 * SECOND
        begins = BEGINS // (15 * minute) * 15 * minute + 86400 * SECOND
        make = Random(self.rng, self.project, begins, begins + week).event
        # By campaign: when each was bought from, after the message; the reply is after 5 minutes.
        bought = {"before": 4 * minute, "after": 6 * minute, "long": week + 5 * minute, "late": week + 5 * minute + SECOND,
                  "ends": 6 * minute, "paid": 6 * minute, "unpaid": 6 * minute}
        what = {"ends": ("flow_done", {"journeyEnd": True}), "paid": ("order", {"plan": "gold"}), "unpaid": ("order", {})}
        events = []
        for n, (campaign, after) in enumerate(bought.items()):
            phone = f"+25470000001{n}"
            name, properties = what.get(campaign, ("purchase", {}))
            events += [make("whatsapp", "message.sent", phone, None, begins, {"messageId": f"s{n}", "campaignId": campaign}),
                       make("whatsapp", "message.received", phone, None, begins + 5 * minute, {"messageId": f"r{n}"}),
                       make("whatsapp", name, phone, None, begins + after, properties)]
        self.send(events)
        self.wait_rolled()

        def converted():
            return {r["value"] for r in self.data("/campaigns", **ALL)["campaigns"] if r["converted"]}
        self.assertEqual(converted(), {"after", "long", "ends"})
        for event, filters, want in (("order", [], {"paid", "unpaid"}),
                                     ("order", [{"property": "plan", "op": "is", "value": "gold"}], {"paid"}),
                                     ("", [{"property": "plan", "op": "set"}], {"paid"}),
                                     ("", [{"property": "journeyEnd", "op": "set"}], {"ends"})):
            with self.subTest(event=event, filters=filters):
                self.postgres.rows("delete from goals where project = %s", self.project)
                self.postgres.rows("insert into goals (project, name, event, filters) values (%s, 'it', %s, %s)",
                                   self.project, event, json.dumps(filters))
                in_time("the goal to count", lambda: converted() == want, 10)

    def test_who_may_ask(self):
        other = "o" + self.project
        stranger = self.new_key(other, "read")
        in_time("the key to be known", lambda: self.ask("/project", None, key=stranger)[0] == 200)
        self.assertEqual(self.ask("/project", 404, key=stranger, project=self.project)[1]["error"]["code"], "no_project")
        self.assertEqual(self.ask("/project", 404, key=stranger, project="none")[1]["error"]["code"], "no_project")
        self.assertEqual(self.ask("/overview", 401, key="rk_nobody")[1]["error"]["code"], "unknown_key")
        self.assertEqual(self.ask("/overview", 401, key=self.sender.key)[1]["error"]["code"], "unknown_key")
        self.some_history(5)
        for path in ("/overview", "/whatsapp", "/events", "/people", "/sessions", "/campaigns", "/health"):
            answer = self.ask(path, key=stranger, **(ALL if path != "/health" else {}))[1]
            self.assertNotIn(self.project, json.dumps(answer["data"]))
        self.postgres.rows("update write_keys set revoked_at = now() where project = %s and kind = 'read'", other)
        in_time("the key to be revoked", lambda: self.ask("/project", None, key=stranger)[0] == 401)

    def test_an_answer_that_is_known_is_not_sent_again(self):
        self.some_history(5)
        headers = {"Authorization": f"Bearer {self.read_key}"}
        target = "/api/v1/overview?from=2026-03-01&to=2026-03-10"
        first = self.sender.get(target, headers)
        again = self.sender.get(target, headers | {"If-None-Match": first.headers["ETag"]})
        self.assertEqual((again.status, again.body), (304, b""))

    def test_roll_ups_wait_for_who_commits_late(self):
        """A transaction that is open while later ones commit is counted once, when it has committed."""
        self.some_history(5)
        count = self.data("/overview", part="cards", **ALL)["cards"]["events"]
        with psycopg2.connect(self.postgres.url) as held, held.cursor() as cursor:
            cursor.execute("insert into events (id, project, source, channel, name, user_id, occurred_at, received_at, "
                           "properties, context) values (%s, %s, 'collect/web', 'web', 'late', 'u', %s, now(), '{}', '{}')",
                           (str(uuid.uuid4()), self.project, "2026-03-02T00:00:00Z"))
            more = Random(self.rng, self.project, BEGINS, BEGINS + 86400 * SECOND)
            more.number = 1000
            later = more.on_web(False)
            self.send(later)
            self.wait_settled(self.dashboard)
            held.commit()
        self.wait_rolled()
        self.assertEqual(self.data("/overview", part="cards", **ALL)["cards"]["events"], count + len(later) + 1)
        self.verify()

    def verify(self):
        done = self.dashboard.command("rollup", "verify", "--project", self.project)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_forgotten_people_are_counted_no_more(self):
        events = self.some_history()
        phones = sorted(i for i in self.world.known if i.startswith("phone:"))
        gone = self.world.known[phones[0]]
        done = self.dashboard.command("person", "forget", phones[0], "--project", self.project, "--wait", "1", "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.wait_rolled()
        # What somebody does without a name is their browser's, and so forgotten too.
        rest = World([e for e in events if self.world.person(e) != gone])
        self.same(self.data("/overview", part="cards", **ALL)["cards"], rest.cards(0, 2**62), "cards")
        self.verify()

    def test_rebuilt_and_broken_roll_ups(self):
        self.some_history()
        before = self.data("/overview", **ALL)
        messages = self.data("/whatsapp", **ALL)
        breaks = ["update rollup_quarters set events = events + 1 where project = %s and dim = 'all'",
                  "update rollup_blocks set own = own + 1 where project = %s and dim = 'name'",
                  "delete from rollup_days where project = %s and dim = 'channel'",
                  "update rollup_facts set counts[1] = counts[1] + 1 where project = %s and kind = 's' and dim = ''",
                  "update rollup_facts set counts[2] = counts[2] + 1 where project = %s and kind = 's' and unit = 'd'",
                  "delete from rollup_facts where project = %s and kind = 'w' and unit = 'd'",
                  "delete from rollup_facts where project = %s and kind = 'm' and unit = 'q'",
                  "update rollup_facts set samples = samples || float8send(7.5) where project = %s and kind = 'w'",
                  "delete from rollup_facts where project = %s and kind = 'm'"]
        for broken in breaks:
            with self.subTest(broken):
                self.wait_folded()
                self.postgres.rows(broken, self.project)
                self.assertEqual(self.dashboard.command("rollup", "verify", "--project", self.project).returncode, 1)
                self.assertEqual(self.dashboard.command("rollup", "rebuild", "--project", self.project).returncode, 0)
                self.wait_rolled()
                self.wait_folded()
                self.verify()
        self.sender.close()  # which was silent for as long as a connection may be
        self.same(self.data("/overview", **ALL), before, "overview")
        self.same(self.data("/whatsapp", **ALL), messages, "whatsapp")

    def test_a_day_ends_without_an_event(self):
        self.some_history()
        self.wait_folded()
        # As if griot had been asleep since the last block that has events began: were its end the day's end, the day
        # would have been made then.
        self.postgres.rows("""
            with last as (select max(bucket) as at from rollup_blocks where project = %s),
            gone as (delete from rollup_days d using last where d.bucket >= date_trunc('day', last.at))
            update rollup_state set folded_to = last.at from last""", self.project)
        in_time("the days to be made", lambda: self.postgres.one(
            "select folded_to = griot_block(now() - interval '1 hour') from rollup_state"))
        self.wait_folded()
        self.verify()

    def test_the_query_of_a_client_that_went_is_ended(self):
        self.some_history(2)
        target = f"GET /api/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.read_key}\r\n\r\n"
        with psycopg2.connect(self.postgres.url) as held, held.cursor() as cursor:
            cursor.execute("lock table sessions in access exclusive mode")
            client = socket.create_connection(("127.0.0.1", self.dashboard.port), timeout=20)
            client.sendall(target.encode())
            in_time("it to wait for the lock", lambda: self.waiting() == 1)
            client.close()
            # Before the time of the statement (15 s) is over, and while the lock is held.
            in_time("its statement to end", lambda: self.waiting() == 0, 10)
        self.data("/sessions")

    def waiting(self):
        """Statements of requests that wait for a lock: the roller recounts meanwhile, and waits for the same."""
        return self.postgres.one("select count(*) from pg_stat_activity where application_name = 'griot dashboard' "
                                 "and wait_event_type = 'Lock' and left(query, 20) <> 'select griot_recount'")

    def test_too_many_are_told_so(self):
        workers = max(2, os.cpu_count())  # the option's default
        target = f"GET /api/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.read_key}\r\n\r\n"
        with psycopg2.connect(self.postgres.url) as held, held.cursor() as cursor:
            cursor.execute("lock table sessions in access exclusive mode")
            clients = []
            for _ in range(100 + workers):  # one a core is worked on, and 64 may wait
                clients.append(socket.create_connection(("127.0.0.1", self.dashboard.port), timeout=20))
                clients[-1].sendall(target.encode())
            in_time("as many to wait for the lock", lambda: self.waiting() == workers)
            self.assertIn(b" 503 ", clients[-1].recv(65536).split(b"\r\n")[0])
            for client in clients:
                client.close()
        # What those clients asked is still worked off.
        def answered():
            try:
                return self.data("/sessions")
            except AssertionError:
                return None
        self.assertEqual(in_time("an answer again", answered)["sessions"], [])

    def live(self, **query):
        text = "&".join(f"{k}={v}" for k, v in query.items())
        s = socket.create_connection(("127.0.0.1", self.dashboard.port), timeout=20)
        s.sendall(f"GET /api/v1/live?{text} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.read_key}\r\n\r\n".encode())
        self.addCleanup(s.close)
        return s

    def read_until(self, s, text):
        got = b""
        while text.encode() not in got:
            piece = s.recv(65536)
            self.assertTrue(piece, got)
            got += piece
        return got.decode()

    def test_the_live_feed(self):
        watcher = self.live(channel="web")
        self.read_until(watcher, "retry:")
        make = Random(self.rng, self.project, BEGINS, BEGINS + SECOND).event
        # Until the first is seen nobody knows that the feed has begun to look.
        seen = None
        first = make("web", "first", "u1", None, BEGINS)
        for n in range(50):
            self.send([make("web", "hello", "u1", None, BEGINS)])
            watcher.settimeout(0.5)
            try:
                seen = self.read_until(watcher, "event: event")
                break
            except TimeoutError:
                continue
        self.assertIsNotNone(seen)
        watcher.settimeout(20)
        begun = time.monotonic()
        other = make("whatsapp", "other", "u1", None, BEGINS)
        self.send([other, first])
        got = self.read_until(watcher, first.id)
        self.assertLess(time.monotonic() - begun, 5)
        self.assertNotIn('"other"', got)
        place = seen.split("id: ")[1].split("\n")[0]
        again = self.live(after=place)
        self.assertIn('"other"', self.read_until(again, other.id))
        self.assertEqual(self.ask("/live", 400, after="x")[1]["error"]["parameter"], "after")


def subject_person(session):
    if session["user_id"]:
        return ("phone:" if session["user_id"].startswith("+") else "account:") + session["user_id"]
    return "anonymous:" + session["anonymous_id"]
