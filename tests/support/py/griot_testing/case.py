"""The test case that end-to-end tests derive from."""
import hashlib
import os
import shutil
import tempfile
import threading
import unittest
import uuid

from .client import Client
from .griot import PIPELINES, Griot, write_pipeline
from .process import wait_for
from .servers import Postgres, Redis

# The long forms of the tests: ./test --long
LONG = os.environ.get("GRIOT_LONG") == "1"

SECRET, TOKEN = "a-secret-for-tests", "a-token-for-tests"


def repeats(short, long):
    return long if LONG else short


def in_time(what, check, seconds=30):
    """Waits until check() is true, and fails with `what` when it is not in time."""
    return wait_for(what, check, seconds)


class Case(unittest.TestCase):
    """A Redis and a Postgres a class; griot processes a test. Tests share the servers, so each uses
    projects of its own (`self.project`) and counts only these."""

    maxDiff = None
    redis_settings = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="griot-e2e-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.redis, cls.postgres = Redis(cls.folder, **cls.redis_settings), Postgres()
        cls.addClassCleanup(cls.postgres.remove)
        cls.addClassCleanup(cls.redis.kill9)
        starting = [threading.Thread(target=server.start) for server in (cls.redis, cls.postgres)]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()

    def setUp(self):
        self._started = 0
        self.new_project()

    def new_project(self):
        self.project = "p" + uuid.uuid4().hex[:10]

    @property
    def env(self):
        return {"GRIOT_PG": self.postgres.url, "GRIOT_REDIS": self.redis.url, "GRIOT_WHATSAPP_SECRET": SECRET,
                "GRIOT_WHATSAPP_VERIFY_TOKEN": TOKEN}

    def griot(self, *files, **env):
        """A griot that is not started yet; ended with the test. Files are those of pipelines/, or whole
        paths."""
        self._started += 1
        folder = os.path.join(self.folder, f"{self.id().rpartition('.')[2]}-{self._started}")
        files = [os.path.join(PIPELINES, file) for file in files or ["quickstart.yaml"]]
        made = Griot(folder, files, self.env | env)
        self.addCleanup(self._end, made)
        return made

    def _end(self, griot):
        # A clean end gives its partitions back at once; the next griot waits out the lease of a dead one.
        if griot.process.alive:
            self.assertEqual(griot.stop(), 0, griot.process.tail())

    def pipeline(self, text, name="pipeline.yaml"):
        """A pipeline file of this test's own: its path."""
        folder = tempfile.mkdtemp(dir=self.folder)
        return write_pipeline(folder, name, text)

    def quickstart(self, **env):
        """A running quickstart and a client with a key of `self.project`, which is known by now."""
        griot = self.griot(**env).start()
        return griot, self.client(griot)

    def new_key(self, project=None, kind="write"):
        """A key of the project, which is made if need be. The tables must be there."""
        project = project or self.project
        key = kind[0] + "k_" + uuid.uuid4().hex
        self.postgres.rows("insert into projects (id) values (%s) on conflict do nothing", project)
        self.postgres.rows("insert into write_keys (hash, project, prefix, kind) values (%s, %s, %s, %s)",
                           hashlib.sha256(key.encode()).hexdigest(), project, key[:9], kind)
        return key

    def import_key(self, griot, key=None):
        """A key of `self.project` that the door for the past knows by now."""
        key = key or self.new_key(kind="import")
        with Client(griot.url) as client:
            def known():
                return client.request("POST", "/v1/import", "\n", {"X-Write-Key": key}).status == 200
            in_time("the key to be known", known)
        return key

    def client(self, griot, project=None, key=None):
        """A client of a running griot, whose key it takes."""
        key = key or self.new_key(project)
        client = Client(griot.url, key=key, secret=SECRET)
        self.addCleanup(client.close)
        in_time("the key to be known", lambda: client.capture([]).status == 200)
        return client

    def wait_settled(self, griot, seconds=30):
        """Until nothing is in flight and the ledger balances: the ledger."""
        last = {}

        def check():
            last.update(griot.ledger())
            return last["balanced"] and last["total"]["in_flight"] == 0
        try:
            in_time("everything to settle", check, seconds)
        except AssertionError as e:
            state = "runs" if griot.process.alive else f"ended with {griot.process.child.returncode}"
            open_lines = [line for line in last.get("lines", []) if line["in_flight"] != 0]
            raise AssertionError(f"{e}; open: {open_lines}; troubles: {last.get('troubles')}; griot {state}, its log "
                                 f"ends\n{griot.process.tail()}") from None
        return last

    def count(self, project=None):
        return self.postgres.one("select count(*) from events where project = %s", project or self.project)

    def wait_count(self, count, project=None, seconds=30):
        in_time(f"{count} rows, found {self.count(project)}", lambda: self.count(project) >= count, seconds)
        self.assertEqual(self.count(project), count)

    def whatsapp_pipeline(self, name="quickstart.yaml"):
        """A file of pipelines/ with `self.project` as the project of all business numbers."""
        with open(os.path.join(PIPELINES, name), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("project: default", text)
        return self.pipeline(text.replace("project: default", "project: " + self.project))
