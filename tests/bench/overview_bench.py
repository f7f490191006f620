#!/usr/bin/python3
"""Measures what a person waits for the Overview of an invented business: from its opening in a browser that was
never there to its last panel, and which of its requests takes longest.

    tests/bench/overview_bench.py [--users N] [--days N] [--times N] [--json FILE]
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

from promises import promise, report, say
from rig import ROOT

from griot_testing.browser import install_packages
from griot_testing.demo_site import DemoSite
from griot_testing.web import WEB

PROGRAM = os.path.join(ROOT, "tests/e2e/clients/newcomer.mjs")


def open_overview(site, times):
    wanted = {"url": site.url, "cookie": site.cookie, "times": times}
    done = subprocess.run(["node", PROGRAM, "overview"], cwd=WEB, input=json.dumps(wanted), capture_output=True,
                          text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=5000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    install_packages(WEB)
    site = DemoSite()
    try:
        site.start()
        truth = site.tell(args.users, args.days)
        site.sign_in()
        say(f"{args.users:,} users, {args.days} days, {truth['stored']:,} events")
        openings = open_overview(site, args.times)
        for opening in openings:
            slowest = sorted(opening["requests"], key=lambda request: -request[2])[:3]
            say(f"  {opening['milliseconds']:5} ms to the last panel, {opening['bytes']:,} bytes; slowest: " +
                ", ".join(f"{path} {took} ms (asked at {at})" for path, at, took in slowest))
        # The first of all has griot read who is who; the others are what every day is like.
        median = statistics.median(opening["milliseconds"] for opening in openings[1:])
        promise("Overview to its last panel, ms", median, "<", 1000)
        promise("bytes of the first load", max(opening["bytes"] for opening in openings), "<", 500_000)
    finally:
        site.end()
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
