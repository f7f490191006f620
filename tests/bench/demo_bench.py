#!/usr/bin/python3
"""Measures `griot demo` against the limit of the machine, in one run, on one Postgres.

    tests/bench/demo_bench.py [--users N] [--days N] [--json FILE]
"""
import argparse
import json
import os
import subprocess
import sys
import time

from limit import measure_limit
from promises import promise, report, say
from rig import BUILD, Rig, Watch, cpu_seconds

from griot_testing.griot import base_env


def postgres_cpu(rig):
    """Of the backends that are connected."""
    return sum(cpu_seconds(pid) for pid, in rig.postgres.rows(
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"))


def run(rig, griot, what, project, number, *options):
    argv = [os.path.join(BUILD, "bin/griot"), "demo", "--project", project, "--number", number, *options, "--json",
            os.path.join(rig.folder, "truth.json"), "--data", griot.folder]
    rig.flush()
    client = os.times().children_user
    before = postgres_cpu(rig)
    began = time.monotonic()
    with Watch(griot.process.child.pid) as watch:
        done = subprocess.run(argv, env=base_env() | griot.env | {"GRIOT_URL": griot.url}, capture_output=True,
                              text=True, check=False)
    # It ends when all that it sent has become rows.
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    store = postgres_cpu(rig) - before
    client = os.times().children_user - client
    with open(os.path.join(rig.folder, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    rows = truth["stored"]
    say(f"  {what:<26}{rows / seconds:>10,.0f} rows/s to rows   {truth['sent']:,} sent in {seconds:.1f} s   "
        f"CPU µs/row: griot {watch.cpu * 1e6 / rows:.1f}, Postgres {store * 1e6 / rows:.1f}, "
        f"demo {client * 1e6 / rows:.1f}   RSS {watch.rss / 2**20:.0f} MB")
    return rows / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=3000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    rig = Rig()
    try:
        griot = rig.griot()
        limit = measure_limit(rig, 200_000)
        size = ["--users", str(args.users), "--days", str(args.days)]
        say(f"a history of {args.users:,} users and {args.days} days")
        first = run(rig, griot, "in order", "demo", "100000000000001", *size)
        run(rig, griot, "the same again", "demo", "100000000000001", *size)
        griot.command("demo", "--remove", timeout=300)
        run(rig, griot, "shuffled", "demo", "100000000000001", "--shuffle", *size)
        promise("demo to rows ÷ limit", first / limit, ">=", 0.35)
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
