#!/usr/bin/python3
"""What swaps cost those who use griot meanwhile: session_enricher, back and forth between two versions.

Measures the top rate (accepted until the last row is there), then sends 70 % of it, by turns without
swaps and with one swap after the other. Beside that load, users who wait for each answer number their
events. Prints the pause of a lane, for a stage with state and for one without, the size of the state, and
the p99 of the answers during swaps against that without them; then counts: nothing may be lost, doubled or
overtaken, the sessions must be right, and two images of the plugin are the most that is mapped.

    tests/bench/swap_bench.py [--swaps N] [--quick] [--json FILE]
"""
import argparse
import io
import json
import os
import statistics
import sys
import time

import psycopg2

from promises import promise, report, say
from rig import BUILD, ROOT, Rig, count, load, wait_for, wait_rows

from griot_testing import Load  # noqa: E402: rig has made it known
from griot_testing.bench_load import Beside
from griot_testing.griot import write_pipeline
from griot_testing.swapping import Images, Swapper, other_version, share

SHARE = 0.7
SESSIONS = [os.path.join(BUILD, "plugins/session_enricher.griot.so"),
            os.path.join(BUILD, "plugin-versions/session_enricher_next.griot.so")]


class Walkers(Load):
    """Users who number their events and wait for each answer, 50 a second each: they show what is overtaken."""

    def _send(self, client, number, sequence):
        time.sleep(0.02)
        return super()._send(client, number, sequence)


def pipeline(rig):
    with open(os.path.join(ROOT, "pipelines/quickstart.yaml"), encoding="utf-8") as file:
        text = file.read().replace("griot: 1\n", "griot: 1\nswap: {probation: 0s, batches: 50}\n", 1)
    return write_pipeline(rig.folder, "swap.yaml", text)


def top_rate(rig, griot, seconds):
    rig.flush()
    had, began = count(rig, "events"), time.time()
    result = load(griot.port, "/v1/capture", seconds=seconds, seed=1, header=f"X-Write-Key: {griot.key}")
    rate = result["events"] / (wait_rows(rig, "events", had + result["events"]) - began)
    say(f"top rate: {rate:,.0f} events/s to rows (accepted {result['events'] / result['seconds']:,.0f}/s)")
    return rate


class Turns:
    """Load without swaps and with them, by turns."""

    def __init__(self, rig, griot, rate, seconds):
        self.griot, self.rate, self.seconds = griot, rate, seconds
        self.accepted = os.path.join(rig.folder, "accepted")
        self.calm, self.busy, self.turn = [], [], 0

    def load(self, into, seconds):
        self.turn += 1
        into.append(load(self.griot.port, "/v1/capture", seconds=seconds, rate=self.rate, seed=100 + self.turn,
                         header=f"X-Write-Key: {self.griot.key}", accepted=f"{self.accepted}-{self.turn}"))

    def go(self, swapper, swaps):
        """Until so many swaps are done. Many need many turns; a calm one before some of them will do."""
        turn, calm = 0, max(1, swaps // 200)
        while len(swapper.done) < swaps:
            if turn % calm == 0:
                self.load(self.calm, self.seconds)
            turn += 1
            beside = Beside(self.load, self.busy, 3 * self.seconds)
            while beside.is_alive() and len(swapper.done) < swaps:
                swapper.go()
            beside.end()
            p99 = [runs[-1]["p99"] for runs in (self.calm, self.busy)]
            say(f"  {len(swapper.done):>5} swaps   p99 of an answer {p99[0]:6.2f} ms without, {p99[1]:6.2f} ms with")

    def lost(self, postgres, walkers):
        """How many events that were answered 200 are not stored. Counted in Postgres, for there may be
        millions of them."""
        with psycopg2.connect(postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute("create temp table promised (id uuid)")
            for turn in range(1, self.turn + 1):
                with open(f"{self.accepted}-{turn}", encoding="ascii") as file:
                    cursor.copy_expert("copy promised from stdin", file)
            cursor.copy_expert("copy promised from stdin", io.StringIO("".join(f"{id}\n" for _, id in walkers.promised)))
            cursor.execute("select count(*) from promised p where not exists (select from events e where e.id = p.id)")
            return cursor.fetchone()[0]


def check(rig, griot, turns, walkers):
    """What the load and the walkers were promised against what is stored."""
    wait_for("everything to settle", lambda: griot.ledger()["total"]["in_flight"] == 0, 600)
    say(f"{rig.postgres.one('select count(*) from events'):,} events are stored")
    promise("swaps: events that are lost", turns.lost(rig.postgres, walkers), "<=", 0)
    promise("swaps: events that are doubled", rig.postgres.one(
        "select count(*) - count(distinct (project, id)) from events"), "<=", 0)
    promise("swaps: events that were overtaken", rig.postgres.one(
        "select count(*) from (select tx::text::bigint < lag(tx::text::bigint) over (partition by user_id order by "
        "(properties->>'sequence')::int) as overtaken from events where name = 'load') e where overtaken"), "<=", 0)
    promise("swaps: ledger out of balance", int(not griot.ledger()["balanced"]), "<=", 0)
    verified = griot.command("sessions", "verify", "--json", timeout=3600)
    promise("swaps: sessions that differ", json.loads(verified.stdout)["differ"], "<=", 0)


def with_state(rig, griot, walkers, rate, swaps, seconds):
    say(f"{swaps} swaps of process/sessions at {rate:,.0f} events/s, {SHARE:.0%} of the top rate")
    images, swapper, turns = Images(griot), Swapper(griot, "process/sessions", SESSIONS), Turns(rig, griot, rate, seconds)
    turns.go(swapper, swaps)
    most = images.end()
    say("  " + swapper.pause_text())
    promise("swaps: images at most", most, "<=", 2)
    p99 = [statistics.median(run["p99"] for run in runs) for runs in (turns.calm, turns.busy)]
    say(f"  p99 of an answer, median of {len(turns.busy)} turns: {p99[0]:.2f} ms without swaps, {p99[1]:.2f} ms with")
    promise("swaps: answer p99 ÷ without", p99[1] / p99[0], "<=", 1.5)
    promise("swaps: requests that were refused", walkers.refused + sum(
        number for run in turns.calm + turns.busy for status, number in run["status"].items() if status != "200"), "<=", 0)
    return turns


def without_state(rig, griot, rate, swaps, seconds):
    say(f"{swaps} swaps of process/campaigns, which keeps no state, at {rate:,.0f} events/s")
    first = os.path.join(BUILD, "plugins/campaign_enricher.griot.so")
    other = other_version(first, os.path.join(rig.folder, "campaign_enricher.griot.so"), b"1.0.1")
    swapper = Swapper(griot, "process/campaigns", [first, other])
    Turns(rig, griot, rate, seconds).go(swapper, swaps)
    say("  " + swapper.pause_text())
    promise("swaps without state: pause p99 in ms", share(swapper.pauses(), .99), "<=", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swaps", type=int, default=1000, help="a second or two each")
    parser.add_argument("--quick", action="store_true", help="10 swaps: does it work, not how fast is it")
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    swaps, seconds, rig = 10 if args.quick else args.swaps, 3 if args.quick else 10, Rig()
    try:
        griot = rig.griot(pipeline(rig))
        rate = SHARE * top_rate(rig, griot, seconds)
        walkers = Walkers(griot.url, griot.key, "", webhooks=False).start()
        turns = with_state(rig, griot, walkers, rate, swaps, seconds)
        without_state(rig, griot, rate, max(swaps // 5, 10), seconds)
        check(rig, griot, turns, walkers.stop())
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
