"""What Postgres holds of messages and chats, and what the oracle says it must, in one form; and a way to store
events as the writer does, without processes around it."""
import json
import threading

import psycopg2
from psycopg2.extras import execute_values

from .conversation_oracle import TIMES, TOLD, chats, messages

MICROS = "(extract(epoch from {0}) * 1000000)::bigint"
MESSAGES = ["message_id", *TIMES, "replied_at", "credited_to", *TOLD, "campaign", "answered_by", "at"]
CHATS = ("opened_at opened_by closed_at closed_by chat_id business_number user_id messages_in messages_out "
         "last_message_at waiting_since first_assigned_at first_agent queue_seconds handed_over_at first_response_at "
         "first_response_by first_response_agent first_response_seconds first_response_business_seconds").split()
WAITS = ("opened_at waiting_since ended ended_at answered_at seconds business_seconds answered_by agent_id answer "
         "first").split()
RESOLUTIONS = ("id resolved_at opened_at seconds business_seconds provider_seconds outcome agent_id").split()
FACTS = ("with f as (select e.project, f.key, e.id, f.body from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], "
         "%s::text[], %s::float8[], %s::jsonb[]) "
         "with ordinality as e (id, project, source, name, user_id, at, properties, n) "
         "cross join lateral griot_conversation_facts(e.id, e.source, e.name, e.user_id, to_timestamp(e.at), "
         "e.properties) f order by e.n) "
         "select array_agg(project), array_agg(key), array_agg(id), array_agg(body) from f")


def truth(events, hours=None):
    """{table: sorted rows}"""
    made = {"message_facts": [tuple(getattr(m, c) for c in MESSAGES) for m in messages(events).values()],
            "chats": [], "response_times": [], "resolutions": []}
    for chat in chats(events, hours):
        key = chat_key(*chat.key[1:])
        made["chats"] += [(key, *(row[c] for c in CHATS)) for row in chat.openings]
        made["response_times"] += [(key, *(row[c] for c in WAITS)) for row in chat.waits]
        made["resolutions"] += [(key, *(row[c] for c in RESOLUTIONS)) for row in chat.resolutions]
    return {table: sorted(rows, key=repr) for table, rows in made.items()}


def chat_key(chat_id, number, user):
    return "c" + chat_id if chat_id else f"n{number or ''}\x1f{user}"


def stored(postgres, project):
    made = {}
    for table, columns in (("message_facts", MESSAGES), ("chats", ["chat", *CHATS]),
                           ("response_times", ["chat", *WAITS]), ("resolutions", ["chat", *RESOLUTIONS])):
        wanted = [MICROS.format(c) if c.endswith("_at") or c in ("at", "waiting_since") else
                  c + "::text" if c == "id" else c for c in columns]
        rows = postgres.rows(f"select {', '.join(wanted)} from {table} where project = %s", project)
        made[table] = sorted(rows, key=repr)
    return made


def differences(postgres, project, events, hours=None):
    """At most three rows of each kind that are wrong; empty: none."""
    want, got = truth(events, hours), stored(postgres, project)
    wrong = {}
    for table in want:
        missing, extra = set(want[table]) - set(got[table]), set(got[table]) - set(want[table])
        if missing or extra or len(want[table]) != len(got[table]):
            wrong[table] = {"missing": list(missing)[:3], "extra": list(extra)[:3], "of": (len(want[table]), len(got[table]))}
    return wrong


class Store:
    """Stores events that are new, as the writer does: with their facts, in one transaction a batch."""

    def __init__(self, postgres):
        self.url = postgres.url

    def put(self, batches, connections=1):
        """Batches in order, dealt to so many connections that work at once."""
        batches = list(batches)
        troubles, lock = [], threading.Lock()

        def work():
            connection = psycopg2.connect(self.url)
            try:
                while True:
                    with lock:
                        if not batches or troubles:
                            return
                        batch = batches.pop(0)
                    with connection, connection.cursor() as cursor:
                        self.write(cursor, batch)
            except Exception as e:  # noqa: BLE001 — told by who waits
                troubles.append(e)
            finally:
                connection.close()
        threads = [threading.Thread(target=work) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if troubles:
            raise troubles[0]

    @staticmethod
    def write(cursor, batch):
        rows = [(e.id, e.project, e.source, e.name, e.user, e.at / 1e6, e.at / 1e6, json.dumps(e.properties))
                for e in batch]
        cursor.execute("select griot_ensure_months(array(select to_timestamp(t)::date from unnest(%s) t))",
                       ([e.at / 1e6 for e in batch],))
        execute_values(cursor, "insert into events (id, project, source, channel, name, user_id, occurred_at, "
                       "received_at, properties, context) values %s", rows,
                       "(%s, %s, %s, 'whatsapp', %s, %s, to_timestamp(%s), to_timestamp(%s), %s, '{}')", len(rows))
        cursor.execute(FACTS, [list(column) for column in zip(*((e.id, e.project, e.source, e.name, e.user, e.at / 1e6,
                                                                json.dumps(e.properties)) for e in batch))])
        facts = cursor.fetchone()
        if facts[0]:
            cursor.execute("select * from griot_apply_conversations(%s, %s, %s::uuid[], %s::jsonb[])",
                           (facts[0], facts[1], facts[2], [json.dumps(b) for b in facts[3]]))
