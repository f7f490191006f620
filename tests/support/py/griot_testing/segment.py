"""What tests of Segment's clients share."""
import os
import re
import uuid

from .case import Case
from .griot import PIPELINES, ROOT
from .program import Program, install_packages

CLIENTS = os.path.join(ROOT, "tests/e2e/clients/segment")
EVENT_IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "events.griot.dev")


class SegmentCase(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = install_packages(CLIENTS, os.path.join(cls.folder, "clients"))

    def started(self, **env):
        """A quickstart with the stage that the documentation shows, and a client with a key that it knows."""
        with open(os.path.join(ROOT, "docs/segment.md"), encoding="utf-8") as page:
            stage = re.search(r"(?m)^ {6}- id: segment\n( {8}.*\n)+", page.read()).group(0)
        with open(os.path.join(PIPELINES, "quickstart.yaml"), encoding="utf-8") as file:
            text = file.read()
        text, replaced = re.subn(r"(?m)^ {6}- id: segment\n( {8}.*\n)+", lambda _: stage, text)
        self.assertEqual(replaced, 1)
        griot = self.griot(self.pipeline(text), **env).start()
        return griot, self.client(griot)

    def program(self, script, griot, key):
        program = Program(self.clients, script, griot.url, key)
        self.addCleanup(program.end)
        return program

    def limited_key(self, griot, rate, burst):
        """A key that both doors know by now, with a bucket that nobody has drawn from at Segment's."""
        key = self.new_key()
        self.postgres.rows("update write_keys set rate = %s, burst = %s where project = %s", rate, burst, self.project)
        self.client(griot, key=key)
        return key

    def rows(self):
        """The project's events, each as a dictionary."""
        names = ["id", "name", "channel", "user_id", "anonymous_id", "properties", "context", "occurred_at",
                 "received_at"]
        rows = self.postgres.rows(f"select {', '.join(names)} from events where project = %s order by occurred_at, "
                                  "received_at", self.project)
        return [dict(zip(names, row)) for row in rows]

    def event_id(self, message_id):
        return str(uuid.uuid5(EVENT_IDS, f"{self.project}\x1fclient\x1f{message_id}"))
