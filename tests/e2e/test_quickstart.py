"""The whole path through one process: webhook and web event in, rows, sessions and ledger out."""
import os
import time
import unittest
import uuid

from griot_testing import Case, meta


class Quickstart(Case):
    def start(self, **env):
        griot = self.griot(self.whatsapp_pipeline(), **env).start()
        return griot, self.client(griot)

    def names(self):
        return [n for (n,) in self.postgres.rows(
            "select name from events where project = %s order by occurred_at, name", self.project)]

    def test_a_webhook_and_a_web_event_become_rows_in_sessions(self):
        griot, client = self.start()
        now = int(time.time())
        said = meta.said(meta.message("wamid.1", at=now - 60, content={"body": "Habari"}))
        self.assertEqual(client.webhook(meta.envelope(said)).status, 200)
        answer = client.capture([
            {"event_name": "page_view", "anonymous_id": "a1", "properties": {"path": "/"}},
            {"event": "purchase", "anonymousId": "a1", "userId": "u1", "properties": {"value": 3}}])
        self.assertEqual((answer.status, answer.json["accepted"]), (200, 2))
        ledger = self.wait_settled(griot)
        rows = self.postgres.rows(
            "select channel, name, user_id, session_id, properties->>'text' from events where project = %s "
            "order by channel desc, name", self.project)
        self.assertEqual([r[:3] for r in rows if r[1] != "contact.created"],
                         [("whatsapp", "message.received", "+254712345678"), ("web", "page_view", None),
                          ("web", "purchase", "u1")])
        self.assertIn("Habari", [r[4] for r in rows])
        sessions = {r[0]: set() for r in rows}
        for row in rows:
            sessions[row[0]].add(row[3])
        self.assertEqual({c: len(ids - {None}) for c, ids in sessions.items()}, {"whatsapp": 1, "web": 1})
        # The ledger names both doors.
        lines = {line["source"]: line for line in ledger["lines"] if line["project"] == self.project}
        self.assertEqual(lines["collect/web"]["stored"], 2)
        self.assertGreaterEqual(lines["collect/whatsapp"]["stored"], 1)
        self.assertEqual(self.postgres.one("select count(*) from sessions where project = %s", self.project), 2)

    def test_the_handshake(self):
        griot, client = self.start()
        ask = "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1%2B1&hub.verify_token="
        good = client.get(ask + griot.env["GRIOT_WHATSAPP_VERIFY_TOKEN"])
        self.assertEqual((good.status, good.body), (200, b"1+1"))
        self.assertEqual(client.get(ask + "wrong").status, 403)

    def test_the_same_webhook_five_times_is_one_row(self):
        griot, client = self.start()
        body = meta.envelope(meta.said(meta.message("wamid.five")))
        for _ in range(5):
            self.assertEqual(client.webhook(body).status, 200)
        self.wait_settled(griot)
        self.assertEqual(self.names().count("message.received"), 1)

    def test_a_thousand_updates_in_one_post(self):
        griot, client = self.start()
        now = int(time.time()) - 2000
        all_of_them = [meta.status(f"wamid.k{i}", "delivered", at=now + i) for i in range(1000)]
        self.assertEqual(client.webhook(meta.envelope(meta.statuses(*all_of_them))).status, 200)
        self.wait_settled(griot)
        self.assertEqual(self.names().count("message.delivered"), 1000)

    def test_every_status_becomes_its_event(self):
        griot, client = self.start()
        now = int(time.time()) - 100
        kinds = {"sent": "message.sent", "delivered": "message.delivered", "read": "message.read",
                 "failed": "message.failed"}
        for i, kind in enumerate(kinds):
            errors = {"errors": [{"code": 131049, "title": "not sent"}]} if kind == "failed" else {}
            one = meta.status(f"wamid.{kind}", kind, at=now + i, **errors)
            self.assertEqual(client.webhook(meta.envelope(meta.statuses(one))).status, 200)
        self.wait_settled(griot)
        self.assertEqual(self.names(), list(kinds.values()))

    def test_every_message_kind_is_received(self):
        griot, client = self.start()
        media = {"id": "m", "mime_type": "image/png", "sha256": "x"}
        kinds = {"text": {"body": "a"}, "image": media, "video": media, "audio": {**media, "voice": True},
                 "document": {**media, "filename": "a.pdf"}, "sticker": media,
                 "location": {"latitude": -1.28, "longitude": 36.8},
                 "contacts": [{"name": {"formatted_name": "B"}, "phones": [{"phone": "+254700000000"}]}],
                 "interactive": {"type": "list_reply", "list_reply": {"id": "l", "title": "L"}},
                 "button": {"payload": "p", "text": "P"},
                 "order": {"catalog_id": "c", "product_items": []},
                 "unsupported": {"type": "x"}, "new_kind_of_2027": {"anything": [1, 2]}}
        now = int(time.time()) - 100
        for i, (kind, content) in enumerate(kinds.items()):
            one = meta.said(meta.message(f"wamid.{kind}", at=now + i, kind=kind, content=content))
            self.assertEqual(client.webhook(meta.envelope(one)).status, 200, kind)
        self.wait_settled(griot)
        types = dict(self.postgres.rows(
            "select properties->>'messageId', properties->>'contentType' from events "
            "where project = %s and name = 'message.received'", self.project))
        self.assertEqual(set(types), {f"wamid.{kind}" for kind in kinds})
        self.assertEqual({kind: types[f"wamid.{kind}"] for kind in ("text", "image", "location")},
                         {"text": "text", "image": "image", "location": "location"})
        self.assertEqual(types["wamid.audio"], "voice")
        self.assertEqual(types["wamid.interactive"], "interactive.list_reply")

    def test_the_same_message_id_in_two_projects_is_two_rows(self):
        griot, client = self.start()
        other = self.client(griot, project=self.project + "b")
        event = [{"event_name": "x", "user_id": "u", "message_id": "one-and-the-same"}]
        for c in (client, other, client, other):
            self.assertEqual(c.capture(event).status, 200)
        self.wait_settled(griot)
        self.assertEqual((self.count(), self.count(self.project + "b")), (1, 1))

    def test_the_same_id_in_another_month_is_one_row(self):
        griot, client = self.start()
        for when in ("2026-01-31T23:59:59Z", "2026-02-01T00:00:01Z"):
            answer = client.capture([{"event_name": "x", "user_id": "u", "message_id": "m", "timestamp": when}])
            self.assertEqual(answer.status, 200)
            self.wait_settled(griot)
        rows = self.postgres.rows("select occurred_at::date::text from events where project = %s", self.project)
        self.assertEqual(rows, [("2026-01-31",)])  # the first stored wins

    def test_events_of_one_user_stay_in_order(self):
        griot, client = self.start()
        users, each = 5, 60
        for n in range(each):
            events = [{"event_name": "step", "user_id": f"u{u}", "properties": {"n": n}} for u in range(users)]
            self.assertEqual(client.capture(events).status, 200)
        self.wait_settled(griot)
        for u in range(users):
            # Rows of one transaction have no order among themselves.
            order = self.postgres.rows(
                "select (properties->>'n')::int, tx::text::bigint from events where project = %s and user_id = %s "
                "order by 1", self.project, f"u{u}")
            self.assertEqual([n for n, _ in order], list(range(each)))
            self.assertEqual(order, sorted(order, key=lambda row: row[1]))

    def test_a_client_id_that_is_no_uuid_is_kept_apart_from_uuids(self):
        griot, client = self.start()
        plain = str(uuid.uuid4())
        client.capture([{"event_name": "x", "user_id": "u", "message_id": plain}])
        client.capture([{"event_name": "x", "user_id": "u", "message_id": "not a uuid"}])
        self.wait_settled(griot)
        ids = {str(i) for (i,) in self.postgres.rows("select id from events where project = %s", self.project)}
        self.assertIn(plain, ids)
        self.assertEqual(len(ids), 2)

    def test_metrics_and_health(self):
        griot, client = self.start()
        client.capture([{"event_name": "x", "user_id": "u"}])
        self.wait_settled(griot)
        self.assertIn("griot_ready 1", griot.metrics())
        status, health = griot.health()
        self.assertEqual((status, health["status"]), (200, "ready"))
        self.assertEqual(client.get("/health/live").status, 200)
        self.assertEqual(client.get("/nowhere").status, 404)
        self.assertEqual(os.stat(griot.folder + "/griot.sock").st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
