#!/usr/bin/python3
"""Measures griot against what it replaces, against nginx, and against the limit of the machine.

All in one run, on the same Redis and Postgres with the same settings, from the same load. Absolute
figures move with the machine; the ratios are what is promised. Prints a table, and writes the
figures as JSON when a file is named.

    tests/bench/bench.py [--quick] [--json FILE] [PART …]
"""
import argparse
import os
import subprocess
import sys
import time

from limit import measure_limit
from promises import promise, report, say
from rig import BUILD, HERE, Rig, Watch, count, free_port, load, wait_for, wait_rows


def row(name, result, cpu=None, rss=None, through=None):
    rate = result["events"] / result["seconds"]
    text = f"  {name:<34}{rate:>10,.0f}/s accepted"
    if through:
        text += f"{through:>10,.0f}/s to rows"
    text += f"   p50 {result['p50']:.2f}  p99 {result['p99']:.2f} ms"
    if cpu is not None:
        text += f"   {cpu * 1e6 / max(1, result['events']):.2f} µs CPU/event"
    if rss:
        text += f"   RSS {rss / 2**20:.0f} MB"
    refused = {k: v for k, v in result["status"].items() if k != "200"}
    if refused or result["lost"]:
        text += f"   not 200: {refused}, lost {result['lost']}"
    say(text)
    return rate


def part_front(rig, seconds):
    """The bare front against nginx `return 200`, one worker each, in turns."""
    say("front: a route that answers 200, one worker each, 64 connections")
    port = free_port()
    conf = os.path.join(rig.folder, "nginx.conf")
    with open(conf, "w", encoding="utf-8") as f:
        f.write(f"worker_processes 1; daemon off; pid {rig.folder}/nginx.pid; error_log /dev/null;\n"
                "events { worker_connections 1024; }\n"
                "http { access_log off; keepalive_requests 100000000; server {\n"
                f"  listen 127.0.0.1:{port}; location / {{ return 200 'ok'; }} }} }}\n")
    nginx = rig.spawn("nginx", ["nginx", "-c", conf, "-p", rig.folder])
    front = rig.spawn("front", [os.path.join(BUILD, "bin/bench_http_front"), "1"])
    griot_port = int(wait_for("the front's port", lambda: open(front.log, encoding="ascii").read().split()[-1]))
    rates = {"nginx": [], "griot": []}
    for _ in range(3):
        rates["nginx"].append(row("nginx return 200", load(port, "/", seconds=seconds / 3)))
        rates["griot"].append(row("griot's front", load(griot_port, "/v1/capture", seconds=seconds / 3)))
    nginx.end()
    front.end()
    ratio = sorted(rates["griot"])[1] / sorted(rates["nginx"])[1]
    promise("bare front ÷ nginx", ratio, ">=", 0.8)


def node_stack(rig):
    node = os.path.join(HERE, "node")
    if not os.path.isdir(os.path.join(node, "node_modules")):
        say("  installing the Node baseline's packages")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=node, check=True)
    subprocess.run(["psql", "-qXd", rig.postgres.url, "-f", os.path.join(node, "schema.sql")], check=True)
    port = free_port()
    env = {"REDIS_URL": rig.redis.url, "PG_URL": rig.postgres.url, "PORT": str(port), "NODE_ENV": "production"}
    collector = rig.spawn("node-collector", ["node", os.path.join(node, "collector.js")], env)
    processor = rig.spawn("node-processor", ["node", os.path.join(node, "processor.js")], env)
    wait_for("node", lambda: load(port, "/v1/collect", seconds=0.2, connections=1, seed=77777)["requests"] > 0)
    return port, collector, processor


def measure(rig, name, table, pids, port, path, seconds, **options):
    """One run: accepted a second, rows a second until the last row is there, CPU an event."""
    rig.flush()
    had = count(rig, table)
    started = time.time()
    with Watch(*pids) as watch:
        result = load(port, path, seconds=seconds, **options)
        ended = wait_rows(rig, table, had + result["events"])
    through = result["events"] / (ended - started)
    rate = row(name, result, watch.cpu, watch.rss, through)
    return {"rate": rate, "through": through, "cpu": watch.cpu / result["events"], "rss": watch.rss,
            "p99": result["p99"]}


def part_single(rig, griot, seconds):
    say("single: one event a request, 64 connections, durable when answered")
    port, collector, processor = node_stack(rig)
    wait_rows(rig, "bench_events", 1)
    node_pids = [collector.child.pid, processor.child.pid]
    header = f"X-Write-Key: {griot.key}"
    rounds = {"node": [], "griot": []}
    for turn in range(2):
        time.sleep(1)
        rounds["node"].append(measure(rig, "Node stack", "bench_events", node_pids, port, "/v1/collect", seconds,
                                      seed=turn * 2 + 1))
        rounds["griot"].append(measure(rig, "griot", "events", [griot.process.child.pid], griot.port, "/v1/capture",
                                       seconds, header=header, seed=turn * 2 + 2))
    collector.end()
    processor.end()
    node, mine = rounds["node"][-1], rounds["griot"][-1]
    promise("single accepted ÷ Node", mine["rate"] / node["rate"], ">=", 3)
    promise("single to rows ÷ Node", mine["through"] / node["through"], ">=", 2.5)
    promise("single CPU an event ÷ Node", mine["cpu"] / node["cpu"], "<=", 0.25)
    promise("RSS in MB, single", max(r["rss"] for r in rounds["griot"]) / 2**20, "<", 150)
    return mine


def part_batch(rig, griot, seconds, limit):
    say("batches: 100 events a request, 16 connections")
    header = f"X-Write-Key: {griot.key}"
    runs = [measure(rig, "griot", "events", [griot.process.child.pid], griot.port, "/v1/capture", seconds,
                    header=header, seed=100 + turn, batch=100, connections=16) for turn in range(2)]
    best = max(runs, key=lambda r: r["through"])
    promise("batches of 100 to rows ÷ limit", best["through"] / limit, ">=", 0.6)
    promise("CPU µs an event, batches of 100", best["cpu"] * 1e6, "<=", 6)
    promise("RSS in MB, batches", max(r["rss"] for r in runs) / 2**20, "<", 150)
    return best


def part_latency(rig, griot, seconds, top):
    say(f"latency: single events at half of the top rate ({top / 2:,.0f}/s)")
    rig.flush()
    had = count(rig, "events")
    options = {"rate": top / 2, "header": f"X-Write-Key: {griot.key}"}
    # Not the seconds after a checkpoint, when Postgres logs whole pages: they come every half hour, not in each run.
    warm = load(griot.port, "/v1/capture", seconds=seconds / 3, seed=998, **options)
    say(f"  {'griot, after a checkpoint':<34}p99 {warm['p99']:.2f} ms")
    since = rig.postgres.one("select now()")
    result = load(griot.port, "/v1/capture", seconds=seconds, seed=999, **options)
    wait_rows(rig, "events", had + warm["events"] + result["events"])
    row("griot", result)
    p50, p99 = rig.postgres.rows(
        "select percentile_cont(0.5) within group (order by d), percentile_cont(0.99) within group (order by d) from "
        "(select extract(epoch from pg_xact_commit_timestamp(xmin) - received_at) * 1000 d from events "
        "where received_at > %s) x", since)[0]
    say(f"  {'webhook to row':<34}p50 {p50:.1f}  p99 {p99:.1f} ms")
    promise("answer p99 ms at half rate", result["p99"], "<", 10)
    promise("webhook to row p99 ms at half rate", float(p99), "<", 250)


def part_all(rig, griot, seconds, limit):
    """All that the default pipelines do, at its dearest: each event a customer's message that opens a chat."""
    say("all: the default pipelines, with places, campaigns, devices, people and conversations")
    header = f"X-Write-Key: {griot.key}"
    pids = [griot.process.child.pid]
    measure(rig, "griot, single", "events", pids, griot.port, "/v1/capture", seconds / 3, header=header, seed=7001)
    batch = measure(rig, "griot, batches of 100", "events", pids, griot.port, "/v1/capture", seconds / 3,
                    header=header, seed=7002, batch=100, connections=16)
    say(f"  batches of 100 to rows ÷ limit {batch['through'] / limit:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short runs: does it work, not how fast is it")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("parts", nargs="*", default=["front", "limit", "single", "latency", "batch", "all"])
    args = parser.parse_args()
    seconds = 3 if args.quick else 15
    rig = Rig()
    try:
        griot = rig.griot(os.path.join(HERE, "same_job.yaml"))
        if "front" in args.parts:
            part_front(rig, seconds)
        limit = measure_limit(rig, 20_000 if args.quick else 300_000) if "limit" in args.parts else 1
        single = part_single(rig, griot, seconds) if "single" in args.parts else None
        if "latency" in args.parts and single:
            part_latency(rig, griot, seconds, single["rate"])
        if "batch" in args.parts:
            part_batch(rig, griot, seconds, limit)
        if "all" in args.parts:
            griot.stop()
            part_all(rig, rig.griot(), seconds, limit)
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
