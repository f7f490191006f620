#!/usr/bin/python3
"""A burst: more than griot can store, for a minute, and what becomes of it.

Measures how fast griot drains a full queue, sends batches of 100 at twice that rate for 60 s, and
looks at what follows: nothing refused, the queue drained, new events soon rows again, Redis' memory
back. Then as fast as the doors take, up to the bound of collector.yaml and beyond: who is refused is
told when to come back, and nothing that was accepted is lost.

    tests/bench/burst.py [--quick] [--json FILE]
"""
import argparse
import os
import sys
import threading
import time

from limit import measure_limit
from promises import promise, report, say
from rig import ROOT, Rig, Watch, count, load, wait_for

from griot_testing.griot import write_pipeline  # noqa: E402: rig has made it known

BATCH = 100
# As many as wait in a burst of this size at the most; what comes after them would be refused.
ROOM = "max_events: 100000000, max_bytes: 3GiB"
BACK_WITHIN = 120  # seconds after a burst until an event is a row within five seconds again
REDIS_SLACK = 4 << 20  # buffers of connections and of the append-only file, ledger: no event is in it


class Form:
    def __init__(self, quick):
        self.limit, self.fill, self.burst, self.beyond = (20_000, 3, 5, 2) if quick else (300_000, 5, 60, 10)
        # The bound itself is the one that stands in collector.yaml; a short one for a quick look.
        self.bound = 50_000 if quick else 2_000_000


def stored(griot):
    """Events that the process pipeline has committed since its start."""
    lines = [line for line in griot.metrics().splitlines()
             if line.startswith("griot_events_total{") and 'pipeline="process"' in line and 'outcome="stored"' in line]
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)


def wait_stored(griot, wanted, seconds=600):
    """Until so many are committed; the time it was seen."""
    wait_for(f"{wanted()} rows, there are {stored(griot)}", lambda: stored(griot) >= wanted(), seconds)
    return time.monotonic()


def memory(rig):
    return rig.redis.client.info("memory")["used_memory"]


def waiting(rig):
    """Entries that Redis still keeps."""
    redis = rig.redis.client
    return sum(redis.xlen(key) for key in redis.scan_iter("griot:q:*"))


def memory_back(rig, before):
    """What Redis holds more than before, once its connections' buffers have shrunk."""
    deadline = time.monotonic() + 15
    while memory(rig) > before + REDIS_SLACK and time.monotonic() < deadline:
        time.sleep(0.5)
    return memory(rig) - before


def refused(result):
    return sum(number for status, number in result["status"].items() if status != "200") + result["lost"]


def settle(griot):
    """Until nothing is in flight; True when the ledger balances."""
    wait_for("everything to settle", lambda: griot.ledger()["total"]["in_flight"] == 0, 600)
    return griot.ledger()["balanced"]


def changed(rig, name, what, instead):
    """A file of pipelines/ with something else in it."""
    with open(os.path.join(ROOT, "pipelines", name), encoding="utf-8") as file:
        text = file.read()
    assert what in text, (name, what)
    return write_pipeline(rig.folder, name, text.replace(what, instead))


class Probes(threading.Thread):
    """One event after the other, 20 a second, beside whatever else happens."""

    def __init__(self, griot):
        super().__init__(daemon=True)
        self.client, self.count, self.ending = griot.client(griot.key), 0, threading.Event()
        self.start()

    def run(self):
        while not self.ending.wait(0.05):
            if self.client.capture([{"event_name": "burst.probe", "user_id": "probe"}]).status == 200:
                self.count += 1

    def stop(self):
        self.ending.set()
        self.join()
        return self.count


def drain_rate(rig, griot, form):
    """Rows a second while a queue that was filled runs empty, and nothing else happens."""
    before = stored(griot)
    result = load(griot.port, "/v1/capture", seconds=form.fill, batch=BATCH, connections=16, seed=1,
                  header=f"X-Write-Key: {griot.key}")
    at_end, ended = stored(griot), time.monotonic()
    left = before + result["events"] - at_end
    rate = left / (wait_stored(griot, lambda: before + result["events"]) - ended)
    say(f"drain: {result['events'] / result['seconds']:,.0f}/s accepted for {form.fill} s, then {left:,} drained at "
        f"{rate:,.0f}/s")
    rig.flush()
    return rate


def part_burst(rig, griot, form, limit):
    drain = drain_rate(rig, griot, form)
    say(f"burst: batches of {BATCH} at {2 * drain:,.0f} events/s for {form.burst} s")
    settle(griot)
    wait_for("the streams to be trimmed", lambda: not waiting(rig))
    memory_before, rows_before, before = memory(rig), count(rig, "events"), stored(griot)
    with Watch(griot.process.child.pid) as watch:
        result = load(griot.port, "/v1/capture", seconds=form.burst, rate=2 * drain / BATCH, batch=BATCH,
                      connections=32, seed=2, header=f"X-Write-Key: {griot.key}")
        at_end, ended, ended_at = stored(griot), time.monotonic(), time.time()
        probes, peak = Probes(griot), memory(rig)
        # The queue is first in, first out, but for its partitions: little else can be left by then.
        drained = wait_stored(griot, lambda: before + result["events"] + max(0, probes.count - 40))
        time.sleep(6)  # until some probes are older than what is promised for them
        probed = probes.stop()
    balanced = settle(griot)
    left = before + result["events"] - at_end
    rate = result["events"] / result["seconds"]
    say(f"  {rate:,.0f}/s accepted, p99 {result['p99']:.1f} ms, not 200: {refused(result)}; {left:,} waited at its "
        f"end, drained in {drained - ended:.1f} s; Redis {peak / 2**20:,.0f} MB; RSS {watch.rss / 2**20:.0f} MB")
    late, last = rig.postgres.rows(
        "select coalesce(max(extract(epoch from received_at)) filter (where lag >= 5), 0)::float, "
        "coalesce(max(lag) filter (where received_at > (select max(received_at) from events) - interval '5 s'), 1e9)"
        "::float "
        "from (select received_at, extract(epoch from pg_xact_commit_timestamp(xmin) - received_at) lag from events "
        "where name = 'burst.probe') e")[0]
    promise("burst: its rate ÷ the drain rate", rate / drain, ">=", 1.9)
    promise("burst: refused or lost requests", refused(result), "<=", 0)
    promise("burst: drained ÷ limit", left / (drained - ended) / limit, ">=", 0.6)
    promise("burst: s until webhook to row < 5 s", max(0.0, late - ended_at), "<=", BACK_WITHIN)
    promise("burst: webhook to row at the end, s", last, "<", 5)
    promise("burst: RSS in MB", watch.rss / 2**20, "<", 150)
    promise("burst: rows that are missing", result["events"] + probed - (count(rig, "events") - rows_before), "<=", 0)
    promise("burst: rows too many", count(rig, "events") - rows_before - result["events"] - probed, "<=", 0)
    promise("burst: ledger out of balance", int(not balanced), "<=", 0)
    promise("burst: Redis over before, MB", memory_back(rig, memory_before) / 2**20, "<=", REDIS_SLACK / 2**20)


def part_bound(rig, form):
    """The doors alone until the queue is full, and on while a processor empties it."""
    processor, collector = rig.griot("processor.yaml"), rig.griot(changed(
        rig, "collector.yaml", "max_events: 2000000", f"max_events: {form.bound}"))
    with collector.client(collector.key) as client:
        wait_for("the key to be known", lambda: client.capture([]).status == 200)
    settle(processor)
    rows_before = count(rig, "events")
    processor.stop()
    say(f"bound: batches of {BATCH} as fast as they are taken, up to {form.bound:,} events")
    rounds = []

    def go_on(**more):
        rounds.append(load(collector.port, "/v1/capture", batch=BATCH, connections=16, seed=100 + len(rounds),
                           header=f"X-Write-Key: {collector.key}", **more))
        return rounds[-1]

    half = go_on(seconds=60, requests=form.bound // BATCH // 2)
    say(f"  {half['events'] / half['seconds']:,.0f}/s accepted, p99 {half['p99']:.1f} ms")
    promise("bound: refused below it", refused(half), "<=", 0)
    while refused(go_on(seconds=5)) == 0:
        assert len(rounds) < 60, "the bound is never reached"
    taken = sum(r["events"] for r in rounds)
    say(f"  full at {taken:,} events, {memory(rig) / 2**20:,.0f} MB in Redis; then {refused(rounds[-1]):,} requests "
        "were refused")
    processor.start()
    go_on(seconds=form.beyond)
    balanced = settle(processor)
    rows = count(rig, "events") - rows_before
    statuses = set().union(*(r["status"] for r in rounds))
    taken_in_all = sum(r["events"] for r in rounds)
    no, told = sum(map(refused, rounds)), sum(r["told_when"] for r in rounds)
    promise("bound: events taken over it", max(0, taken - form.bound), "<=", 0)
    promise("bound: other answers than 200 and 503", len(statuses - {"200", "503"}), "<=", 0)
    promise("bound: refused without Retry-After", no - told, "<=", 0)
    promise("bound: rows that are missing", taken_in_all - rows, "<=", 0)
    promise("bound: rows too many", rows - taken_in_all, "<=", 0)
    promise("bound: ledger out of balance", int(not balanced), "<=", 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a short form: does it work, not how fast is it")
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    form, rig = Form(args.quick), Rig()
    try:
        roomy = changed(rig, "quickstart.yaml", 'url: "${GRIOT_REDIS}"', 'url: "${GRIOT_REDIS}", ' + ROOM)
        griot = rig.griot(roomy)
        limit = measure_limit(rig, form.limit)
        part_burst(rig, griot, form, limit)
        griot.stop()
        part_bound(rig, form)
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
