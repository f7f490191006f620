"""A person is forgotten, by the command, from running processes; everything is sent again; and he comes back."""
import json
import unittest
from threading import Event, Thread

from griot_testing import Case, in_time, meta

PHONE, MAIL = "+254712345678", "Ann@Example.com"


class Forget(Case):
    def story(self):
        """What Ann did, and Bob, who once used her browser."""
        def event(id, name, second, **more):
            return {"messageId": id, "event": name, "timestamp": f"2025-10-09T08:00:{second:02}Z", **more}

        def chat(whose, user, second):
            about = {"chatId": "chat-" + whose, "businessNumber": "100"}
            for n, (name, more) in enumerate([
                    ("chat.opened", {}), ("message.received", {"messageId": "m1-" + whose}),
                    ("message.sent", {"messageId": "m2-" + whose, "agentId": "lea"}),
                    ("message.read", {"messageId": "m2-" + whose}), ("chat.resolved", {"agentId": "lea"})]):
                yield event(f"c{n}-{whose}", name, second + n, userId=user, channel="whatsapp",
                            properties={**about, **more})

        ann = {"anonymousId": "browser-ann"}
        return [
            event("a1", "page_view", 0, **ann, properties={"path": "/offer"}),
            event("a2", "identify", 1, userId=MAIL, **ann, traits={"phone": PHONE}),
            event("a3", "identify", 2, userId="ann-1", **ann),
            event("a4", "purchase", 3, userId=MAIL, **ann, properties={"value": 12}),
            event("b1", "page_view", 4, userId="bob", **ann),
            event("b2", "page_view", 5, userId="bob"),
            *chat("ann", PHONE, 10), *chat("bob", "+254700000002", 20),
            # Said in her chat by somebody else.
            event("x1", "message.received", 31, userId="+254700000003", channel="whatsapp",
                  properties={"messageId": "m-x1", "chatId": "chat-ann", "businessNumber": "100"}),
        ]

    def tell(self, griot, client):
        answer = client.capture(self.story())
        self.assertEqual((answer.status, answer.json["rejected"]), (200, []), answer)
        body = meta.envelope(meta.said(meta.message("wamid.ann", PHONE.lstrip("+"), 1_760_000_000)))
        self.assertEqual(client.webhook(body).status, 200)
        self.wait_settled(griot)

    def rows_of_ann(self):
        """Wherever a row names her, in every table that the roles of griot read."""
        found = []
        tables = self.postgres.rows(
            "select c.relname from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace "
            "and not c.relispartition")
        for (table,) in tables:
            count = self.postgres.one(
                f"select count(*) from {table} t where t::text ilike any (array['%%254712345678%%', "
                "'%%ann@example.com%%', '%%ann-1%%']) or (t::text like '%%browser-ann%%' and t::text not like '%%bob%%')")
            if count:
                found.append((table, count))
        return found

    def forget(self, griot, who, *words):
        return griot.command("person", "forget", who, "--project", self.project, *words, timeout=120)

    def test_nothing_stays_and_nothing_comes_back(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        self.tell(griot, client)
        self.assertTrue(self.rows_of_ann())
        asked = self.forget(griot, MAIL)
        self.assertEqual(asked.returncode, 2, "erased without being told that it is meant")
        for identifier in ("email:ann@example.com", "phone:" + PHONE, "anonymous:browser-ann", "account:ann-1"):
            self.assertIn(identifier, asked.stderr)
        self.assertTrue(self.rows_of_ann())

        done = self.forget(griot, PHONE, "--yes", "--wait", "2", "--json")
        self.assertEqual(done.returncode, 0, done)
        receipt = json.loads(done.stdout)
        self.assertEqual(receipt["queue"], "passed")
        self.assertGreaterEqual(receipt["erased"]["events"], 5)
        self.assertEqual(receipt["erased"]["identifiers"], 4)
        self.assertEqual(self.rows_of_ann(), [])
        events = "select distinct user_id, count(*) from events where project = %s group by 1 order by 1"
        others = [("+254700000002", 5), ("+254700000003", 1), ("bob", 2)]
        self.assertEqual(self.postgres.rows(events, self.project), others)
        for what in ("sessions", "conversations"):
            self.assertEqual(griot.command(what, "verify").returncode, 0, what)
        self.assertEqual(self.postgres.rows("select chat, messages_in, messages_out from chats where project = %s "
                                            "order by 1", self.project), [("cchat-ann", 1, 0), ("cchat-bob", 1, 1)])
        kept = self.postgres.one("select count(*) from event_ids where project = %s", self.project)
        self.assertGreaterEqual(kept, 7, "the guard has gone, too")

        # All of it comes again, and is written by a process that never saw it.
        griot.restart()
        client = self.client(griot)
        self.tell(griot, client)
        self.assertEqual(self.rows_of_ann(), [])
        self.assertEqual(self.postgres.rows(events, self.project), others)
        ledger = griot.ledger()
        self.assertTrue(ledger["balanced"], ledger)

        # Later she is somebody new.
        later = [{"messageId": "later", "event": "page_view", "userId": MAIL, "anonymousId": "browser-ann"}]
        self.assertEqual(client.capture(later).status, 200)
        self.wait_settled(griot)
        shown = griot.command("person", "show", MAIL, "--project", self.project, "--json")
        self.assertEqual(shown.returncode, 0, shown)
        names = [i["identifier"] for i in json.loads(shown.stdout)["identifiers"]]
        self.assertEqual(sorted(names), ["anonymous:browser-ann", "email:ann@example.com"])

    def test_one_who_acts_while_he_is_forgotten_is_known_afterwards(self):
        """His events of between the announcement and the end found him anew, though lanes knew him before."""
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        act = {"event": "click", "userId": "cid", "anonymousId": "browser-cid"}
        self.assertEqual(client.capture([act]).status, 200)
        self.wait_settled(griot)
        stop = Event()

        def go_on():
            mine = self.client(griot)
            while not stop.wait(0.02):
                mine.capture([act])

        thread = Thread(target=go_on)
        thread.start()
        try:
            done = self.forget(griot, "cid", "--yes", "--wait", "2")
            self.assertEqual(done.returncode, 0, done)
            cutoff = self.postgres.one("select cutoff from forget_requests where project = %s", self.project)
            in_time("events of later", lambda: self.postgres.one(
                "select count(*) from events where project = %s", self.project) > 20)
        finally:
            stop.set()
            thread.join()
        self.wait_settled(griot)
        self.assertEqual(self.postgres.one(
            "select count(*) from events where project = %s and occurred_at <= %s", self.project, cutoff), 0)
        self.assertEqual(self.postgres.one(
            "select count(*) from events_identified where project = %s and person_id is null", self.project), 0)


if __name__ == "__main__":
    unittest.main()
