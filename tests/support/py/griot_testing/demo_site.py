"""A griot with an invented business and an owner who is signed in: for tests of the web app, and to look at it.

    GRIOT_BUILD=build/test PYTHONPATH=tests/support/py python3 -m griot_testing.demo_site --users 500 --days 30

keeps one until Ctrl-C, and prints its address and a cookie.
"""
import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import threading

from .client import Client
from .griot import PIPELINES, Griot, write_pipeline
from .process import wait_for
from .servers import Postgres, Redis

EMAIL, PASSWORD = "owner@example.com", "correct horse battery"
SECRETS = {"GRIOT_WHATSAPP_SECRET": "a-secret-for-tests", "GRIOT_WHATSAPP_VERIFY_TOKEN": "a-token-for-tests"}


class DemoSite:
    """Servers and a griot of its own, until `end()`. The demo is told into the project `demo`. `pipeline`: another
    than the quickstart's, as text."""

    def __init__(self, port=None, pipeline=None):
        self.folder = tempfile.mkdtemp(prefix="griot-web-")
        self.redis, self.postgres = Redis(self.folder), Postgres()
        self.griot, self.cookie, self._port = None, None, port
        self.pipeline = os.path.join(PIPELINES, "quickstart.yaml")
        if pipeline:
            self.pipeline = write_pipeline(self.folder, "pipeline.yaml", pipeline)

    def start(self):
        starting = [threading.Thread(target=server.start) for server in (self.redis, self.postgres)]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        env = {"GRIOT_PG": self.postgres.url, "GRIOT_REDIS": self.redis.url} | SECRETS
        self.griot = Griot(os.path.join(self.folder, "griot"), [self.pipeline], env)
        if self._port:
            self.griot.port, self.griot.url = self._port, f"http://127.0.0.1:{self._port}"
            self.griot.env["GRIOT_LISTEN"] = f"127.0.0.1:{self._port}"
        self.griot.start()
        return self

    @property
    def url(self):
        return self.griot.url

    def tell(self, users=500, days=30, seed=1, **more):
        """Plays the demo, and waits until the reports have all of it: what is true of it."""
        file = os.path.join(self.folder, "truth.json")
        words = ["--users", str(users), "--days", str(days), "--seed", str(seed), "--json", file]
        for name, value in more.items():
            words += ["--" + name, str(value)]
        done = self.griot.command("demo", *words, env={"GRIOT_URL": self.url}, timeout=600)
        assert done.returncode == 0, done.stderr
        with open(file, encoding="utf-8") as written:
            truth = json.load(written)
        self.wait_rolled()
        return truth

    def wait_rolled(self):
        wait_for("the reports to have all of it", self._rolled, 600)
        self.postgres.rows("analyze")  # as autovacuum does, within a minute

    def _rolled(self):
        return self.postgres.one("select not exists (select from events e, rollup_state s where e.tx >= s.up_to) "
                                 "and not exists (select from rollup_dirty)")

    def first_link(self):
        done = self.griot.command("user", "link")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sign_in(self):
        """The first owner, made by the printed link; keeps the cookie for `ask`."""
        token = self.first_link().partition("#")[2]
        self._post("/links/use", {"token": token, "password": PASSWORD, "email": EMAIL, "name": "Owner"})

    def _post(self, path, body):
        with Client(self.url) as client:
            answer = client.request("POST", "/api/v1" + path, json.dumps(body),
                                    {"Content-Type": "application/json", "Origin": self.url})
        assert answer.status == 200, answer
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def ask(self, path):
        """What the API answers to the owner."""
        with Client(self.url) as client:
            answer = client.get("/api/v1" + path, {"Cookie": self.cookie})
        assert answer.status == 200, (path, answer)
        return answer.json

    def end(self):
        if self.griot is not None and self.griot.process.alive:
            self.griot.stop()
        self.redis.kill9()
        self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parse = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parse.add_argument("--users", type=int, default=500)
    parse.add_argument("--days", type=int, default=30)
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--port", type=int)
    said = parse.parse_args()
    site = DemoSite(said.port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit())
    try:
        site.start()
        site.tell(said.users, said.days, said.seed)
        site.sign_in()
        print(f"{site.url}\nsign in at {site.url}/welcome as {EMAIL} with {PASSWORD!r}\ncookie: {site.cookie}",
              flush=True)
        signal.pause()
    finally:
        site.end()


if __name__ == "__main__":
    main()
