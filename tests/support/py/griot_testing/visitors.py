"""Users whose sessions end and begin all the time, and which of their events are in a session together."""
import datetime
import random
import uuid

from .load import Load
from .process import wait_for

START = 1_760_000_000
STEPS = [1, 60, 600, 1799, 1801, 3600]


class Visitors(Load):
    """Users whose events are minutes and hours apart, so that sessions end and begin all the time, and
    some come late. `pace`: the seconds that each of them rests before a request. What was taken is kept."""

    def __init__(self, *args, seed, **more):
        super().__init__(*args, **more)
        self._random, self._at, self.pace, self.context, self.taken = random.Random(seed), {}, 0, {}, []

    def _send(self, client, number, sequence):
        self._ending.wait(self.pace)
        events, ids = [], []
        for i in range(self.batch):
            user = f"user-{number}-{self._random.randrange(20)}"
            self._at[user] = self._at.get(user, START) + self._random.choice(STEPS)
            late = self._random.choice(STEPS) if self._random.random() < 0.05 else 0
            at = datetime.datetime.fromtimestamp(self._at[user] - late, datetime.timezone.utc)
            ids.append(str(uuid.uuid4()))
            events.append({"event": "load", "userId": user, "messageId": ids[-1],
                           "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "context": self.context,
                           "properties": {"sequence": sequence * self.batch + i}})
        if client.capture(events).status != 200:
            return None
        self.taken += events
        return [("id", id) for id in ids]


def together(postgres, project):
    """Which events are in a session together, by user and number."""
    sessions = {}
    for session, user, number in postgres.rows(
            "select session_id, user_id, properties->>'sequence' from events_resolved where project = %s", project):
        sessions.setdefault(session, set()).add((user, number))
    return {frozenset(events) for events in sessions.values()}


class Visiting:
    """For a Chaos case."""

    def calmly(self, griot, load, seconds=120):
        """What the same events come to once more, in a project where nothing happens meanwhile."""
        calm = self.project + "-calm"
        with griot.client(self.new_key(calm)) as client:
            wait_for("the key to be known", lambda: client.capture([]).status == 200)
            for at in range(0, len(load.taken), 100):
                self.assertEqual(client.capture(load.taken[at:at + 100]).status, 200)
        self.wait_settled(griot, seconds)
        return together(self.postgres, calm)
