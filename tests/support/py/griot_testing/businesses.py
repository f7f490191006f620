"""Five invented businesses whose course is known, for reading the Overview's first screen as somebody would who has
never seen it: better or worse, by how much, why, who waits, and can the numbers be trusted."""
import dataclasses
import datetime
import random
import uuid

DAYS = 70
RANGE = 28
DAY = 86400
STOPPED = 10  # days


def always(_age):
    return 1.0


def ramp(most):
    """From as much as ever to so much, day by day of the range."""
    return lambda age: 1 + (most - 1) * max(0, RANGE - age) / RANGE


def lately(factor):
    """What the range's days have of what there was before."""
    return lambda age: factor if age < RANGE else 1.0


@dataclasses.dataclass
class Business:
    name: str
    web: object = always  # how many new visitors come `age` days ago, as a factor
    chats: object = always
    answer: object = always  # how long answers take
    visitors: int = 30  # new ones a day
    customers: int = 12  # who write, a day
    waiting: tuple = ()  # since how many hours each customer waits who does so now
    silent: str = None  # the door through which nothing has come for STOPPED days


BUSINESSES = [
    Business("Amani Crafts", web=ramp(2.6), waiting=(3.2, 1.1)),
    Business("Baraka Foods", chats=ramp(0.1), visitors=16, customers=24),
    Business("Chui Outdoor", web=lambda age: 0 if age < STOPPED else 1.0, waiting=(0.6,), silent="web"),
    Business("Dalili Books", answer=lately(9), waiting=(22.5, 19.1, 17.3, 12.2, 9.4, 8.1, 6.6, 5.2, 3.7, 2.4, 1.3)),
    Business("Faida Textiles", visitors=14, customers=6),
]


class Life:
    """What has happened in one business until `now` (seconds since 1970), as doors are told it."""

    def __init__(self, business, seed, now):
        self.business, self.now, self.rng = business, now, random.Random(f"{business.name} {seed}")
        self.today = now - now % DAY  # the projects' days are UTC's
        self.web, self.chat = [], []  # bodies, by door
        self.seen = []  # (who, when): people's own
        self.phones = 0
        for age in reversed(range(DAYS)):
            self.day(age)
        for hours in business.waiting:
            self.writes(self.phone(), now - int(hours * 3600), answered=False)
        # Neither door is silent unless it shall be.
        for minutes in range(2, 30, 7):
            if business.silent != "web":
                self.page("last" + str(minutes), now - minutes * 60, "/")
            self.writes(self.phone(), now - minutes * 60, wait=40)

    def about(self, mean):
        return max(0, round(self.rng.gauss(mean, mean ** 0.5))) if mean else 0

    def at(self, day):
        """A time of the day at which people are awake; None where it is yet to come."""
        at = self.today - day * DAY + int(self.rng.triangular(5, 22, 14) * 3600)
        return at if at < self.now - 1800 else None

    def day(self, age):
        b = self.business
        for n in range(self.about(b.visitors * b.web(age))):
            who = f"v{age}-{n}"
            for later in [0] + [self.rng.randint(1, 20) for _ in range(self.rng.randint(0, 2))]:
                stopped = b.silent == "web" and age - later < STOPPED
                if age >= later and not stopped and (at := self.at(age - later)):
                    self.visit(who, at)
        for _ in range(self.about(b.customers * b.chats(age))):
            if at := self.at(age):
                wait = int(240 * self.rng.lognormvariate(0, 0.8) * b.answer(age))
                self.writes(self.phone(), at, wait=min(wait, self.now - at - 60))

    def phone(self):
        self.phones += 1
        return f"+2547{self.phones:08}"

    def visit(self, who, at):
        for n in range(self.rng.randint(1, 4)):
            self.page(who, at + n * 50, self.rng.choice(["/", "/new", "/shop", "/about"]))
        if self.rng.random() < 0.06:
            self.told(self.web, "purchase", at + 300, {"total": 20, "currency": "KES"}, anonymousId=who)

    def page(self, who, at, path):
        self.seen.append((who, at))
        self.told(self.web, "page_view", at, {"path": path}, anonymousId=who)

    def writes(self, phone, at, wait=0, answered=True):
        chat = {"chatId": "c" + phone}
        self.seen.append((phone, at))
        self.told(self.chat, "message.received", at, {"messageId": "in" + phone, **chat}, userId=phone)
        if answered:
            sent = {"messageId": "out" + phone, "agentId": self.rng.choice(["asha", "brian"]), **chat}
            self.told(self.chat, "message.sent", at + wait, sent, userId=phone)

    def told(self, door, name, at, properties, **who):
        moment = datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        channel = "web" if door is self.web else "whatsapp"
        door.append({"messageId": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), "event": name,
                     "properties": properties, "context": {"channel": channel}, "timestamp": moment, **who})

    # What is true of it

    def people(self, of=""):
        """Who was active in the range, and in the days before until the same time of day."""
        begins = self.today - (RANGE - 1) * DAY
        both = []
        for shift in (0, RANGE * DAY):
            both.append(len({who for who, at in self.seen if begins - shift <= at < self.now - shift
                             and (not of or who.startswith("+") == (of == "whatsapp"))}))
        return both

    def truth(self):
        """The five answers, for people to hold theirs against."""
        now, before = self.people()
        change = (now - before) / before
        counted = {of: self.people(of) for of in ("web", "whatsapp")}
        by = {of: last - first for of, (last, first) in counted.items()}
        same = abs(change) < 0.05 or abs(now - before) < 2 * (now + before) ** 0.5
        most = max(by, key=lambda of: by[of] * (1 if change > 0 else -1))
        slow = self.business.answer(0) > 1
        waiting = self.business.waiting
        return {
            "people": now, "change": change, "channel": None if same else most, "slow": slow, "silent": self.business.silent,
            "waits": len(waiting), "longest_hours": max(waiting, default=None),
            "better or worse": ("worse: as many people, but slower answers" if slow else "about the same") if same
                               else "better" if change > 0 else "worse",
            "by how much": f"{change:+.0%} people ({now} against {before})",
            "why": "answers take far longer" if slow else "nothing moved" if same else
                   f"{most}: {by[most]:+} people" + (f"; nothing comes from {self.business.silent} any more" if self.business.silent else ""),
            "who waits": f"{len(waiting)}, the longest for {max(waiting)} h" if waiting else "nobody",
            "can it be trusted": f"no: {self.business.silent} is silent for {STOPPED} days" if self.business.silent else "yes"}
