#!/usr/bin/python3
"""Measures what readers cost who writes: 50 people who ask for reports without a pause, beside events that come at
half of the rate that griot keeps up, over a filled database, all in one process (quickstart).

    tests/bench/readers_bench.py [--events N] [--people N] [--readers N] [--seconds N] [--json FILE]

Fresh is an event when its row is committed; changed is a number when a report tells it. Readers wait or are told to
come again (503); events are never refused."""
import argparse
import collections
import http.client
import json
import random
import sys
import threading
import time
import urllib.parse
import uuid

from promises import promise, report, say
from reports_asked import questions
from reports_bench import fill, percentile
from rig import Rig, load, wait_for, wait_rows

from griot_testing.bench_load import Beside

PROJECT = "shop"  # reports/people.sql


class Readers:
    """Threads that ask until `end()`; how long each answer took by its status."""

    def __init__(self, port, key, asked, number):
        self.took = collections.defaultdict(list)
        self._end = threading.Event()
        self._ask = lambda: self._work(port, key, asked)
        self._threads = [Beside(self._ask) for _ in range(number)]

    def _work(self, port, key, asked):
        rng = random.Random(threading.get_ident())
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not self._end.is_set():
            question = rng.choice(asked)
            target = f"/api/v1/{question.path()}?" + urllib.parse.urlencode(question.query())
            began = time.monotonic()
            connection.request("GET", target, headers={"X-Api-Key": key})
            answer = connection.getresponse()
            answer.read()
            self.took[answer.status].append(time.monotonic() - began)
            if answer.status == 503:
                time.sleep(1)  # as Retry-After says
        connection.close()

    def end(self):
        self._end.set()
        for thread in self._threads:
            thread.end()


def changes(port, write_key, read_key, seconds):
    """Seconds from the POST of an event to the report that counts it, of one event after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(method, target, body=None, **headers):
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    took, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        name = "probe_" + uuid.uuid4().hex[:12]
        status, said = ask("POST", "/v1/capture", json.dumps({"event": name, "user_id": name}),
                           **{"X-Write-Key": write_key, "Content-Type": "application/json"})
        assert status == 200, said
        began = time.monotonic()
        while True:
            status, said = ask("GET", "/api/v1/trend?part=totals&name=" + name, **{"X-Api-Key": read_key})
            if status == 200 and [row["measure"] for row in json.loads(said)["data"]["totals"]] == [1]:
                break
            time.sleep(0.1)
        took.append(time.monotonic() - began)
    connection.close()
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    rig = Rig()
    try:
        fill(rig.postgres.url, args.events, args.people)
        griot = rig.griot()
        keys = {kind: json.loads(griot.command("key", "new", "--project", PROJECT, "--kind", kind, "--json").stdout)["key"]
                for kind in ("write", "read")}
        header = f"X-Write-Key: {keys['write']}"
        wait_for("the key", lambda: load(griot.port, "/v1/capture", seconds=0.2, connections=1, seed=1,
                                         header=header)["status"].get("200"))
        had = rig.postgres.one("select count(*) from events")
        # The top is what it can keep up: to rows, not what the queue takes.
        began = time.time()
        top = load(griot.port, "/v1/capture", seconds=args.seconds / 3, seed=2, header=header)
        rate = top["events"] / (wait_rows(rig, "events", had + top["events"]) - began) / 2
        asked = questions(rig.postgres, random.Random(1))
        say(f"top {rate * 2:,.0f} events/s; now {rate:,.0f} with {args.readers} readers of {len(asked)} reports")
        since = rig.postgres.one("select now()")
        readers = Readers(griot.port, keys["read"], asked, args.readers)
        probes = Beside(changes, griot.port, keys["write"], keys["read"], args.seconds)
        result = load(griot.port, "/v1/capture", seconds=args.seconds, seed=3, rate=rate, header=header)
        changed = probes.end()
        readers.end()
        wait_rows(rig, "events", had + top["events"] + result["events"])
        fresh = float(rig.postgres.one(
            "select percentile_cont(0.95) within group (order by extract(epoch from pg_xact_commit_timestamp(xmin) - "
            "received_at)) from events where received_at > %s", since))
        for status, took in sorted(readers.took.items()):
            say(f"  readers told {status}: {len(took):,}, p50 {percentile(took, 0.5):.2f} s, p95 {percentile(took, 0.95):.2f} s")
        say(f"  events {result['events'] / result['seconds']:,.0f}/s, answers {result['status']}, p99 {result['p99']:.1f} ms; "
            f"numbers changed after p50 {percentile(changed, 0.5):.2f} s, of {len(changed)}")
        promise("events refused or lost", result["lost"] + sum(n for s, n in result["status"].items() if s != "200"), "<=", 0)
        promise("freshness p95 in s", fresh, "<", 2)
        promise("POST to changed number, worst in s", max(changed), "<=", 5)
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
