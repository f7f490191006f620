"""Messages, chats and waits by their definition (docs/semantics.md §§1, 4, 5), slow and plain: one event after the
other, with a clock that runs from one to the next. Written from the text alone."""
import datetime
import functools
import zoneinfo

SECOND = 10**6
DAY = 86400 * SECOND
THREE_DAYS = 3 * DAY
RECEIPTS = {"message.delivered": "delivered_at", "message.read": "read_at", "message.failed": "failed_at"}
MARKS = {"chat.opened": 0, "chat.assigned": 5, "agent.handoff": 5, "chat.resolved": 6}
TOLD = ("chat_id business_number user_id agent_id template content_type campaign_id category sender error_code "
        "reply_to").split()
TIMES = "received_at sent_at delivered_at read_at failed_at".split()


class Event:
    """`at`: microseconds since 1970. The id is the text of a UUID, the user None where unknown."""

    def __init__(self, id, project, source, name, user, at, properties):
        self.id, self.project, self.source, self.name = id, project, source, name
        self.user, self.at, self.properties = user, at, properties

    def text(self, *names):
        for name in names:
            value = self.properties.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
            if isinstance(value, str) and 0 < len(value.encode()) <= 512:
                return value
        return None

    def head(self, id):
        return (id or "").split(":")[0].lower()

    @property
    def person(self):
        return self.user if self.user and self.head(self.user) not in ("system", "bot", "agent") else None

    @property
    def message(self):
        """Which message it tells of; None: of none."""
        id = self.text("messageId")
        if self.name in RECEIPTS:
            return id
        if self.name not in ("message.received", "message.sent"):
            return None
        if self.properties.get("contentType") in ("reaction", "system"):
            return None
        if self.name == "message.received" and self.user and not self.person:
            return None
        return id or self.id

    @functools.cached_property
    def tells(self):
        """All that it says of its message; asked once for each trait, and by far what takes longest to make."""
        agent = self.text("agentId")
        sender = "agent" if self.properties.get("origin") == "phone_app" else None
        kind = self.properties.get("senderType")
        if self.head(agent) == "system" or kind in ("automation", "system", "workflow") \
                or self.properties.get("automation") is True or self.text("automationId", "automationRuleId"):
            sender = "automation"
        if self.head(agent) == "bot" or kind in ("bot", "agent_bot", "captain_assistant", "assistant", "ai"):
            sender = "bot"
        return {"chat_id": self.text("chatId"), "business_number": self.text("businessNumber"),
                "user_id": self.person, "agent_id": None if self.head(agent) in ("bot", "system") else agent,
                "template": self.text("templateId", "templateName"), "content_type": self.text("contentType"),
                "campaign_id": self.text("campaignId"), "category": self.text("category"), "sender": sender,
                "error_code": self.text("errorCode"), "reply_to": self.text("replyTo")}


class Message(dict):
    def __getattr__(self, name):
        return self[name]

    @property
    def inbound(self):
        return self.received_at is not None

    @property
    def at(self):
        if self.inbound:
            return self.received_at
        first = [self[t] for t in ("sent_at", "failed_at") if self[t] is not None]
        return min(first or [self[t] for t in ("delivered_at", "read_at") if self[t] is not None])

    @property
    def campaign(self):
        return not self.inbound and (self.campaign_id is not None or self.category == "marketing")

    @property
    def answered_by(self):
        if self.inbound or self.sent_at is None or self.campaign:
            return None
        if self.sender == "bot":
            return "bot"
        if self.sender == "automation":
            return None
        if self.agent_id or self.sender == "agent":
            return "agent"
        return None if self.template or self.category not in (None, "service") else "unknown"

    @property
    def chat(self):
        if self.chat_id:
            return (self.project, self.chat_id, None, None)
        return (self.project, None, self.business_number, self.user_id) if self.user_id else None


def messages(events):
    """{(project, message id): Message}"""
    heard = {}
    for event in events:
        if event.message is not None:
            heard.setdefault((event.project, event.message), []).append(event)
    made = {}
    for (project, id), list in heard.items():
        row = Message(project=project, message_id=id, replied_at=None, credited_to=None)
        row |= {t: None for t in TIMES}
        for event in list:
            name = RECEIPTS.get(event.name) or event.name.split(".")[1] + "_at"
            row[name] = event.at if row[name] is None else min(row[name], event.at)
        for trait in TOLD:
            known = [(e.source, e.tells[trait]) for e in list if e.tells[trait] is not None]
            row[trait] = min(known)[1] if known else None
        made[project, id] = row
    credit(made)
    return made


def credit(made):
    sent_to = {}
    for message in made.values():
        if not message.inbound:
            sent_to.setdefault((message.project, message.user_id), []).append(message)
    for reply in made.values():
        if not reply.inbound or reply.user_id is None:
            continue
        mine = [m for m in sent_to.get((reply.project, reply.user_id), []) if m.at < reply.at <= m.at + THREE_DAYS]
        quoted = [m for m in mine if m.message_id == reply.reply_to]
        campaigns = sorted((m.at, m.message_id) for m in mine if m.campaign and m.failed_at is None)
        if quoted or campaigns:
            to = quoted[0] if quoted else made[reply.project, campaigns[-1][1]]
            reply["credited_to"] = to.message_id
            to["replied_at"] = min(to.replied_at or reply.at, reply.at)


class Chat:
    """One chat, as it goes. `openings`, `waits` and `resolutions` are what it has come to."""

    def __init__(self, key, hours=None):
        self.key, self.hours = key, hours
        self.silent = key[1] is None
        self.now = self.wait = None
        self.openings, self.waits, self.resolutions = [], [], []

    def run(self, items):
        for at, rank, id, item in sorted(items, key=lambda i: i[:3]):
            self.pass_time(at)
            self.take(at, rank, id, item)
        for opening in self.openings:
            opening["waiting_since"] = None
        if self.wait:
            self.now["waiting_since"] = self.wait["waiting_since"]
        return self

    def pass_time(self, at):
        silence = self.silent and self.now and self.now["last_message_at"] + DAY
        if self.wait and self.wait["waiting_since"] + DAY <= at:
            due = self.wait["waiting_since"] + DAY
            self.end_wait("silence" if due == silence else "missed", due)
        if silence and silence <= at:
            self.now.update(closed_at=silence, closed_by="silence")
            self.now = None

    def end_wait(self, how, at):
        self.wait.update(ended=how, ended_at=at)
        self.wait = None

    def open(self, at, by):
        self.now = dict(opened_at=at, opened_by=by, closed_at=None, closed_by=None, chat_id=self.key[1],
                        business_number=self.key[2], user_id=self.key[3], messages_in=0, messages_out=0,
                        last_message_at=at, first_assigned_at=None, first_agent=None, queue_seconds=None,
                        handed_over_at=None, first_response_at=None, first_response_by=None,
                        first_response_agent=None, first_response_seconds=None,
                        first_response_business_seconds=None)
        self.openings.append(self.now)

    def take(self, at, rank, id, item):
        if rank == 6:
            self.resolve(at, id, item)
            return
        if self.now is None and rank in (0, 1):
            self.open(at, "message" if rank else "chat.opened")
        if self.now is None:
            return
        for member, value in (("user_id", item["user_id"]), ("business_number", item["business_number"])):
            if not self.silent and self.now[member] is None:
                self.now[member] = value
        if rank < 5:
            self.now["last_message_at"] = at
        if rank == 1:
            self.now["messages_in"] += 1
            if self.wait is None:
                self.wait = dict(opened_at=self.now["opened_at"], waiting_since=at, ended=None, ended_at=None,
                                 answered_at=None, seconds=None, business_seconds=None, answered_by=None,
                                 agent_id=None, answer=None, first=False)
                self.waits.append(self.wait)
        elif rank == 2:
            self.now["messages_out"] += 1
            if item.answered_by in ("agent", "unknown") and self.wait:
                self.answer(at, id, item)
        elif item["kind"] == "agent.handoff":
            self.now["handed_over_at"] = at
        elif item["kind"] == "chat.assigned":
            if self.now["first_assigned_at"] is None:
                self.now["first_assigned_at"] = at
                if self.wait:
                    self.now["queue_seconds"] = (at - self.wait["waiting_since"]) / SECOND
            self.now["first_agent"] = self.now["first_agent"] or item["agent_id"]

    def answer(self, at, id, item):
        since = self.wait["waiting_since"]
        self.wait.update(answered_at=at, seconds=(at - since) / SECOND, answered_by=item.answered_by,
                         business_seconds=self.business(since, at), agent_id=item.agent_id, answer=id,
                         first=self.now["first_response_at"] is None)
        if self.wait["first"]:
            counted = max(since, self.now["handed_over_at"] or since)
            self.now.update(first_response_at=at, first_response_by=item.answered_by,
                            first_response_agent=item.agent_id, first_response_seconds=(at - counted) / SECOND,
                            first_response_business_seconds=self.business(counted, at))
        self.end_wait("answer", at)

    def resolve(self, at, id, item):
        opened = self.now and self.now["opened_at"]
        self.resolutions.append(dict(
            id=id, resolved_at=at, opened_at=opened, seconds=(at - opened) / SECOND if self.now else None,
            business_seconds=self.business(opened, at) if self.now else None, provider_seconds=item["seconds"],
            outcome=item["outcome"], agent_id=item["agent_id"]))
        if self.now is None:
            return
        for member in ("user_id", "business_number"):
            if not self.silent and self.now[member] is None:
                self.now[member] = item[member]
        if self.wait:
            self.end_wait("resolved", at)
        self.now.update(closed_at=at, closed_by="resolved")
        self.now = None

    def business(self, since, until):
        return None if not self.hours else business_seconds(*self.hours, since, until)


def business_seconds(zone, hours, since, until):
    """Minute by minute would be plainer still, and takes a month for a year."""
    zone, total = zoneinfo.ZoneInfo(zone), 0.0
    since, until = since / SECOND, until / SECOND
    day = datetime.datetime.fromtimestamp(since, zone).date() - datetime.timedelta(days=1)
    while datetime.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() <= until:
        for begin, end in hours.get("mon tue wed thu fri sat sun".split()[day.weekday()], []):
            lo, hi = (moment(day, text, zone) for text in (begin, end))
            total += max(0.0, min(hi, until) - max(lo, since))
        day += datetime.timedelta(days=1)
    return total


def moment(day, text, zone):
    hour, minute = map(int, text.split(":"))
    naive = datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(hours=hour, minutes=minute)
    return naive.replace(tzinfo=zone).timestamp()


def chats(events, hours=None):
    """[Chat]; `hours`: (time zone, business hours) of the project."""
    items = {}
    for message in messages(events).values():
        if message.chat and (message.inbound or message.sent_at is not None):
            items.setdefault(message.chat, []).append(
                (message.at, 1 if message.inbound else 2, message.message_id, message))
    for event in events:
        if event.name not in MARKS:
            continue
        chat, told = event.text("chatId"), event.tells
        if not chat and not told["user_id"]:
            continue
        key = (event.project, chat, None, None) if chat else (
            event.project, None, told["business_number"], told["user_id"])
        seconds = event.properties.get("resolutionTime")
        good = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= 1e12
        items.setdefault(key, []).append((event.at, MARKS[event.name], event.id, dict(
            told, kind=event.name, seconds=float(seconds) if good else None, outcome=event.text("outcome"))))
    return [Chat(key, hours).run(list) for key, list in items.items()]
