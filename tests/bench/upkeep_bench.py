#!/usr/bin/python3
"""Measures what keeping the roll-ups costs the writer: the same demonstration without them and with them, in
one run, each on a Postgres of its own.

    tests/bench/upkeep_bench.py [--users N] [--days N] [--json FILE]
"""
import argparse
import os
import sys

from demo_bench import run
from promises import promise, report, say
from rig import ROOT, Rig, wait_for

PUBLIC_URL = '\n      public_url: "${GRIOT_PUBLIC_URL:-}"\n'


def measured(rollups, size):
    """Rows a second from `griot demo` to rows."""
    rig = Rig()
    try:
        with open(os.path.join(ROOT, "pipelines/quickstart.yaml"), encoding="utf-8") as file:
            text = file.read()
        assert text.count(PUBLIC_URL) == 1
        name = os.path.join(rig.folder, "pipeline.yaml")
        with open(name, "w", encoding="utf-8") as file:
            file.write(text.replace(PUBLIC_URL, f"{PUBLIC_URL}      rollups: {str(rollups).lower()}\n"))
        griot = rig.griot(name)
        rate = run(rig, griot, "with roll-ups" if rollups else "without", "demo", "100000000000001", *size)
        if rollups:
            behind = "select count(*) from events e, rollup_state s where e.tx >= s.up_to"
            say(f"    {rig.postgres.one(behind):,} events were to be counted then")
            wait_for("the roll-ups to follow", lambda: rig.postgres.one(behind) == 0, 600)
        return rate
    finally:
        rig.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=3000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    size = ["--users", str(args.users), "--days", str(args.days)]
    without = measured(False, size)
    promise("rows/s with roll-ups ÷ without", measured(True, size) / without, ">=", 0.75)
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
