"""Where events come in, as the dashboard tells it: addresses, variables, what was heard and answered, and the test
event. Never a secret, a body, or another project's business."""
import json
import uuid

from griot_testing import in_time
from griot_testing.case import SECRET, TOKEN
from griot_testing.meta import envelope, message, said
from griot_testing.reports import ReportCase
from griot_testing.signed_in import People



class Sources(People, ReportCase):
    def setUp(self):
        super().setUp()
        self.nobody()
        self.dashboard = self.griot(self.whatsapp_pipeline(), GRIOT_KEY_SECRET="").start()
        self.write_key = self.new_key()
        self.sender = self.client(self.dashboard, key=self.write_key)
        self.read_key = self.new_key(kind="read")
        in_time("the read key to be known", lambda: self.ask("/project", status=None)[0] == 200)

    def sources(self):
        return {row["source"]: row for row in self.data("/sources", part="sources")["sources"]}

    def requests(self, known=True, **wanted):
        rows = self.data("/sources", part="requests")["requests"]
        self.assertEqual(rows, sorted(rows, key=lambda r: r["at"], reverse=True))
        return [r for r in rows if r["known"] == known and all(r[k] == v for k, v in wanted.items())]

    def heard(self, what, count=1, **wanted):
        """Of those that were noted since; they travel twice a second."""
        return in_time(what, lambda: len(self.requests(**wanted)) >= count and self.requests(**wanted))

    def test_addresses_and_variables(self):
        in_time("the doors to be told", lambda: len(self.sources()) == 4)
        rows = self.sources()
        self.assertEqual({s: (r["plugin"], r["url"]) for s, r in rows.items()}, {
            "collect/whatsapp": ("whatsapp_crm", self.dashboard.url + "/webhooks/whatsapp"),
            "collect/web": ("web_sdk", self.dashboard.url + "/v1/capture"),
            "collect/segment": ("segment_api", self.dashboard.url + "/v1"),
            "collect/import": ("history_import", self.dashboard.url + "/v1/import")})
        self.assertTrue(all(r["open"] for r in rows.values()))
        self.assertEqual(rows["collect/whatsapp"]["provider"], "meta")
        self.assertEqual(rows["collect/whatsapp"]["variables"],
                         [{"name": "GRIOT_WHATSAPP_SECRET", "set": True},
                          {"name": "GRIOT_WHATSAPP_VERIFY_TOKEN", "set": True}])
        self.assertEqual(rows["collect/web"]["variables"], [{"name": "GRIOT_KEY_SECRET", "set": False}])
        self.assertIn({"method": "POST", "path": "/v1/capture"}, rows["collect/web"]["routes"])
        keys = self.data("/sources", part="keys")["keys"]
        self.assertEqual({(k["prefix"], k["kind"]) for k in keys},
                         {(self.write_key[:9], "write"), (self.read_key[:9], "read")})
        for text in (json.dumps(self.data("/sources")), self.ask("/sources", accept="text/csv", part="sources")[1]):
            for secret in (SECRET, TOKEN, self.write_key, self.read_key):
                self.assertNotIn(secret, text)

    def test_a_reload_changes_the_doors(self):
        in_time("the doors to be told", lambda: len(self.sources()) == 4)
        file = self.dashboard.files[0]
        with open(file, encoding="utf-8") as text:
            before = text.read()
        with open(file, "w", encoding="utf-8") as text:
            text.write(before.replace("path: /v1/capture", "path: /v2/capture"))
        done = self.dashboard.command("reload", "--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        in_time("the new address",
                lambda: self.sources()["collect/web"]["url"] == self.dashboard.url + "/v2/capture")
        self.assertTrue(all(r["open"] for r in self.sources().values()))

    def test_what_was_heard_and_answered(self):
        self.assertEqual(self.sender.capture([{"event": "x", "userId": "u"}, {"event": 5}]).status, 200)
        row = self.heard("an accepted request", source="collect/web", accepted=1)[0]
        self.assertEqual((row["status"], row["refused"], row["key"]), (200, 1, self.write_key[:9]))
        self.assertEqual(row["reason"], "userId: neither a user nor an anonymous id")
        self.assertEqual(self.sender.capture([{"event": 5}]).status, 400)
        self.heard("a refused request", source="collect/web", status=400, accepted=0, refused=1)
        self.assertEqual(self.sender.capture("nonsense").status, 400)
        self.assertTrue(all(r["reason"] for r in self.heard("broken JSON", 2, source="collect/web", status=400)))
        self.assertEqual(self.sender.capture([], key="wk_nobody").status, 401)
        row = self.heard("an unknown key", known=False, source="collect/web", status=401)[0]
        self.assertEqual((row["reason"], row["key"]), ("unknown write key", None))
        basic = {"X-Write-Key": self.write_key, "Content-Type": "application/json"}
        body = json.dumps({"userId": "u", "event": "y"})
        self.assertEqual(self.sender.request("POST", "/v1/track", body, basic).status, 200)
        self.heard("Segment's", source="collect/segment", status=200, accepted=1)
        key = self.import_key(self.dashboard)
        line = json.dumps({"messageId": "1", "event": "z", "userId": "u", "timestamp": "2026-01-01T00:00:00Z"})
        self.assertEqual(self.sender.request("POST", "/v1/import", line, {"X-Write-Key": key}).status, 200)
        self.heard("an import", source="collect/import", status=200, accepted=1, key=key[:9])

    def test_what_a_provider_sent(self):
        at = "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token="
        self.assertEqual(self.sender.get(at + "wrong").status, 403)
        self.heard("a wrong handshake", source="collect/whatsapp", status=403)
        self.assertEqual(self.sender.get(at + TOKEN).status, 200)
        self.heard("the handshake", source="collect/whatsapp", status=200, reason="the handshake passed")
        body = envelope(said(message("wamid." + uuid.uuid4().hex, user="254700000001",
                                     content={"body": "a secret text"})))
        self.assertEqual(self.sender.webhook(body, {"X-Hub-Signature-256": "sha256=00"}).status, 401)
        self.heard("a wrong signature", source="collect/whatsapp", status=401,
                   reason="the signature is missing or wrong")
        self.assertEqual(self.sender.webhook(body).status, 200)
        row = self.heard("a message", source="collect/whatsapp", status=200, reason=None)[0]
        self.assertGreaterEqual(row["accepted"], 1)
        self.assertEqual((row["refused"], row["key"]), (0, None))
        kept = " ".join(" ".join(self.redis.client.lrange(k, 0, -1))
                         for k in self.redis.client.keys("griot:heard:*\x1f*"))
        for text in ("secret", "254700000001", TOKEN):
            self.assertNotIn(text, kept)

    def test_the_last_twenty_of_each_project(self):
        other = "o" + self.project
        theirs = self.client(self.dashboard, project=other)
        for n in range(30):
            self.assertEqual(theirs.capture([{"event": f"e{n}", "userId": "u"}]).status, 200)
        self.assertEqual(self.sender.capture([{"event": "mine", "userId": "u"}]).status, 200)
        self.heard("mine", source="collect/web", accepted=1)
        self.assertEqual({r["key"] for r in self.requests(source="collect/web")}, {self.write_key[:9]})
        read = self.new_key(other, "read")
        in_time("the key", lambda: self.ask("/project", None, key=read)[0] == 200)

        def all_of_theirs():
            rows = self.ask("/sources", key=read, part="requests")[1]["data"]["requests"]
            mine = [r for r in rows if r["known"]]
            return len(mine) == 20 and mine
        rows = in_time("twenty of theirs", all_of_theirs)
        self.assertEqual({(r["source"], r["status"]) for r in rows}, {("collect/web", 200)})
        # The number of one project is nobody else's source.
        self.assertNotIn("collect/whatsapp",
                         {r["source"] for r in self.ask("/sources", key=read, part="sources")[1]["data"]["sources"]})

    def test_the_test_event(self):
        owner = self.owner(self.dashboard)
        at = f"/sources/test-event?project={self.project}"
        in_time("the doors to be told", lambda: len(self.sources()) == 4)
        for source, path in ((None, "collect/segment"), ("collect/web", "collect/web")):
            answer = owner.send("POST", at, {"source": source} if source else {})
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual((answer.json["source"], answer.json["status"]), (path, 200))
            self.wait_settled(self.dashboard)
            self.assertEqual(self.postgres.rows("select name, source from events where id = %s and project = %s",
                                                answer.json["id"], self.project), [("test_event", path)])
        self.assertEqual(self.data("/overview", part="cards")["cards"]["active_people"], 0)
        self.assertEqual(self.postgres.one("select count(*) from write_keys where name = 'test event'"), 0)
        self.assertEqual(self.postgres.one("select count(*) from audit_log where project = %s and action = "
                                           "'test_event.sent'", self.project), 2)
        refused = owner.send("POST", at, {"source": "collect/whatsapp"})
        self.assertEqual((refused.status, refused.json["error"]["code"]), (409, "provider_only"))
        self.assertEqual(owner.send("POST", at, {"source": "collect/none"}).status, 400)
        analyst = self.somebody(self.dashboard, "analyst", self.project)
        self.assertEqual(analyst.send("POST", at, {}).status, 403)
        self.sender.close()  # it was idle for long
        self.assertEqual(self.sender.request("POST", "/api/v1" + at, "{}", {
            "Authorization": "Bearer " + self.read_key, "Content-Type": "application/json"}).status, 403)

    def test_a_queue_that_is_down_is_said(self):
        in_time("the doors to be told", lambda: len(self.sources()) == 4)
        self.redis.kill9()
        self.addCleanup(self.redis.start)
        error = self.ask("/sources", 503)[1]["error"]
        self.assertEqual(error["code"], "queue_down")
        self.assertEqual(len(self.ask("/sources", part="keys")[1]["data"]["keys"]), 2)


