"""What is wrong gets a clear answer; nothing is lost, and nothing that is good is held up by it."""
import gzip
import hashlib
import json
import time
import unittest

from griot_testing import Case, in_time, meta


class BadInput(Case):
    def setUp(self):
        super().setUp()
        self.server = self.griot(self.whatsapp_pipeline()).start()
        self.web = self.client(self.server)

    def refused(self, answer, status):
        """An error as JSON, in one of griot's two shapes."""
        self.assertEqual(answer.status, status, answer)
        self.assertTrue(answer.headers["Content-Type"].startswith("application/json"), answer.headers)
        self.assertIn("error", answer.body.decode())
        return answer.json

    def dead(self):
        return self.postgres.rows(
            "select reason, kind, raw, event from dead_letters where project = %s order by id", self.project)

    # -- who may send

    def test_unknown_and_missing_keys(self):
        event = [{"event_name": "x", "user_id": "u"}]
        self.refused(self.web.capture(event, key="wk_nobody"), 401)
        self.refused(self.web.capture(event, key=""), 401)
        self.refused(self.web.capture({"write_key": "wk_nobody", "batch": event}, key=""), 401)
        self.assertEqual(self.web.capture({"write_key": self.web.key, "batch": event}, key="").status, 200)

    def test_a_revoked_key_is_refused_soon(self):
        self.postgres.rows("update write_keys set revoked_at = now() where project = %s", self.project)
        in_time("the key to be refused",
                lambda: self.web.capture([{"event_name": "x", "user_id": "u"}]).status == 401)

    def test_bad_signatures(self):
        body = meta.envelope(meta.said(meta.message("wamid.signed")))
        for header in ({"X-Hub-Signature-256": "sha256=" + "0" * 64}, {"X-Hub-Signature-256": "sha256=xyz"},
                       {"X-Hub-Signature-256": ""}):
            self.refused(self.web.webhook(body, header), 401)
        self.wait_settled(self.server)
        self.assertEqual((self.count(), self.dead()), (0, []))

    # -- bodies

    def test_bodies_that_are_no_json(self):
        deep = b'{"a":' * 70 + b"1" + b"}" * 70
        for body in (b"{", b"", b"[1,2", b"nonsense", b'{"batch":[{"event_name":"\xff"}]}', b"[" * 70 + b"]" * 70,
                     b'{"batch":[{"event_name":"x","user_id":"u","properties":' + deep + b"}]}"):
            self.refused(self.web.capture(body), 400)
        # And the connection is as good as before.
        self.assertEqual(self.web.capture([{"event_name": "x", "user_id": "u"}]).status, 200)
        self.wait_count(1)

    def test_bodies_over_the_limit(self):
        big = [{"event_name": "x", "user_id": "u", "properties": {"a": "b" * (9 << 20)}}]
        self.refused(self.web.capture(big), 413)
        # What is small on the wire and large unpacked is too large as well.
        bomb = gzip.compress(json.dumps({"batch": big}).encode())
        self.refused(self.web.capture(bomb, {"Content-Encoding": "gzip"}), 413)
        self.assertEqual(self.web.capture([{"event_name": "x", "user_id": "u"}]).status, 200)

    def test_compressed_bodies(self):
        good = gzip.compress(json.dumps({"batch": [{"event_name": "x", "user_id": "u"}]}).encode())
        self.assertEqual(self.web.capture(good, {"Content-Encoding": "gzip"}).status, 200)
        self.refused(self.web.capture(good[:-9], {"Content-Encoding": "gzip"}), 400)
        self.refused(self.web.capture(good, {"Content-Encoding": "br"}), 415)

    # -- events

    def test_bad_events_are_refused_by_index_and_field_and_the_others_kept(self):
        good = '{"event_name":"good","user_id":"u"}'
        bad = [r'{"event_name":"a\u0000b","user_id":"u"}', r'{"event_name":"x","user_id":"\ud800"}',
               '{"event_name":"x","user_id":"u","properties":{"n":1e400000}}', '{"event_name":["x"],"user_id":"u"}',
               '{"user_id":"u"}', '{"event_name":"x"}', '{"event_name":"x","user_id":"u","properties":3}', "7"]
        fields = ["event_name", "user_id", "properties.n", "event_name", "event_name", "user_id", "properties", ""]
        body = '{"batch":[' + ",".join(f"{b},{good}" for b in bad) + "]}"
        answer = self.web.capture(body)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json["accepted"], len(bad))
        self.assertEqual([(r["index"], r["field"]) for r in answer.json["rejected"]],
                         [(2 * i, field) for i, field in enumerate(fields)])
        self.assertTrue(all(r["error"] for r in answer.json["rejected"]))
        self.wait_settled(self.server)
        self.assertEqual(self.count(), len(bad))
        # Nothing but bad ones: 400 with the same list.
        answer = self.web.capture('{"batch":[' + ",".join(bad) + "]}")
        self.assertEqual((answer.status, len(answer.json["rejected"])), (400, len(bad)))

    def test_of_duplicate_keys_the_last_wins(self):
        body = '{"batch":[{"event_name":"first","event_name":"last","user_id":"a","user_id":"b",' \
               '"properties":{"x":1},"properties":{"x":2,"x":3}}]}'
        self.assertEqual(self.web.capture(body).status, 200)
        self.wait_count(1)
        self.assertEqual(self.postgres.rows("select name, user_id, properties from events where project = %s",
                                            self.project), [("last", "b", {"x": 3})])

    # -- Meta

    def test_a_signed_body_that_is_no_json_is_kept_whole(self):
        for n, body in enumerate((b"no json at all \x00\xff", b'{"object":', b"", b"[" * 100)):
            self.assertEqual(self.web.webhook(body).status, 200, body)
            self.wait_settled(self.server)
            if body:
                self.assertIn(body, [bytes(raw) for _, _, raw, _ in self.dead() if raw is not None])
        self.assertEqual(self.count(), 0)

    def test_the_same_bytes_five_times_are_one_dead_letter(self):
        for _ in range(5):
            self.assertEqual(self.web.webhook(b"no json at all").status, 200)
        ledger = self.wait_settled(self.server)
        self.assertEqual([(reason, kind, bytes(raw)) for reason, kind, raw, _ in self.dead()],
                         [("no_json", "raw", b"no json at all")])
        line = next(l for l in ledger["lines"] if (l["project"], l["source"]) == (self.project, "collect/whatsapp"))
        self.assertEqual((line["accepted"], line["dead"], line["duplicate"]), (5, 1, 4))

    def test_a_bad_message_among_good_ones_becomes_a_dead_letter(self):
        good = [meta.message(f"wamid.g{i}", at=int(time.time())) for i in range(2)]
        bad = meta.message("wamid.bad", content={"body": "a\0b"})
        body = meta.envelope(meta.said(good[0], bad, good[1]))
        self.assertIn("\\u0000", json.dumps(body))
        self.assertEqual(self.web.webhook(body).status, 200)
        ledger = self.wait_settled(self.server)
        stored = [m for (m,) in self.postgres.rows(
            "select properties->>'messageId' from events where project = %s and name = 'message.received'",
            self.project)]
        self.assertEqual(sorted(stored), ["wamid.g0", "wamid.g1"])
        self.assertEqual(len(self.dead()), 1)
        self.assertIn("wamid.bad", str(self.dead()[0][3]) + bytes(self.dead()[0][2] or b"").decode())
        line = next(l for l in ledger["lines"] if (l["project"], l["source"]) == (self.project, "collect/whatsapp"))
        self.assertEqual(line["dead"], 1)

    def test_unknown_fields_of_meta_are_acknowledged(self):
        body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
            {"field": "something_of_2027", "value": {"x": [1]}}]}]}
        self.assertEqual(self.web.webhook(body).status, 200)
        self.assertEqual(self.web.webhook({"object": "page", "entry": []}).status, 200)

    def test_a_webhook_over_the_limit(self):
        self.refused(self.web.webhook(b'{"a":"' + b"x" * (5 << 20) + b'"}'), 413)


class ServersDown(Case):
    """Each test ends with the servers as they were."""

    def setUp(self):
        super().setUp()
        self.server = self.griot(self.whatsapp_pipeline()).start()
        self.web = self.client(self.server)

    def event(self, n):
        return [{"event_name": "x", "user_id": "u", "message_id": f"m{n}"}]

    def test_redis_down_is_503_and_red_and_heals(self):
        self.redis.stop()
        try:
            answer = in_time("a refusal", lambda: (a := self.web.capture(self.event(0))).status == 503 and a)
            self.assertTrue(int(answer.headers["Retry-After"]) >= 1)
            self.assertIn("error", answer.json)
            answer = self.web.webhook(meta.envelope(meta.said(meta.message("wamid.down"))))
            self.assertEqual(answer.status, 503)
            in_time("readiness to be red", lambda: self.server.health()[0] == 503)
            self.assertEqual(self.server.get("/health/live").status, 200)
        finally:
            self.redis.start()
        in_time("readiness to be green", lambda: self.server.health()[0] == 200)
        self.assertEqual(self.web.capture(self.event(1)).status, 200)
        self.wait_settled(self.server)
        stored = self.postgres.rows("select count(*) from events where project = %s", self.project)
        self.assertEqual(stored, [(1,)])

    def test_postgres_down_holds_in_the_queue_and_drains(self):
        self.postgres.stop()
        try:
            for n in range(20):
                self.assertEqual(self.web.capture(self.event(n)).status, 200)
            in_time("readiness to be red", lambda: self.server.health()[0] == 503)
        finally:
            self.postgres.start()
        self.wait_settled(self.server)
        self.assertEqual(self.count(), 20)

    def test_a_collector_serves_on_with_postgres_down_and_after_a_restart(self):
        # A collector learns its keys from Redis, which is told of a new one within a second.
        known = hashlib.sha256(self.web.key.encode()).hexdigest()
        in_time("the key in Redis", lambda: known in (self.redis.client.hget("griot:config", "json") or ""))
        self.server.stop()
        collector = self.griot("collector.yaml").start()
        web = self.client(collector, key=self.web.key)
        self.postgres.stop()
        try:
            web.close()
            collector.restart()
            for n in range(5):
                self.assertEqual(web.capture(self.event(n)).status, 200)
        finally:
            self.postgres.start()
        self.wait_settled(self.server.start())
        self.assertEqual(self.count(), 5)

    def test_redis_out_of_memory_waits_and_says_so(self):
        used = self.redis.client.info("memory")["used_memory"]
        self.redis.client.config_set("maxmemory", used)
        try:
            in_time("a refusal", lambda: self.web.capture(self.event(0)).status == 503)
            in_time("health to name it", lambda: "memory" in json.dumps(self.server.health()[1]).lower())
        finally:
            self.redis.client.config_set("maxmemory", self.redis.settings["maxmemory"])
        in_time("an answer", lambda: self.web.capture(self.event(0)).status == 200)
        self.wait_settled(self.server)
        self.assertEqual(self.count(), 1)


if __name__ == "__main__":
    unittest.main()
