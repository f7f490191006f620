"""Clients that send all the time and remember what they were promised."""
import http.client
import threading
import uuid

from . import meta
from .client import Client


class Load:
    """`clients` threads, each one user who sends single events in order: web events and, every third
    time, a signed webhook. What is answered 200 is promised to be stored; what is not is given up, as a
    client does that is told to come back much later. Start and stop from one thread."""

    def __init__(self, url, key, secret, clients=4, batch=1, webhooks=True):
        self.urls = [url] if isinstance(url, str) else list(url)
        self.key, self.secret, self.batch, self.webhooks = key, secret, batch, webhooks
        self.promised, self.sent, self.refused = [], 0, 0
        self._ending, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(i,), daemon=True) for i in range(clients)]

    def start(self):
        for thread in self._threads:
            thread.start()
        return self

    def stop(self):
        self._ending.set()
        for thread in self._threads:
            thread.join(60)
            if thread.is_alive():
                raise AssertionError("a client of the load hangs: griot gave it no answer for 60 s")
        return self

    @property
    def count(self):
        with self._lock:
            return len(self.promised)

    def _run(self, number):
        clients = [Client(url, key=self.key, secret=self.secret, timeout=20) for url in self.urls]
        sequence = 0
        while not self._ending.is_set():
            sequence += 1
            client = clients[sequence % len(clients)]
            try:
                taken = self._send(client, number, sequence)
            except (OSError, http.client.HTTPException):
                taken = None
            with self._lock:
                self.sent += 1
                if taken:
                    self.promised += taken
                else:
                    self.refused += 1
            if not taken:
                self._ending.wait(0.05)
        for client in clients:
            client.close()

    def _send(self, client, number, sequence):
        """The marks of what was promised: (kind, key of the event)."""
        if self.webhooks and sequence % 3 == 0:
            wamid = f"wamid.{uuid.uuid4().hex}"
            user = f"2547{number:08d}"
            answer = client.webhook(meta.envelope(meta.said(meta.message(wamid, user))))
            return [("wamid", wamid)] if answer.status == 200 else None
        ids = [str(uuid.uuid4()) for _ in range(self.batch)]
        events = [{"event_name": "load", "user_id": f"user-{number}", "message_id": id,
                   "properties": {"sequence": sequence * self.batch + i}} for i, id in enumerate(ids)]
        answer = client.capture(events)
        return [("id", id) for id in ids] if answer.status == 200 else None

    def missing(self, postgres, project):
        """What was promised and is not stored. What is stored twice cannot be: see `doubled`."""
        ids = {str(id) for (id,) in postgres.rows("select id from events where project = %s", project)}
        wamids = {w for (w,) in postgres.rows(
            "select properties->>'messageId' from events where project = %s and channel = 'whatsapp'", project)}
        return [key for kind, key in self.promised if key not in (ids if kind == "id" else wamids)]

    @staticmethod
    def doubled(postgres, project):
        return postgres.rows("select id from events where project = %s group by id having count(*) > 1", project) + \
            postgres.rows("select properties->>'messageId' from events where project = %s and channel = 'whatsapp' "
                          "and name = 'message.received' group by 1 having count(*) > 1", project)
