"""Signing in, people, keys, settings and goals against the API's own description: answers are as it says, each role
may what it says and no more, and whatever is sent is no fault of ours."""
import http.client
import json
import socket
import urllib.parse
import uuid

from griot_testing import in_time
from griot_testing.document import Document, SQL_WORDS
from griot_testing.reports import ReportCase, seeded
from griot_testing.signed_in import PASSWORD, People

ROLES = ["viewer", "analyst", "owner"]
NASTY = [None, True, 0, -1, 1e300, "", "'", "';select 1--", "\"", "\\", "a" * 5000, "\x00", "\x1f", "\u00e9\U0001F600", "$1", [],
         {}, [[]], ["'"], {"a": {"b": []}}, "2026-02-30", "NaN", "../..", "null", [None] * 50, "0" * 36, "\ud800",
         {"steps": ["'"]}, {"at": "now"}, [{"property": "'", "op": "is", "value": "'"}], {"mon": [["09:00", "08:00"]]}]
SAFE_METHODS = ("GET", "HEAD")


class Access(People, ReportCase):
    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.nobody()
        self.start()
        self.boss = self.owner(self.dashboard)
        answer = self.sender.get("/api/v1/openapi.json")
        self.assertEqual(answer.status, 200, answer)
        self.document = Document(self, answer.json)
        self.addresses = 0

    def address(self):
        """A client's address of its own, so that no other's tries count for it."""
        self.addresses += 1
        return {"X-Real-IP": f"198.51.{self.addresses // 250}.{self.addresses % 250 + 1}"}

    def by_hand(self):
        """Operations that are no reports."""
        for method, path, operation in self.document.operations():
            schema = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
            if path != "/api/v1/live" and "data" not in schema.get("properties", ()):
                yield method, path.removeprefix("/api/v1"), operation

    def example(self, operation):
        body = operation.get("requestBody")
        return body and dict(body["content"]["application/json"]["example"])

    def query(self, operation, **more):
        names = {p["name"] for p in operation["parameters"]}
        pairs = ({"project": self.project} if "project" in names else {}) | more
        return "?" + urllib.parse.urlencode(pairs) if pairs else ""

    def made(self, path, kind="funnels"):
        """The id of one that is there to be changed or deleted."""
        at = f"?project={self.project}"
        collection = path.split("/{id}")[0].replace("{kind}", kind)
        name = uuid.uuid4().hex
        if collection == "/me/devices":
            self.sign_in("owner@x.y")
            return next(d["id"] for d in self.boss.send("GET", collection).json["devices"] if not d["this"])
        if collection == "/team":
            self.somebody(self.dashboard, "viewer", self.project, f"{name}@x.y")
            return next(m["id"] for m in self.boss.send("GET", "/team" + at).json["team"] if m["email"] == f"{name}@x.y")
        if collection == "/invitations":
            body = {"email": f"{name}@x.y", "role": "viewer"}
            self.assertEqual(self.boss.send("POST", collection + at, body).status, 201)
            return next(i["id"] for i in self.boss.send("GET", collection + at).json["invitations"]
                        if i["email"] == body["email"])
        body = {"/goals": {"name": name, "event": "x"}, "/keys": {"kind": "link"},
                "/saved/funnels": {"name": name, "content": {"steps": ["x"]}}}[collection]
        answer = self.boss.send("POST", collection + at, body)
        self.assertEqual(answer.status, 201, answer)
        return answer.json["made"]["id"] if collection == "/keys" else answer.json["id"]

    def sign_in(self, email):
        browser = self.browser(self.dashboard)
        answer = browser.send("POST", "/sign-in", {"email": email, "password": PASSWORD}, **self.address())
        self.assertEqual(answer.status, 200, answer)
        return browser

    def token(self):
        """Of a link that nobody has used."""
        body = {"email": uuid.uuid4().hex + "@x.y", "role": "viewer"}
        answer = self.boss.send("POST", f"/invitations?project={self.project}", body)
        return answer.json["link"].partition("#")[2]

    def test_answers_are_as_the_document_says(self):
        in_time("the doors", lambda: self.boss.send("GET", f"/sources?project={self.project}").json["data"]["sources"])
        tried = 0
        for method, path, operation in self.by_hand():
            body = self.example(operation)
            if body and "token" in body:
                body["token"] = self.token()
            if body and path == "/projects":
                body["id"] = "q" + self.project
            where = path.replace("{kind}", "funnels")
            if "{id}" in path:
                where = where.replace("{id}", self.made(path))
            # Who signs out, in or up is another browser.
            own = operation["x-role"] != "anybody"
            browser = self.boss if own else self.browser(self.dashboard)
            answer = browser.send(method, where + self.query(operation), body, **self.address())
            wanted = next(status for status in operation["responses"] if status < "300")
            self.assertEqual(str(answer.status), wanted, f"{method} {where}: {answer}")
            self.document.check_answer(answer, operation, f"{method} {where}")
            tried += 1
        self.assertGreater(tried, 30)

    def test_whatever_is_sent_is_no_fault_of_ours(self):
        for method, path, operation in self.by_hand():
            id = self.made(path) if "{id}" in path and method != "DELETE" else str(uuid.uuid4())
            where = path.replace("{kind}", "funnels").replace("{id}", id)
            self.send_wrong_bodies(method, where, operation)
            self.send_wrong_places(method, path, operation)
        self.assertEqual(self.boss.send("GET", "/me").status, 200, "it still works")

    def send_wrong_bodies(self, method, where, operation):
        good = self.example(operation)
        if good is None:
            return
        target = where + self.query(operation)
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        # New passwords would lock the owner out.
        names = [n for n in schema["properties"] if n != "new"] + ["bogus"]
        slow = {"password", "old", "token"}
        for name in names:
            for value in self.rng.sample(NASTY, 3 if name in slow else 8):
                browser = self.boss if operation["x-role"] != "anybody" else self.browser(self.dashboard)
                answer = browser.send(method, target, good | {name: value}, **self.address())
                self.document.check_answer(answer, operation, f"{method} {target} {name}={value!r}")
                if name == "bogus":
                    self.assertEqual((answer.status, answer.json["error"]["parameter"]), (400, "bogus"), target)
        self.sender.close()  # it may have been idle for too long
        for raw in (b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"name":' * 200):
            headers = {"Content-Type": "application/json", "Origin": self.boss.url, "Cookie": self.boss.cookie or ""}
            answer = self.sender.request(method, "/api/v1" + target, raw, headers | self.address())
            self.assertEqual(answer.status, 400, f"{method} {target} {raw[:20]!r}: {answer}")
        answer = self.sender.request(method, "/api/v1" + target, b"a=b", {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": self.boss.url, "Cookie": self.boss.cookie or ""})
        self.assertEqual(answer.status, 415, f"{method} {target}: {answer}")

    def send_wrong_places(self, method, path, operation):
        body = self.example(operation)
        texts = [v for v in NASTY if isinstance(v, str) and v not in ("", "\ud800")]
        for param in operation["parameters"]:
            for value in self.rng.sample(texts, 5):
                if param["in"] == "path":
                    # Where a path ends in the middle of another it is another's.
                    quoted = urllib.parse.quote(value, safe="")
                    where = path.replace("{" + param["name"] + "}", quoted)
                    where = where.replace("{kind}", "funnels").replace("{id}", str(uuid.uuid4()))
                    where += self.query(operation)
                else:
                    where = path.replace("{kind}", "funnels").replace("{id}", str(uuid.uuid4()))
                    where += self.query(operation, **{param["name"]: value})
                answer = self.boss.send(method, where, body, **self.address())
                self.assertLess(answer.status, 500, f"{method} {where}: {answer}")
                for word in SQL_WORDS:
                    self.assertNotIn(word, answer.body.decode().lower())

    # Who may what

    def status(self, method, target, headers, body=None):
        """(status, code): without waiting for the end, for a live feed has none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.dashboard.port, timeout=30)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            if answer.status < 400:
                return answer.status, None
            return answer.status, json.loads(answer.read())["error"]["code"]
        finally:
            connection.close()

    def ask_as(self, browser, method, path, operation, project, **headers):
        where = path.replace("{kind}", "funnels").replace("{id}", str(uuid.uuid4()))
        names = {p["name"] for p in operation["parameters"]}
        query = {"project": project} if "project" in names else {}
        query |= {"q": "x"} if "q" in names else {}
        query |= {"steps": '["a","b"]'} if any(p["name"] == "steps" and p["required"] for p in operation["parameters"]) \
            else {}
        if any(p["name"] == "campaign" and p["required"] for p in operation["parameters"]):
            query["campaign"] = "x"
        wanted = {"Origin": self.boss.url} | ({"Cookie": browser.cookie} if browser and browser.cookie else {})
        body = None
        if method not in SAFE_METHODS:
            wanted["Content-Type"] = "application/json"
            body = '{"bogus":1}'  # what is let in is refused for this
        return self.status(method, where + ("?" + urllib.parse.urlencode(query) if query else ""), wanted | headers, body)

    def test_each_role_at_each_endpoint(self):
        other = "o" + self.project
        self.new_key(other)
        people = {role: self.somebody(self.dashboard, role, self.project, f"the-{role}@x.y") for role in ROLES}
        stranger = self.somebody(self.dashboard, "owner", other, "stranger@x.y")
        read, write = {"Authorization": "Bearer " + self.read_key}, {"Authorization": "Bearer " + self.sender.key}
        for method, path, operation in self.document.operations():
            needs, what = operation["x-role"], f"{method} {path}"
            nobody = self.ask_as(None, method, path, operation, self.project, **self.address())
            if needs == "anybody":
                self.assertNotIn(nobody[1], ("not_signed_in", "no_key", "role", "no_project"), what)
                continue
            self.assertEqual(nobody[0], 401, what)
            forged = self.ask_as(Forged(self.boss.cookie), method, path, operation, self.project)
            self.assertEqual(forged[0], 401, what)
            if needs in ("signed-in", "owner of all"):
                self.assertEqual(self.ask_as(None, method, path, operation, self.project, **read)[0], 401, what)
                got = self.ask_as(people["owner"], method, path, operation, self.project)
                self.assertEqual(got[1] == "role", needs == "owner of all", what)
                continue
            for role, browser in people.items():
                got = self.ask_as(browser, method, path, operation, self.project)
                self.assertEqual(got == (403, "role"), ROLES.index(role) < ROLES.index(needs), f"{what} as {role}: {got}")
                self.assertLess(got[0], 500, f"{what} as {role}: {got}")
                for theirs in (other, "nowhere"):
                    got = self.ask_as(browser, method, path, operation, theirs)
                    self.assertEqual(got, (404, "no_project"), f"{what} as {role} of another project")
            self.assertEqual(self.ask_as(stranger, method, path, operation, self.project), (404, "no_project"), what)
            got = self.ask_as(None, method, path, operation, self.project, **read)
            allowed = method in SAFE_METHODS and needs != "owner"
            self.assertEqual(got != (403, "role"), allowed, f"{what} with a read key: {got}")
            self.assertEqual(self.ask_as(None, method, path, operation, other, **read), (404, "no_project"), what)
            self.assertEqual(self.ask_as(None, method, path, operation, self.project, **write)[0], 401, what)

    def test_pages_of_others_change_nothing(self):
        before = self.postgres.one("select count(*) from audit_log")
        tried = 0
        for method, path, operation in self.document.operations():
            if method in SAFE_METHODS or operation["x-role"] == "anybody":
                continue
            for origin in ("https://evil.example", "null", self.boss.url + ".evil.example", ""):
                got = self.ask_as(self.boss, method, path, operation, self.project, Origin=origin)
                self.assertEqual(got, (403, "origin"), f"{method} {path} of {origin}")
                tried += 1
        self.assertGreater(tried, 40)
        self.assertEqual(self.postgres.one("select count(*) from audit_log"), before)

    def test_a_cookie_that_was_planted_is_worth_nothing(self):
        victim, thief = self.browser(self.dashboard), self.browser(self.dashboard)
        planted = self.sign_in("owner@x.y").cookie  # the thief's own sign-in, put into the victim's browser
        self.somebody(self.dashboard, "viewer", self.project, "victim@x.y")
        victim.cookie = thief.cookie = planted
        answer = victim.send("POST", "/sign-in", {"email": "victim@x.y", "password": PASSWORD})
        self.assertEqual((answer.status, answer.json["user"]["email"]), (200, "victim@x.y"))
        self.assertNotEqual(victim.cookie, planted)
        self.assertEqual(thief.send("GET", "/me").status, 401, "the planted one ended")
        invented = Forged("griot=" + "a" * 43 + "." + "b" * 43)
        self.assertEqual(self.ask_as(invented, "GET", "/api/v1/me", {"parameters": []}, None)[0], 401)

    def test_who_guesses_is_held_up(self):
        guess = {"email": "owner@x.y", "password": "not the password"}
        address = self.address()
        statuses = [self.browser(self.dashboard).send("POST", "/sign-in", guess, **address).status for _ in range(14)]
        self.assertEqual(statuses[:10], [401] * 10)
        self.assertEqual(set(statuses[10:]), {429})
        answer = self.browser(self.dashboard).send("POST", "/sign-in", guess | {"password": PASSWORD}, **address)
        self.assertEqual(answer.status, 429, "the right one waits too")
        self.assertGreater(int(answer.headers["Retry-After"]), 0)
        self.sign_in("owner@x.y")  # from elsewhere

    # What is no request of a client's library

    def raw(self, text):
        with socket.create_connection(("127.0.0.1", self.dashboard.port), timeout=20) as s:
            s.sendall(text)
            got = b""
            while piece := s.recv(65536):
                got += piece
        return got

    def test_no_path_leads_out_of_the_pages(self):
        secrets = (b"root:", b"GRIOT_", b"griot: 1", b"ELF")
        for path in ("/../../../../etc/passwd", "/welcome/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                     "/..%2f..%2f..%2fetc%2fpasswd", "/%252e%252e/etc/passwd", "//etc/passwd", "/./etc/passwd",
                     "/welcome.js/../../../etc/passwd", "/..\\..\\etc\\passwd", "/%5c..%5c..%5cetc/passwd",
                     "/welcome.js%00.png", "/_next/../../../../../etc/passwd", "/static/..%c0%af..%c0%afetc/passwd",
                     "/welcome.html", "/.env", "/settings.json", "/../settings.json", "/proc/self/environ",
                     "/_next/static/%2e%2e/%2e%2e/index.html/../../../../etc/hosts"):
            got = self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            status = int(got.split(b" ")[1])
            self.assertIn(status, (301, 302, 307, 308, 400, 404), f"{path}: {got[:200]}")
            for secret in secrets:
                self.assertNotIn(secret, got, path)

    def test_nothing_of_a_request_gets_into_headers(self):
        for target in ("/api/v1/me?x=%0d%0aSet-Cookie:%20evil=1", "/api/v1/overview?project=%0d%0aevil:1",
                       "/api/v1/people/%0d%0aevil:%201", "/%0d%0aevil:%201", "/welcome?%0d%0aevil:1"):
            got = self.raw(f"GET {target} HTTP/1.1\r\nHost: x\r\nCookie: {self.boss.cookie}\r\nConnection: close\r\n\r\n".encode())
            head = got.split(b"\r\n\r\n")[0]
            self.assertNotIn(b"\nevil", head.lower(), target)
            self.assertLess(int(got.split(b" ")[1]), 500, target)
        # The Host is not believed where an address is made of it for somebody's mail.
        got = self.raw(f"GET /api/v1/sources?project={self.project} HTTP/1.1\r\nHost: x\"\\<evil>\r\n"
                       f"Cookie: {self.boss.cookie}\r\nConnection: close\r\n\r\n".encode())
        self.assertIn(int(got.split(b" ")[1]), (200, 400), got)


class Forged:
    """A cookie whose signature is another's."""

    def __init__(self, cookie):
        self.cookie = cookie[:-4] + ("AAAA" if cookie[-4:] != "AAAA" else "BBBB")
