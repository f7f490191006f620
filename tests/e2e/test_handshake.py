"""Tokens for links in chats: asked for with a key of their kind, and made by the command line."""
import json
import secrets
import unittest
from urllib.parse import parse_qs, urlsplit

from griot_testing import Case, Client, in_time


class Handshake(Case):
    @property
    def env(self):
        return super().env | {"GRIOT_KEY_SECRET": secrets.token_hex(32)}

    def test_a_crm_asks_for_tokens(self):
        griot = self.griot().start()
        made = griot.command("key", "new", "--project", self.project, "--create-project", "--kind", "link", "--json")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = json.loads(made.stdout)["key"]
        self.assertTrue(key.startswith("lk_"), key)
        client = Client(griot.url)
        self.addCleanup(client.close)

        def ask():
            return client.request("POST", "/v1/handshake", json.dumps({"user": "254700000001"}), {"X-Write-Key": key})

        in_time("the key to be known", lambda: ask().status != 401)
        answer = ask()
        self.assertEqual((answer.status, answer.json["user"]), (200, "+254700000001"), answer)
        self.assertRegex(answer.json["hs_token"], r"^g1\.[A-Za-z0-9_-]{60,}$")
        capture = client.request("POST", "/v1/capture", '{"event":"e","userId":"u"}', {"X-Write-Key": key})
        self.assertEqual(capture.status, 401, "a key that makes links stores events, too")

    def test_the_command_makes_whole_links(self):
        griot = self.griot()

        def link(*words):
            return griot.command("link", "new", *words, "--project", self.project)

        for url in ("https://shop.example/offer", "https://shop.example/offer?a=b", "https://shop.example/#offer?c"):
            made = link(url, "--user", "+254700000001", "--message", "wamid.1")
            self.assertEqual(made.returncode, 0, made.stderr)
            before, after = urlsplit(url), urlsplit(made.stdout.strip())
            self.assertEqual((after.netloc, after.path, after.fragment), (before.netloc, before.path, before.fragment))
            query = parse_qs(after.query)
            self.assertTrue(query.pop("hs_token")[0].startswith("g1."))
            self.assertEqual(query, parse_qs(before.query))
        nobody = link()
        self.assertEqual((nobody.returncode, nobody.stdout), (2, ""))
        self.assertIn("user", nobody.stderr)


if __name__ == "__main__":
    unittest.main()
