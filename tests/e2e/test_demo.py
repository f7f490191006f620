"""griot demo: what its generator says is true is found again in what was stored, in whatever order it was
told."""
import datetime
import json
import os
import random
import subprocess
import unittest

from griot_testing import Case, in_time
from griot_testing import demo_oracle as oracle
from griot_testing.griot import PIPELINES, ROOT, base_env, binary, run_griot

END = "2024-03-14T15:09:26Z"
COUNTED = ("attempted", "sent", "delivered", "read", "failed", "replied", "clicked")


def median(values, share):
    """As percentile_cont has it."""
    values = sorted(values)
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


class Demo(Case):
    def setUp(self):
        super().setUp()
        self.seed = random.SystemRandom().randrange(1, 2**32)
        with open(os.path.join(PIPELINES, "quickstart.yaml"), encoding="utf-8") as file:
            text = file.read()
        number = '"100000000000001": demo'
        self.assertIn(number, text)
        self.file = self.pipeline(text.replace(number, '"100000000000001": ' + self.project))

    def demo(self, griot, *options, users=200, days=10, end=END):
        argv = ["--users", str(users), "--days", str(days), "--seed", str(self.seed), "--project", self.project]
        argv += ["--end", end] if end else []
        return griot.command("demo", *argv, *options, env={"GRIOT_URL": griot.url}, timeout=300)

    def truth(self, griot, *options, **more):
        """Tells a history: its truth."""
        print(f"\n  seed {self.seed}", flush=True)
        file = os.path.join(griot.folder, "truth.json")
        done = self.demo(griot, "--samples", *options, "--json", file, **more)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.said = done.stderr
        with open(file, encoding="utf-8") as written:
            return json.load(written)

    def ledger_sums(self, griot):
        lines = [line for line in griot.ledger()["lines"] if line["project"] == self.project]
        return {name: sum(line[name] for line in lines) for name in ("accepted", "stored", "duplicate", "dead",
                                                                     "filtered", "in_flight")}

    def rows(self):
        return [oracle.Row(*row) for row in self.postgres.rows(
            "select channel, name, user_id, anonymous_id, extract(epoch from occurred_at), properties from events "
            "where project = %s", self.project)]

    def compare(self, griot, truth):
        self.wait_settled(griot, 60)
        self.compare_events(griot, truth)
        self.compare_sessions(griot, truth)
        self.compare_sales(truth)
        rows = self.rows()
        self.compare_people(rows, truth)
        self.compare_waits(rows, truth)
        self.compare_messages(rows, truth)
        self.compare_tables(griot, truth)

    def compare_events(self, griot, truth):
        events = {}
        for channel, name, count in self.postgres.rows(
                "select channel, name, count(*) from events where project = %s group by 1, 2", self.project):
            events.setdefault(channel, {})[name] = count
        self.assertEqual(events, truth["events"])
        sums = self.ledger_sums(griot)
        self.assertEqual((sums["stored"], sums["dead"], sums["filtered"]), (truth["stored"], 0, 0))
        # The door announces somebody more than once whose first messages are under way together.
        again = sums["duplicate"] - truth["duplicates"]
        self.assertGreaterEqual(again, 0)
        self.assertLess(again, truth["events"]["whatsapp"]["contact.created"])
        early, late = self.postgres.rows("select min(occurred_at), max(occurred_at) from events where project = %s",
                                         self.project)[0]
        self.assertGreaterEqual(early, datetime.datetime.fromisoformat(truth["begin"].replace("Z", "+00:00")))
        self.assertLess(late, datetime.datetime.fromisoformat(truth["end"].replace("Z", "+00:00")))
        self.assertEqual(self.postgres.one("select count(*) from events where project = %s and "
                                           "context ? 'clientTimestamp'", self.project), 0)

    def compare_sessions(self, griot, truth):
        with open(os.path.join(ROOT, "sql/queries/sessions.sql"), encoding="utf-8") as file:
            query = file.read().replace("%", "%%").replace("$1", "'-infinity'").replace("$2", "'infinity'")
        for table in ("sessions", f"({query}) definition"):
            found = {}
            for channel, *counts in self.postgres.rows(
                    "select channel, count(*), count(*) filter (where own_count > 0), count(*) filter (where converted)"
                    f" from {table} where project = %s group by 1", self.project):
                found[channel] = counts
            self.assertEqual(found, {channel: [s["count"], s["engaged"], s["converted"]]
                                     for channel, s in truth["sessions"].items()}, table)
        for channel, sums in truth["sessions"].items():
            count, half, most = self.postgres.rows(
                "select count(*), percentile_cont(0.5) within group (order by s), percentile_cont(0.9) within group "
                "(order by s) from (select extract(epoch from last_own_at - first_own_at)::float8 as s from sessions "
                "where project = %s and channel = %s and own_count > 1) x", self.project, channel)[0]
            self.assertEqual(count, sums["seconds"]["count"])
            self.assertAlmostEqual(half, sums["seconds"]["median"], 3)
            self.assertAlmostEqual(most, sums["seconds"]["p90"], 3)
        verified = griot.command("sessions", "verify", "--json")
        self.assertEqual((verified.returncode, json.loads(verified.stdout)["differ"]), (0, 0), verified)

    def compare_sales(self, truth):
        purchases, value, signups = self.postgres.rows(
            "select count(*) filter (where name = 'purchase'), coalesce(sum((properties->>'value')::numeric) filter "
            "(where name = 'purchase'), 0), count(*) filter (where name = 'signup') from events where project = %s",
            self.project)[0]
        self.assertEqual((purchases, int(value), signups),
                         (truth["conversions"]["purchase"], truth["conversions"]["value"], truth["signups"]))
        outcomes = dict(self.postgres.rows(
            "select properties->>'outcome', count(*) from events where project = %s and name = 'chat.resolved' "
            "group by 1", self.project))
        self.assertEqual(outcomes, truth["resolutions"]["outcomes"])
        seconds = [s for s, in self.postgres.rows(
            "select (properties->>'resolutionTime')::float8 from events where project = %s and name = 'chat.resolved'",
            self.project)]
        self.assertEqual(truth["resolutions"]["seconds"],
                         {"count": len(seconds), "median": median(seconds, 0.5), "p90": median(seconds, 0.9)})

    def compare_people(self, rows, truth):
        self.assertEqual(oracle.persons(rows), sorted(truth["personList"]))
        self.assertEqual(truth["persons"], len(truth["personList"]))
        self.assertEqual(oracle.visits(rows), truth["visits"])
        zone, days = datetime.timezone(datetime.timedelta(hours=3)), {}
        for at in oracle.first_own(rows).values():
            day = datetime.datetime.fromtimestamp(at, zone).date().isoformat()
            days[day] = days.get(day, 0) + 1
        self.assertEqual(days, truth["newPeople"])

    def compare_waits(self, rows, truth):
        end = datetime.datetime.fromisoformat(truth["end"].replace("Z", "+00:00")).timestamp()
        def since(wait):
            return datetime.datetime.fromisoformat(wait["waitingSince"].replace("Z", "+00:00")).timestamp()
        waits = oracle.waits(rows, end)
        told = [(w["phone"], since(w), w["ended"], w.get("seconds")) for w in truth["waits"]]
        self.assertEqual((set(waits) - set(told), set(told) - set(waits)), (set(), set()))
        self.assertEqual(len(waits), len(told))
        answered = [s for _, _, _, s in waits if s is not None]
        self.assertEqual(truth["responses"]["all"]["count"], len(answered))
        self.assertAlmostEqual(truth["responses"]["all"]["median"], median(answered, 0.5), 6)
        self.assertAlmostEqual(truth["responses"]["all"]["p90"], median(answered, 0.9), 6)

    def compare_messages(self, rows, truth):
        self.assertEqual(oracle.messages(rows), truth["templates"])
        received = {row.properties["messageId"] for row in rows if row.name == "message.received"}
        self.assertEqual(len(received), truth["messages"]["received"])

    def compare_tables(self, griot, truth):
        """What the plugins keep of it comes to the same."""
        people = self.postgres.rows("select array_agg(type || ':' || value) from identifiers where project = %s "
                                    "group by person", self.project)
        self.assertEqual(sorted(sorted(person) for person, in people), sorted(truth["personList"]))
        self.assertEqual(self.postgres.one("select count(*) from persons where project = %s", self.project),
                         truth["persons"])

        def since(wait):
            return datetime.datetime.fromisoformat(wait["waitingSince"].replace("Z", "+00:00"))

        # What was open or missed at the history's end is missed by now, or silent.
        ends = {"agent": "answer", "answered": "answer", "resolved": "resolved"}
        told = sorted(((w["phone"], since(w), ends.get(w["ended"]), w.get("seconds")) for w in truth["waits"]),
                      key=lambda w: w[:2])
        waits = sorted(self.postgres.rows(
            "select c.user_id, r.waiting_since, case when r.ended in ('answer', 'resolved') then r.ended end, r.seconds "
            "from response_times_now r join chats c using (project, chat, opened_at) where r.project = %s",
            self.project), key=lambda w: w[:2])
        self.assertEqual(waits, told)
        for who, condition in (("all", "true"), ("agents", "answered_by = 'agent'")):
            count, half, most = self.postgres.rows(
                "select count(seconds), percentile_cont(0.5) within group (order by seconds), percentile_cont(0.9) "
                f"within group (order by seconds) from response_times where project = %s and {condition}",
                self.project)[0]
            self.assertEqual(count, truth["responses"][who]["count"])
            self.assertAlmostEqual(half, truth["responses"][who]["median"], 6)
            self.assertAlmostEqual(most, truth["responses"][who]["p90"], 6)
        templates = {}
        for template, *counts in self.postgres.rows(
                "select template, count(*), " + ", ".join(f"count(*) filter (where {c})" for c in COUNTED[1:]) +
                " from message_outcomes where project = %s and template is not null group by 1", self.project):
            templates[template] = dict(zip(COUNTED, counts))
        self.assertEqual(templates, truth["templates"])
        count, half, most = self.postgres.rows(
            "select count(provider_seconds), percentile_cont(0.5) within group (order by provider_seconds), "
            "percentile_cont(0.9) within group (order by provider_seconds) from resolutions where project = %s",
            self.project)[0]
        self.assertEqual({"count": count, "median": half, "p90": most}, truth["resolutions"]["seconds"])
        verified = griot.command("conversations", "verify", timeout=300)
        self.assertEqual(verified.returncode, 0, verified)

    def test_in_order_again_and_removed(self):
        griot = self.griot(self.file).start()
        truth = self.truth(griot)
        self.assertGreater(truth["stored"], 1500)
        self.assertRegex(self.said, r"of [\d,]+ events, 100\.0 %, [\d,]+/s\n[\d,]+ sent in [\d.]+ s, [\d,]+/s\n"
                                    r"[\d,]+ stored, [\d,]+ there already, 0 neither; [\d,]+ rows a second\n$")
        self.compare(griot, truth)

        # Without a time: the project knows the end of its history.
        stored = self.ledger_sums(griot)["stored"]
        self.assertEqual(self.truth(griot, end=None), truth)
        sums = self.ledger_sums(griot)
        self.assertEqual((sums["stored"], sums["dead"], sums["filtered"]), (stored, 0, 0))
        self.assertEqual(self.count(), truth["stored"])

        other = self.demo(griot, users=201)
        self.assertEqual(other.returncode, 1)
        self.assertIn("cannot have this history: it holds another history", other.stderr)
        other = self.demo(griot, end="2024-03-14T15:09:27Z")
        self.assertIn("it holds another history", other.stderr)

        self.remove(griot, truth["stored"])
        again = self.truth(griot, "--shuffle")
        self.assertEqual(again, truth)
        self.assertEqual(self.count(), truth["stored"])
        self.compare_sessions(griot, truth)
        self.assertTrue(griot.ledger()["balanced"])

    def remove(self, griot, events):
        """And nothing of the project is left in any table but the ledger."""
        removed = griot.command("demo", "--remove", "--project", self.project, "--json")
        self.assertEqual(removed.returncode, 0, removed)
        said = json.loads(removed.stdout)
        self.assertEqual(said, {"project": self.project, "events": said["events"] if events is None else events})
        for table, in self.postgres.rows(
                "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid where "
                "a.attname = 'project' and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"):
            if not table.startswith("ledger"):
                self.assertEqual(self.postgres.one(f"select count(*) from {table} where project = %s", self.project),
                                 0, table)
        self.assertEqual(self.postgres.one("select count(*) from session_aliases a where not exists "
                                           "(select from sessions s where s.session_id = a.target)"), 0)
        self.assertEqual(self.postgres.one("select count(*) from projects where id = %s", self.project), 0)

    def test_shuffled(self):
        griot = self.griot(self.file).start()
        self.compare(griot, self.truth(griot, "--shuffle"))

    def test_from_elsewhere(self):
        """Without griot's data folder nothing says what became of it; the doors took it all the same."""
        griot = self.griot(self.file).start()
        done = run_griot("demo", "--users", "20", "--days", "5", "--project", self.project, "--end", END, "--data",
                         os.path.join(self.folder, "elsewhere"), env=griot.env | {"GRIOT_URL": griot.url})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"/s\n[\d,]+ sent in [\d.]+ s, [\d,]+/s\n$")
        self.wait_settled(griot)
        self.compare_events(griot, json.loads(done.stdout))

    def test_cut_short_and_told_again(self):
        griot = self.griot(self.file).start()
        argv = [binary(), "demo", "--users", "3000", "--days", "20", "--seed", str(self.seed), "--project", self.project,
                "--end", END, "--data", griot.folder]
        with subprocess.Popen(argv, env=base_env() | griot.env | {"GRIOT_URL": griot.url}, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as running:
            in_time("a part of it to be stored", lambda: self.count() > 500)
            beside = self.demo(griot, users=3000, days=20)
            self.assertEqual((beside.returncode, beside.stdout), (1, ""))
            self.assertIn("another griot demo is at work", beside.stderr)
            running.kill()
        def gone():
            return not self.postgres.rows("select 1 from pg_locks where locktype = 'advisory' and objsubid = 2 and "
                                          "objid = (hashtext(%s)::bigint & 4294967295)::oid", self.project)
        in_time("Postgres to notice", gone)
        griot.kill9()
        griot.start()
        truth = self.truth(griot, users=3000, days=20)
        self.wait_settled(griot, 60)
        self.assertEqual(self.count(), truth["stored"])
        self.compare_sessions(griot, truth)
        self.compare_people(self.rows(), truth)
        self.assertEqual(self.postgres.one("select count(*) from write_keys where project = %s", self.project), 0)

    def test_only_its_own_project_is_filled_or_removed(self):
        griot = self.griot(self.file).start()
        client = self.client(griot)
        client.capture([{"event": "signup", "userId": "u1", "messageId": "1"}])
        self.wait_count(1)
        filled = self.demo(griot)
        self.assertEqual((filled.returncode, filled.stdout), (1, ""))
        self.assertIn("there are events in it that are no demonstration's", filled.stderr)
        removed = griot.command("demo", "--remove", "--project", self.project)
        self.assertEqual((removed.returncode, removed.stderr),
                         (1, f'griot: "{self.project}" is no project of a demonstration\n'))
        self.assertEqual(self.count(), 1)
        self.assertEqual(client.capture([{"event": "signup", "userId": "u2", "messageId": "2"}]).status, 200)
        # Marked by hand, as ./run does.
        self.postgres.rows("update projects set settings = '{\"demo\": {}}' where id = %s returning id", self.project)
        self.truth(griot, users=5, days=2)

    def test_numbers_of_others_are_noticed_at_once(self):
        griot = self.griot().start()  # its file says that the number is of `demo`
        done = self.demo(griot)
        self.assertEqual(done.returncode, 1)
        self.assertIn("name it in `projects` of the WhatsApp stage", done.stderr)
        in_time("the one message to be settled", lambda: griot.ledger()["total"]["in_flight"] == 0)
        self.assertEqual(self.count("demo"), 2)
        self.assertEqual(self.postgres.one("select count(*) from write_keys where project = %s", self.project), 0)

    def after(self, end):
        return self.postgres.one("select count(*) from events where project = %s and occurred_at >= %s", self.project,
                                 end)

    def told_all(self):
        """A business of 200 people is never quiet for three hours."""
        return self.postgres.one("select count(*) from demo_progress where project = %s and told_until > now() - "
                                 "interval '3 hours'", self.project) == 1

    def live(self, griot):
        argv = [binary(), "demo", "--live", "--project", self.project, "--data", griot.folder]
        with open(os.path.join(griot.folder, "live.log"), "a", encoding="utf-8") as log:
            running = subprocess.Popen(argv, env=base_env() | griot.env | {"GRIOT_URL": griot.url}, stderr=log)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        return running

    def test_it_goes_on(self):
        griot = self.griot(self.file).start()
        none = griot.command("demo", "--live", "--project", self.project)
        self.assertEqual((none.returncode, none.stderr),
                         (1, f"griot: the project {self.project} holds no demonstration\n"))
        end = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(days=3)
        truth = self.truth(griot, end=end.isoformat().replace("+00:00", "Z"))

        running = self.live(griot)
        in_time("what happened since to be told", self.told_all)
        self.wait_settled(griot)
        told = self.after(end)
        # Some three hundred a day, as at the end of the history.
        self.assertGreater(told, truth["stored"] / 10)
        self.assertLess(told, truth["stored"])
        self.assertEqual(self.count(), truth["stored"] + told)
        second = griot.command("demo", "--live", "--project", self.project)
        self.assertEqual(second.returncode, 1)
        self.assertIn("another griot demo --live is at work", second.stderr)
        running.terminate()
        self.assertEqual(running.wait(10), 0)
        self.assertEqual(self.postgres.one("select count(*) from write_keys where project = %s", self.project), 0)

        # Where griot is away it waits; what was told once is the same events.
        self.postgres.rows("delete from demo_progress where project = %s returning project", self.project)
        griot.kill9()
        running = self.live(griot)
        log = os.path.join(griot.folder, "live.log")
        def troubled():
            with open(log, encoding="utf-8") as said:
                return "it is tried again" in said.read()
        in_time("it to say so", troubled)
        griot.start()
        in_time("it to be told again", self.told_all)
        self.wait_settled(griot)
        self.assertLess(self.after(end), told + 60, "what happened in these seconds, and nothing twice")
        self.assertGreaterEqual(self.after(end), told)

        self.remove(griot, None)
        self.assertEqual(running.wait(30), 0)
        self.assertTrue(griot.ledger()["balanced"])

    def test_usage(self):
        griot = self.griot(self.file).start()
        for options in (["--live", "--users", "5"], ["--live", "--remove"], ["--users", "0"], ["--days", "x"],
                        ["--seed", "4294967296"], ["--end", "2099-01-01T00:00:00Z"], ["--end", "soon"],
                        ["--business", "none"], ["more"], ["--users", "100000", "--days", "3650"]):
            done = griot.command("demo", *options, "--project", self.project)
            self.assertEqual((done.returncode, done.stdout), (2, ""), (options, done))
        self.assertEqual(self.postgres.one("select count(*) from projects where id = %s", self.project), 0)


class Removed(Case):
    # Of all projects, or of what was done, which no project takes with it.
    OF_ALL = {"ledger", "ledger_reasons", "queue_positions", "audit_log", "settings_version",
              "rollup_rolls"}  # when transactions were counted, of all projects together

    def tables(self):
        return [table for table, in self.postgres.rows(
            "select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace and relkind in "
            "('r', 'p') and not relispartition order by 1")]

    def counts(self):
        return {table: self.postgres.one(f"select count(*) from {table}") for table in self.tables()
                if table not in self.OF_ALL}

    def rolled(self):
        return self.postgres.one("select not exists (select from events e, rollup_state s where e.tx >= s.up_to) and "
                                 "not exists (select from rollup_dirty)")

    def test_nothing_is_left_in_any_table(self):
        griot = self.griot().start()
        end = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(hours=8)
        self.new_key("another")  # somebody's own project stays
        before = self.counts()
        told = griot.command("demo", "--users", "300", "--days", "20", "--end", end.isoformat().replace("+00:00", "Z"),
                             env={"GRIOT_URL": griot.url}, timeout=300)
        self.assertEqual(told.returncode, 0, told.stderr)
        analyzed = self.postgres.rows("select relname from pg_stat_user_tables where last_analyze is null and "
                                      "relname in ('events', 'sessions', 'identifiers', 'message_facts')")
        self.assertEqual(analyzed, [], "without statistics the first reports take seconds")
        running = subprocess.Popen([binary(), "demo", "--live", "--data", griot.folder],
                                   env=base_env() | griot.env | {"GRIOT_URL": griot.url}, stderr=subprocess.DEVNULL)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        in_time("it to go on", lambda: self.postgres.one("select count(*) from demo_progress") == 1)
        in_time("the roll-ups to have it", self.rolled, 60)
        full = self.counts()
        for table in ("events", "event_ids", "sessions", "rollup_quarters", "identifiers", "persons", "identifier_firsts",
                      "message_facts", "chats", "response_times"):
            self.assertGreater(full[table], before[table], table)

        removed = griot.command("demo", "--remove", timeout=300)
        self.assertEqual(removed.returncode, 0, removed.stderr)
        self.assertEqual(running.wait(30), 0)
        in_time("the roll-ups to be done", self.rolled, 60)
        self.assertEqual(self.counts(), before)
        for table in set(self.tables()) - {"ledger", "ledger_reasons", "migrations"}:
            self.assertEqual(self.postgres.rows(f"select t::text from {table} t where t::text ~ '\\ydemo\\y'"), [], table)


if __name__ == "__main__":
    unittest.main()
