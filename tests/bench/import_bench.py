#!/usr/bin/python3
"""Measures `griot import incumbent` against the limit of the machine, in one run, on one Postgres.

    tests/bench/import_bench.py [--rows N] [--json FILE]
"""
import argparse
import json
import os
import subprocess
import sys
import time

from limit import measure_limit
from promises import promise, report, say
from rig import BUILD, Rig, Watch, count, wait_for

from griot_testing.griot import base_env
from griot_testing.incumbent import TENANT, Incumbent
from griot_testing.load import Load

VISIT = 6  # events that a person leaves at a time, in the mean


def run(rig, griot, incumbent, what):
    argv = [os.path.join(BUILD, "bin/griot"), "import", "incumbent", "--from", incumbent.url, "--tenant", TENANT,
            "--to", griot.url, "--json", "--data", griot.folder]
    rig.flush()
    began = time.monotonic()
    with Watch(griot.process.child.pid) as watch:
        done = subprocess.run(argv, env=base_env() | griot.env | {"GRIOT_IMPORT_KEY": griot.import_key}, capture_output=True,
                              text=True, check=False)
    # It ends when all that it sent has become rows.
    seconds = time.monotonic() - began
    assert done.returncode in (0, 1), done.stderr
    got = json.loads(done.stdout)
    say(f"  {what:<34}{got['rows'] / seconds:>10,.0f} rows/s to rows   {got['rows']:,} in {seconds:.1f} s   "
        f"stored {got['outcome']['stored']:,}, there already {got['outcome']['duplicate']:,}   "
        f"griot {watch.cpu * 1e6 / got['rows']:.1f} µs CPU/row, RSS {watch.rss / 2**20:.0f} MB")
    return got["rows"] / seconds


def live(rig, griot, rows):
    """How late live events are meanwhile."""
    other = Incumbent(rig.postgres, 2).fill(rows, "default", visit=VISIT)
    load = Load(griot.url, griot.key, "", clients=2, webhooks=False).start()
    run(rig, griot, other, "import beside live events")
    load.stop()
    wait_for("the live events", lambda: count(rig, "events where name = 'load'") >= load.count)
    p50, p99, most = rig.postgres.rows(
        "select percentile_cont(0.5) within group (order by d), percentile_cont(0.99) within group (order by d), max(d) "
        "from (select extract(epoch from pg_xact_commit_timestamp(xmin) - received_at) d from events "
        "where name = 'load') x")[0]
    say(f"  {'its live events, heard to row':<34}p50 {p50:.2f}  p99 {p99:.2f}  max {most:.2f} s   {load.count:,} of them, "
        f"{load.refused} refused")
    promise("live events' p99 in s meanwhile", float(p99), "<", 5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    rig = Rig()
    try:
        griot = rig.griot()
        say(f"a history of {args.rows:,} events over seven years")
        incumbent = Incumbent(rig.postgres, 1).fill(args.rows, "default", visit=VISIT)
        limit = measure_limit(rig, args.rows)
        first = run(rig, griot, incumbent, "import")
        run(rig, griot, incumbent, "the same again")
        live(rig, griot, args.rows // 2)
        # The worst of histories, which nobody promises anything about: each event is a session.
        run(rig, griot, Incumbent(rig.postgres, 3).fill(args.rows // 2, "default"), "events far from each other")
        promise("import to rows ÷ limit", first / limit, ">=", 0.35)
    finally:
        rig.close()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
