#!/usr/bin/python3
"""Measures the reports of the dashboard: how long each takes, at two sizes of history.

    tests/bench/reports_bench.py [--events N] [--people N] [--times N] [--only TEXT] [--json FILE]
    tests/bench/reports_bench.py --fill URL --events N     # fills a database, and leaves it
    tests/bench/reports_bench.py --of URL                  # measures one that was filled

The history is made in the database (reports/*.sql): events, and the rows that the pipeline makes of such
events, in the order in which they happened. The roll-ups are the dashboard's own work. Every answer is asked
for with other parameters or anew, so that none comes from a cache of the dashboard's."""
import argparse
import datetime
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from promises import promise, report, say
from reports_asked import questions
from rig import BUILD, BenchPostgres, Griot, rss_bytes, run_griot, wait_for

DAYS = 90
PIPELINE = """
griot: 1
http: {listen: "${GRIOT_LISTEN}"}
plugins: ["${GRIOT_PLUGINS}"]
services: [{id: dashboard, plugin: dashboard, options: {url: "${GRIOT_PG}"}}]
"""


def psql(url, script, **variables):
    given = [x for name, value in variables.items() for x in ("-v", f"{name}={value}")]
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", *given, "-d", url], input=script, text=True, check=True,
                   stdout=subprocess.DEVNULL)


def sql(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reports", name), encoding="utf-8") as file:
        return file.read()


def fill(url, events, people):
    """Migrated, filled, rolled up, and vacuumed as Postgres would do by itself."""
    began = time.monotonic()
    env = {"GRIOT_PG": url, "GRIOT_PLUGINS": os.path.join(BUILD, "plugins")}
    migrated = run_griot("migrate", env=env, timeout=120)
    assert migrated.returncode == 0, migrated.stderr
    ends = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
    days = [ends - datetime.timedelta(days=d) for d in range(DAYS + 1, -2, -1)]
    psql(url, sql("people.sql") + sql("events.sql") + sql("derived.sql")
         + "select griot_ensure_months(array(select generate_series(:'ends'::date - 95, :'ends'::date + 1, '1 day')::date));",
         visits=round(events / 4.928), people=people, ends=ends.isoformat())

    def store(some):
        psql(url, "set jit = off; set work_mem = '256MB'; set synchronous_commit = off;"
             + "".join(f"call bench_store('{a}', '{b}');" for a, b in some))
    # A day a transaction; the writer's are smaller.
    parts = list(zip(days, days[1:]))
    halves = [threading.Thread(target=store, args=(some,)) for some in (parts[:len(parts) // 2], parts[len(parts) // 2:])]
    for thread in halves:
        thread.start()
    for thread in halves:
        thread.join()
    stored = time.monotonic()
    psql(url, "drop table bench_visits; vacuum analyze;")
    # Nothing has been rolled up, so `rebuild` of a project that is none only rolls up what there is.
    rolled = run_griot("rollup", "rebuild", "--project", "none", env=env, timeout=7200)
    assert rolled.returncode == 0, rolled.stderr
    say(f"filled in {stored - began:.0f} s, rolled up in {time.monotonic() - stored:.0f} s")
    psql(url, "vacuum analyze;")


def sizes(postgres):
    rows = [f"{table} {postgres.one('select count(*) from ' + table):,}"
            for table in ("events", "persons", "identifiers", "sessions", "message_facts", "response_times")]
    rows += [f"{table} {n:,.0f} rows {size:,.0f} MB" for table, n, size in postgres.rows(
        "select relname, reltuples, pg_total_relation_size(oid) / 2^20 from pg_class "
        "where relname like 'rollup\\_%%' and relkind = 'r' and reltuples > 1 order by 1")]
    say("  " + ", ".join(rows))


class Dashboard:
    """A griot with nothing but the dashboard over a filled database."""

    def __init__(self, url):
        self.folder = tempfile.TemporaryDirectory(prefix="griot-bench-")
        file = os.path.join(self.folder.name, "p.yaml")
        with open(file, "w", encoding="utf-8") as f:
            f.write(PIPELINE)
        self.griot = Griot(os.path.join(self.folder.name, "data"), [file], {"GRIOT_PG": url})
        made = self.griot.command("key", "new", "--project", "shop", "--kind", "read", "--json")
        self.key = json.loads(made.stdout)["key"]
        self.griot.start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.griot.port, timeout=60)
        # What the dashboard keeps of people is read with the first; before it knows the project it says 503.
        wait_for("an answer", lambda: self.get("/api/v1/overview")[0].status == 200)

    def get(self, target):
        self.connection.request("GET", target, headers={"X-Api-Key": self.key})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def ask(self, path, **query):
        """Seconds."""
        target = f"/api/v1/{path}?" + urllib.parse.urlencode(query)
        began = time.monotonic()
        answer, body = self.get(target)
        took = time.monotonic() - began
        # What takes longer than the dashboard lets it is given up, and as slow as that.
        assert answer.status == 200 or b"too_slow" in body, f"{target}: {answer.status} {body[:300]}"
        return took

    @property
    def rss(self):
        return rss_bytes(self.griot.process.child.pid)

    def close(self):
        self.connection.close()
        self.griot.stop()
        self.folder.cleanup()


class Url:
    """What `sizes` and `questions` need of a database that is not ours."""

    def __init__(self, url):
        self.url = url

    rows, one = BenchPostgres.rows, BenchPostgres.one


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(p * len(values)))]


def measure(postgres, times, only, seed):
    """p50 and p95 of each question in ms, by its name."""
    rng = random.Random(seed)
    dashboard = Dashboard(postgres.url)
    took = {}
    try:
        say(f"  {'':<34}{'p50 ms':>8}{'p95 ms':>8}   of {times}")
        for question in questions(postgres, rng):
            if only and only not in question.name:
                continue
            n = max(5, times // 4) if question.bound > 500 else times
            all_of = [dashboard.ask(question.path(), **question.query()) * 1000 for _ in range(n)]
            p50, p95 = percentile(all_of, 0.5), percentile(all_of, 0.95)
            took[question.name] = (p50, p95, question)
            say(f"  {question.name:<34}{p50:>8.1f}{p95:>8.1f}   {'MISS' if p95 >= question.bound else ''}")
        say(f"  memory of griot {dashboard.rss / 2**20:.0f} MB")
    finally:
        dashboard.close()
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=150_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--only", help="questions with this in their name")
    parser.add_argument("--fill", metavar="URL")
    parser.add_argument("--of", metavar="URL")
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    seed = int(os.environ.get("GRIOT_SEED", "1"))
    say(f"seed {seed}; {args.people:,} people over {DAYS} days")
    if args.fill:
        fill(args.fill, args.events, args.people)
        return sizes(Url(args.fill))
    took = {}
    if args.of:
        sizes(Url(args.of))
        took[0] = measure(Url(args.of), args.times, args.only, seed)
    else:
        for events in (args.events // 10, args.events):
            say(f"{events:,} events")
            postgres = BenchPostgres().start()
            try:
                fill(postgres.url, events, args.people)
                sizes(postgres)
                took[events] = measure(postgres, args.times, args.only, seed)
            finally:
                postgres.remove()
    most = took[max(took)]
    for name, (p50, p95, question) in most.items():
        promise(f"{name}: p95 in ms", p95, "<", question.bound)
        if len(took) > 1 and question.rolled_up:
            few = took[min(took)][name][0]
            promise(f"{name}: 10 times the events, times as slow", p50 / few, "<=", 2)
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
