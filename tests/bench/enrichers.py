#!/usr/bin/python3
"""What the enrichers cost a process pipeline: events/s with all four against the same without them.

A collector fills the queue, then a processor drains it alone, by turns with each set of transforms; the
rate is that of the commits in Postgres, first to last. Events are page views with campaigns, addresses
and 200 user agents, and WhatsApp messages, half and half.

    tests/bench/enrichers.py [--events N] [--rounds N] [--json FILE]
"""
import argparse
import concurrent.futures
import random
import statistics
import sys

from promises import promise, report, say
from rig import Rig, count, cpu_seconds, wait_for

from griot_testing.griot import write_pipeline  # noqa: E402: rig has made it known

COLLECT = """griot: 1
http: {listen: "${GRIOT_LISTEN}", trusted_proxies: [127.0.0.1]}
plugins: ["${GRIOT_PLUGINS}"]
pipelines:
  collect:
    sources: [{id: web, plugin: web_sdk, options: {keep_ip: true}}]
    sinks: [{id: queue, plugin: redis_queue, options: {url: "${GRIOT_REDIS}"}}]
"""
PROCESS = """griot: 1
http: {listen: "${GRIOT_LISTEN}"}
plugins: ["${GRIOT_PLUGINS}"]
pipelines:
  process:
    sources: [{id: queue, plugin: redis_queue, options: {url: "${GRIOT_REDIS}", lease: 1s}}]
    transforms: [TRANSFORMS]
    sinks: [{id: store, plugin: postgres_writer, options: {url: "${GRIOT_PG}"}}]
"""
ENRICHERS = ["{id: geo, plugin: geo_enricher}", "{id: campaigns, plugin: campaign_enricher}",
             "{id: agents, plugin: user_agent_enricher}",
             "{id: privacy, plugin: privacy_filter, options: {rules: [{action: mask, patterns: [email, card]}]}}"]
SESSIONS = ["{id: sessions, plugin: session_enricher}"]
SETS = {"none": [], "enrichers": ENRICHERS, "sessions": SESSIONS, "both": ENRICHERS + SESSIONS}
AT_LEAST = 0.7


def view(rng):
    query = rng.choice(["", "", f"?utm_source=news&utm_campaign=june&gclid=Cj0x{rng.randrange(10 ** 6)}"])
    agent = f"Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A.{rng.randrange(200)}) AppleWebKit/537.36 " \
            "(KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
    return {"event": "page_view", "channel": "web", "anonymousId": f"device-{rng.randrange(50000)}",
            "properties": {"path": "/pricing/plans", "title": "Plans", "plan": "pro", "price": 19.9},
            "context": {"page": {"path": "/pricing/plans", "search": query, "referrer": "https://www.google.co.ke/",
                                 "url": "https://shop.example/pricing/plans" + query},
                        "userAgent": agent, "locale": "en-KE", "library": {"name": "griot.js", "version": "1.0.0"}}}


def message(rng):
    return {"event": "message.received", "channel": "whatsapp", "userId": f"+254712{rng.randrange(50000):06d}",
            "properties": {"direction": "inbound", "contentType": "text", "hasMedia": False,
                           "messageId": f"wamid.{rng.getrandbits(64):x}", "text": "Hello, is the blue one in stock?"},
            "context": {"provider": "meta"}}


def fill(griot, events, seed):
    """Through the door, by four clients."""
    def send(part):
        rng = random.Random(seed * 4 + part)
        with griot.client(griot.key) as client:
            for _ in range(events // 400):
                batch = [view(rng) if n % 2 else message(rng) for n in range(100)]
                address = f"41.90.{rng.randrange(256)}.{rng.randrange(256)}"
                answer = client.capture(batch, {"X-Real-IP": address})
                assert answer.status == 200, answer
    with concurrent.futures.ThreadPoolExecutor(4) as clients:
        list(clients.map(send, range(4)))


def processor_file(rig, name):
    return write_pipeline(rig.folder, f"process-{name}.yaml", PROCESS.replace("TRANSFORMS", ", ".join(SETS[name])))


def open_door(rig, collector):
    """A processor publishes the keys; the collector keeps them."""
    processor = rig.griot(processor_file(rig, "none"))
    with collector.client(collector.key) as client:
        wait_for("the key to be known", lambda: client.capture([]).status == 200)
    processor.stop()


def drain(rig, name, collector, events, seed):
    tables = rig.postgres.rows("select relname from pg_class where relname in ('events', 'event_ids', 'sessions') "
                               "and relnamespace = 'public'::regnamespace")
    rig.postgres.rows("truncate " + ", ".join(name for (name,) in tables))
    fill(collector, events, seed)
    processor = rig.griot(processor_file(rig, name))
    wait_for(f"{events} rows", lambda: count(rig, "events") >= events, 120)
    cpu = cpu_seconds(processor.process.child.pid) / events * 1e6
    processor.stop()
    first, last, before = rig.postgres.rows(
        "with t as (select pg_xact_commit_timestamp(xmin) as at from events) "
        "select min(at), max(at), count(*) filter (where at = (select min(at) from t)) from t")[0]
    enriched = rig.postgres.one("select count(*) from events where context ? 'geo' and (channel = 'whatsapp' or "
                                "context ?& '{campaign,device,referrer}' or context->'page'->>'search' = '')")
    assert enriched == (events if SETS[name][:1] == ENRICHERS[:1] else 0), f"{name}: {enriched} events are enriched"
    rig.flush()
    rate = (events - before) / (last - first).total_seconds()
    say(f"{name}: {rate:,.0f}/s, {cpu:.1f} us of griot's CPU an event")
    return rate


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    events, rates, rig = args.events // 400 * 400, {name: [] for name in SETS}, Rig()
    try:
        collector = rig.griot(write_pipeline(rig.folder, "collect.yaml", COLLECT))
        open_door(rig, collector)
        for turn in range(args.rounds):
            for name, found in rates.items():
                found.append(drain(rig, name, collector, events, turn))
    finally:
        rig.close()
    middle = {name: statistics.median(found) for name, found in rates.items()}
    for what, with_them, without in (("nothing else", "enrichers", "none"), ("sessions", "both", "sessions")):
        ratio = middle[with_them] / middle[without]
        promise(f"enrichers beside {what}: share of its rate", ratio, ">=", AT_LEAST)
    return 0 if report(args.json) else 1


if __name__ == "__main__":
    sys.exit(main())
