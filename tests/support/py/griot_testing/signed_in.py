"""People at browsers: signing in by links, with a cookie, as pages of griot's own."""
import json

from .client import Client

PASSWORD = "correct horse battery"


class Browser:
    """A client that keeps its cookie, as a page of griot's own."""

    def __init__(self, url):
        self.client, self.url, self.cookie = Client(url), url, None

    def send(self, method, path, body=None, **headers):
        wanted = {"Origin": self.url}
        if self.cookie:
            wanted["Cookie"] = self.cookie
        if body is not None:
            wanted["Content-Type"] = "application/json"
            body = json.dumps(body)
        self.client.close()  # as a browser, it does not mind that one was idle for too long
        answer = self.client.request(method, "/api/v1" + path, body, wanted | headers)
        if answer.headers["Set-Cookie"]:
            pair = answer.headers["Set-Cookie"].split(";")[0]
            self.cookie = None if pair.endswith("=") else pair
        return answer


class People:
    """Of a Case: begins with nobody, and makes people of any role."""

    def nobody(self):
        # One griot's users are everybody's: each test begins with nobody.
        if self.postgres.one("select to_regclass('users') is not null"):
            for table in ("users", "sign_in_links"):
                self.postgres.rows(f"delete from {table} returning 1")
            self.postgres.rows("update cookie_key set key = sha256(gen_random_uuid()::text::bytea) returning 1")

    def browser(self, griot):
        made = Browser(griot.url)
        self.addCleanup(made.client.close)
        return made

    def first_link(self, griot, *more):
        done = griot.command("user", "link", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def use(self, browser, link, **more):
        body = {"token": link.partition("#")[2], "password": PASSWORD} | more
        return browser.send("POST", "/links/use", body)

    def owner(self, griot):
        browser = self.browser(griot)
        answer = self.use(browser, self.first_link(griot), email="owner@x.y", name="Owner")
        self.assertEqual(answer.status, 200, answer)
        return browser

    def somebody(self, griot, role, project, email=None):
        """Signed in, with this role in this project."""
        done = griot.command("user", "add", email or f"{role}@x.y", "--role", role, "--project", project)
        self.assertEqual(done.returncode, 0, done.stderr)
        browser = self.browser(griot)
        self.assertEqual(self.use(browser, done.stdout.strip()).status, 200)
        return browser
