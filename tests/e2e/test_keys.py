"""Keys as their owners use them: made, held to their terms, kept from elsewhere, revoked."""
import hashlib
import json
import secrets
import subprocess
import unittest

from griot_testing import Case, Client, in_time
from griot_testing.client import signed
from griot_testing.griot import base_env, binary

DEPLOYMENT = secrets.token_hex(32)


def campaign(n, channel="whatsapp"):
    return {"event": "campaign.sent", "userId": "system", "messageId": f"campaign-{n}", "channel": channel,
            "properties": {"campaignId": f"c{n}", "recipientCount": 40}}


class Keys(Case):
    @property
    def env(self):
        return super().env | {"GRIOT_KEY_SECRET": DEPLOYMENT}

    def made(self, griot, *arguments, command="new"):
        """What `griot key new` prints as JSON."""
        done = griot.command("key", command, "--project", self.project, "--create-project", "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def user(self, griot, key):
        """A client of a key that the doors know by now."""
        client = Client(griot.url, key=key)
        self.addCleanup(client.close)
        in_time("the key to be known", lambda: "unknown" not in client.capture([]).body.decode())
        return client

    def post(self, client, body, secret=None, **headers):
        raw = json.dumps(body).encode()
        if secret is not None:
            headers["X-Griot-Signature"] = signed(secret, raw)
        return client.capture(raw, headers)

    def test_a_crm_posts_campaigns_that_nobody_else_can(self):
        griot = self.griot().start()
        made = self.made(griot, "--secret", "--channel", "whatsapp")
        client, secret = self.user(griot, made["key"]), made["secret"]
        answer = self.post(client, [campaign(1), campaign(2), campaign(3, "web")], secret)
        self.assertEqual((answer.status, answer.json["accepted"]), (200, 2), answer)
        self.assertEqual([(r["index"], r["field"]) for r in answer.json["rejected"]], [(2, "channel")])
        for attempt in (self.post(client, [campaign(4)]), self.post(client, [campaign(4)], "ks_" + "0" * 64),
                        self.post(client, [campaign(4)], DEPLOYMENT)):
            self.assertEqual(attempt.status, 401)
        self.wait_settled(griot)
        rows = self.postgres.rows("select name, channel, user_id, properties->>'campaignId', session_id from events "
                                  "where project = %s order by 4", self.project)
        self.assertEqual(rows, [("campaign.sent", "whatsapp", "system", f"c{n}", None) for n in (1, 2)])

    def test_neither_store_holds_a_secret(self):
        griot = self.griot().start()
        made = self.made(griot, "--secret")
        self.user(griot, made["key"])
        kept = self.redis.client.hget("griot:config", "json")
        kept += self.postgres.one("select jsonb_agg(to_jsonb(k))::text from write_keys k")
        with open(griot.folder + "/settings.json", encoding="utf-8") as f:
            kept += f.read()
        self.assertIn(hashlib.sha256(made["key"].encode()).hexdigest(), kept)
        for text in (made["key"], made["secret"], made["secret"][3:], DEPLOYMENT):
            self.assertNotIn(text, kept)
            self.assertNotIn(text, griot.process.tail(1 << 20))

    def test_terms_hold_with_postgres_down_and_after_a_restart(self):
        griot = self.griot().start()
        made = self.made(griot, "--secret")
        limited = self.made(griot, "--rate", "0.01", "--burst", "2")["key"]
        client = self.user(griot, made["key"])
        self.user(griot, limited)
        self.postgres.stop()
        self.addCleanup(lambda: self.postgres.process.alive or self.postgres.start())
        self.assertEqual(self.post(client, [campaign(1)], made["secret"]).status, 200)
        self.assertEqual(self.post(client, [campaign(2)]).status, 401)
        griot.kill9()
        griot.start(ready=False)
        in_time("the door", lambda: self.post(client, [campaign(3)], made["secret"]).status == 200)
        self.assertEqual(self.post(client, [campaign(4)]).status, 401)
        other = Client(griot.url, key=limited)
        self.addCleanup(other.close)
        self.assertEqual([self.post(other, [campaign(n)]).status for n in (5, 6, 7)], [200, 200, 429])
        self.postgres.start()
        self.wait_settled(griot)
        self.assertEqual(self.count(), 4)

    def test_another_deployment_secret_is_said_to_be_our_fault(self):
        griot = self.griot().start()
        made = self.made(griot, "--secret")
        client = self.user(griot, made["key"])
        client.close()
        griot.restart(GRIOT_KEY_SECRET=secrets.token_hex(32))
        self.assertEqual(self.post(client, [campaign(1)], made["secret"]).status, 503)
        self.assertIn("GRIOT_KEY_SECRET", griot.process.tail())
        client.close()
        griot.restart()
        self.assertEqual(self.post(client, [campaign(1)], made["secret"]).status, 200)

    def test_a_key_over_its_rate_is_told_when_and_others_are_not(self):
        griot = self.griot().start()
        one = self.user(griot, self.made(griot, "--rate", "0.05", "--burst", "20")["key"])
        other = self.client(griot)
        sent = [{"event": "x", "userId": "u", "messageId": str(n)} for n in range(30)]
        self.assertEqual(self.post(one, sent).status, 200)
        answer = self.post(one, sent[:1], Origin="https://shop.example")
        self.assertEqual(answer.status, 429)
        # Ten owed, one for who comes, and the empty batches by which `user` saw that the key is known.
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 215)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "https://shop.example")
        self.assertEqual(other.capture([{"event": "x", "userId": "u", "messageId": "other"}]).status, 200)
        self.assertEqual(griot.metric("griot_capture_limited"), 1)
        self.wait_settled(griot)
        self.assertEqual(self.count(), 31)

    def test_a_key_of_origins(self):
        griot = self.griot().start()
        client = self.user(griot, self.made(griot, "--origin", "https://Shop.example/")["key"])
        event = [{"event": "x", "userId": "u"}]
        self.assertEqual(self.post(client, event, Origin="https://shop.example").status, 200)
        self.assertEqual(self.post(client, event, Origin="https://evil.example").status, 403)
        self.assertEqual(self.post(client, event).status, 403)
        self.wait_count(1)

    def test_keys_from_elsewhere_stay_alive_until_they_are_revoked(self):
        griot = self.griot().start()
        old = ["wk_" + secrets.token_urlsafe(24) for _ in range(3)]
        self.made(griot, "--existing", old[0], command="add")
        self.made(griot, "--existing", "sha256:" + hashlib.sha256(old[1].encode()).hexdigest(), command="add")
        piped = subprocess.run(
            [binary(), "key", "add", "--project", self.project, "--existing", "-", "--data", griot.folder],
            input=old[2] + "\nanything after it\n", env=base_env() | griot.env, text=True, capture_output=True,
            check=False, timeout=60)
        self.assertEqual((piped.returncode, piped.stdout), (0, f"added {old[2][:9]}… to {self.project}\n"), piped)
        clients = [self.user(griot, key) for key in old]
        for n, client in enumerate(clients):
            self.assertEqual(self.post(client, [campaign(n)]).status, 200)
        self.wait_count(3)
        listed = [json.loads(line) for line in
                  griot.command("key", "ls", "--project", self.project, "--json").stdout.splitlines()]
        hashed = "#" + hashlib.sha256(old[1].encode()).hexdigest()[:8]
        self.assertEqual({line["prefix"] for line in listed}, {old[0][:9], hashed, old[2][:9]})
        self.assertEqual(griot.command("key", "revoke", hashed).returncode, 0)
        in_time("the key to be refused", lambda: clients[1].capture([]).status == 401)
        self.assertEqual(clients[0].capture([]).status, 200)


if __name__ == "__main__":
    unittest.main()
