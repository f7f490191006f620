"""Signing in as people do: the first owner by the printed link, others by invitations, and what each may do."""
import hashlib
import json
import os
import unittest

from griot_testing import Case, in_time
from griot_testing.browser import BROWSER, install_packages, run
from griot_testing.client import Client
from griot_testing.griot import ROOT
from griot_testing.signed_in import PASSWORD, People


class SignIn(People, Case):
    def setUp(self):
        super().setUp()
        self.nobody()

    def test_a_newcomer_signs_in_by_the_printed_link(self):
        griot = self.griot().start()
        in_time("the log to say how", lambda: "griot user link" in griot.process.tail())
        self.assertNotIn("/welcome#", griot.process.tail(1 << 20))
        link = self.first_link(griot)
        self.assertTrue(link.startswith(griot.url + "/welcome#"), link)
        fresh = self.first_link(griot)
        browser = self.browser(griot)
        self.assertEqual(self.use(browser, link, email="a@x.y").status, 404, "a fresh one ends the one before")
        answer = self.use(browser, fresh, email="A@x.y", name="Amina")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["user"]["everywhere"], "owner")
        self.assertEqual(browser.send("GET", "/me").json["user"]["name"], "Amina")
        again = griot.command("user", "link")
        self.assertEqual(again.returncode, 2)
        self.assertIn("whose?", again.stderr)
        # Over a restart she stays signed in.
        griot.restart()
        browser.client.close()
        self.assertEqual(browser.send("GET", "/me").status, 200)

    def test_users_by_the_command_line(self):
        griot = self.griot().start()
        self.owner(griot)
        self.new_key()
        added = griot.command("user", "add", "B@x.y", "--role", "viewer", "--project", self.project, "--name", "Baraka")
        self.assertEqual(added.returncode, 0, added.stderr)
        browser = self.browser(griot)
        self.assertEqual(self.use(browser, added.stdout.strip()).json["projects"],
                         [{"id": self.project, "name": "", "role": "viewer", "timezone": "UTC", "demo": False}])
        self.assertEqual(browser.send("GET", "/settings").json["id"], self.project)
        self.assertEqual(browser.send("PATCH", "/settings", {"week_start": 7}).status, 403)
        self.assertEqual(griot.command("user", "role", "b@x.y", "owner", "--project", self.project).returncode, 0)
        self.assertEqual(browser.send("PATCH", "/settings", {"week_start": 7}).status, 200)
        rows = [json.loads(line) for line in griot.command("user", "ls", "--json").stdout.splitlines()]
        self.assertEqual([(r["email"], r["project"], r["role"]) for r in rows],
                         [("b@x.y", self.project, "owner"), ("owner@x.y", "*", "owner")])
        # A lost password: a fresh link sets another, and signs out whoever has the old one.
        other = self.browser(griot)
        link = griot.command("user", "link", "b@x.y").stdout.strip()
        self.assertEqual(self.use(other, link, password="another long one").status, 200)
        self.assertEqual(browser.send("GET", "/me").status, 401)
        self.assertEqual(griot.command("user", "rm", "b@x.y").returncode, 0)
        self.assertEqual(other.send("GET", "/me").status, 401)
        for words, code in ((("add", "nobody", "--role", "owner"), 2), (("add", "c@x.y", "--role", "king"), 2),
                            (("add", "owner@x.y", "--role", "owner"), 1), (("role", "c@x.y", "viewer"), 1),
                            (("role", "owner@x.y", "viewer", "--project", "nowhere"), 1), (("rm", "c@x.y"), 1),
                            (("link", "c@x.y"), 1), (("ls", "x"), 2)):
            self.assertEqual(griot.command("user", *words).returncode, code, words)
        logged = self.postgres.rows("select action from audit_log where who = 'command line' order by number")
        self.assertEqual([action for (action,) in logged][-5:],
                         ["link.made", "user.added", "role.changed", "link.made", "user.removed"])

    def test_what_is_set_is_in_force_without_a_restart(self):
        griot = self.griot().start()
        owner = self.owner(griot)
        self.assertEqual(owner.send("POST", "/projects", {"id": self.project}).status, 201)
        at = f"?project={self.project}"
        key = owner.send("POST", "/keys" + at, {"kind": "write", "name": "site"}).json
        client = self.client(griot, key=key["key"])
        self.assertEqual(client.capture([{"event": "x", "userId": "u"}]).status, 200)
        self.assertEqual(owner.send("DELETE", f"/keys/{key['made']['id']}{at}").status, 204)
        in_time("the key to be unknown", lambda: client.capture([{"event": "x", "userId": "u"}]).status == 401)
        self.assertEqual(owner.send("PATCH", "/settings" + at, {"timezone": "Asia/Kathmandu"}).status, 200)
        def published():
            settings = json.loads(self.redis.client.hget("griot:config", "json"))
            return settings["projects"][self.project]["timezone"] == "Asia/Kathmandu"
        in_time("the zone to be published", published)
        read = owner.send("POST", "/keys" + at, {"kind": "read"}).json["key"]
        with Client(griot.url) as script:
            asked = {"Authorization": "Bearer " + read}
            in_time("the read key", lambda: script.get("/api/v1/goals", asked).status == 200)
            self.assertEqual(script.get("/api/v1/project", asked).json["timezone"], "Asia/Kathmandu")
            self.assertEqual(script.get("/api/v1/team", asked).status, 403)

    def test_no_secret_stands_in_a_log_or_a_table(self):
        griot = self.griot().start()
        owner = self.owner(griot)
        self.assertEqual(owner.send("POST", "/projects", {"id": self.project}).status, 201)
        at = f"?project={self.project}"
        link = owner.send("POST", "/invitations" + at, {"email": "b@x.y", "role": "viewer"}).json["link"]
        key = owner.send("POST", "/keys" + at, {"kind": "read"}).json["key"]
        token = owner.cookie.partition("=")[2].partition(".")[0]
        kept = ""
        for table in ("users", "sign_ins", "sign_in_links", "audit_log", "write_keys"):
            kept += self.postgres.one(f"select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text from {table} t")
        self.assertIn(hashlib.sha256(key.encode()).hexdigest(), kept)
        for secret in (PASSWORD, link.partition("#")[2], key, token):
            self.assertNotIn(secret, kept)
            self.assertNotIn(secret, griot.process.tail(1 << 20))
        self.assertIn("$argon2id$", kept)

    def test_a_person_at_a_browser(self):
        install_packages()
        griot = self.griot().start()
        program = os.path.join(ROOT, "tests/e2e/clients/sign_in.mjs")
        seen = json.loads(run(BROWSER, "node", program, self.first_link(griot), "amina@x.y", PASSWORD))
        self.assertIn("owns all projects", seen["what"])
        self.assertEqual(seen["address"], griot.url + "/welcome", "the token is gone from the address")
        self.assertIn("amina@x.y: Default (owner)", seen["arrived"])
        self.assertEqual(seen["cookies"], [{"name": "griot", "httpOnly": True, "sameSite": "Strict", "path": "/"}])
        self.assertEqual((seen["script_sees"], seen["faults"]), ("", []))
        self.assertIn("wrong", seen["refused"])
        self.assertIn("used", seen["used"])
        self.assertEqual((seen["hosts"], seen["told"]), ([griot.url], False))

    def test_a_store_that_is_down_is_said_and_healed(self):
        griot = self.griot().start()
        owner = self.owner(griot)
        self.postgres.stop()
        self.addCleanup(lambda: self.postgres.process.alive or self.postgres.start())
        answer = owner.send("GET", "/me")
        self.assertEqual((answer.status, answer.json["error"]["code"]), (503, "store_down"), answer)
        self.assertEqual(owner.send("GET", "/goals?project=default").status, 503)
        self.postgres.start()
        in_time("the store", lambda: owner.send("GET", "/me").status == 200)
        in_time("the gate", lambda: owner.send("GET", "/goals?project=default").status == 200)

    def test_headers_of_a_hostile_request_stay_out_of_the_answer(self):
        griot = self.griot().start()
        owner = self.owner(griot)
        for path in ("/me?x=%0d%0aSet-Cookie:%20evil=1", "/me%0d%0aX:%20y", "/saved/%0d%0aX:1?project=default",
                     "/saved/..%2f..%2fetc?project=default", "/keys/%ff%00?project=default", "/me?project=%ff"):
            answer = owner.send("DELETE" if "keys" in path else "GET", path)
            self.assertNotIn("evil", str(answer.headers))
            self.assertIsNone(answer.headers["X"])
            self.assertLess(answer.status, 500, path)
        answer = owner.send("GET", "/me")
        self.assertEqual(answer.headers["X-Frame-Options"], "DENY")
        self.assertIn("frame-ancestors 'none'", answer.headers["Content-Security-Policy"])


if __name__ == "__main__":
    unittest.main()
