"""The most that this machine can take: what no store of events on this Postgres can pass."""
import json
import os
import random
import subprocess
import time

from promises import say


def measure_limit(rig, events, seed=0):
    """COPY to a temporary table, then one statement into event_ids and events, nothing else."""
    say("limit: COPY + one INSERT … SELECT into event_ids and events with all their indexes")
    rates = []
    for turn in range(3):
        rng = random.Random(seed + turn)
        file = os.path.join(rig.folder, "limit.tsv")
        with open(file, "w", encoding="utf-8") as f:
            now = time.time()
            for i in range(events):
                stamp = time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(now + i / 10000))
                properties = json.dumps({"direction": "inbound", "contentType": "text", "hasMedia": False,
                                         "chatId": f"c-{rng.randrange(100000)}",
                                         "text": "Hello, is the blue one in stock? I would like two."})
                f.write("\t".join([f"{rng.getrandbits(128):032x}", "default", "collect/web", "whatsapp",
                                   "message.received", f"+2547{rng.randrange(50000):08d}", stamp, stamp,
                                   properties, '{"library": {"name": "x", "version": "1.0"}}']) + "\n")
        os.chmod(file, 0o644)
        os.chmod(rig.folder, 0o755)
        script = f"""
            create temp table input (id uuid, project text, source text, channel text, name text, user_id text,
              occurred_at timestamptz, received_at timestamptz, properties jsonb, context jsonb);
            begin;
            \\copy input from '{file}'
            with fresh as (insert into event_ids (project, id) select project, id from input
                           on conflict do nothing returning project, id)
            insert into events (id, project, source, channel, name, user_id, occurred_at, received_at,
                                properties, context)
            select i.* from (select id, project, source, channel, name, user_id, occurred_at, received_at,
                             properties, context from input) i join fresh using (project, id);
            commit;"""
        before = time.monotonic()
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", rig.postgres.url], input=script, text=True,
                       check=True)
        rates.append(events / (time.monotonic() - before))
        say(f"  {'limit':<34}{rates[-1]:>10,.0f} rows/s")
    return sorted(rates)[1]
