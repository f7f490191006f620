"""What reports must say, slow and plain: from a list of events (session_oracle.Event) and the definitions of
docs/semantics.md alone. Times are microseconds since 1970."""
import datetime
import zoneinfo

from . import conversation_oracle
from .session_oracle import dig, human, said, sessions

MESSAGE_CHANNELS = {"whatsapp", "sms", "rcs"}
SECOND = 10**6
DAY = 86400 * SECOND


def typed(channel, user):
    if user.startswith("+") or (channel in MESSAGE_CHANNELS and user.isdigit()):
        return "phone:+" + user.lstrip("+")
    return ("email:" + user.lower()) if "@" in user else "account:" + user


def identifier(event):
    """By which an event's person is found; None: nobody's."""
    if event.user is not None:
        return typed(event.channel, event.user) if human(event.user) else None
    return "anonymous:" + event.anonymous if event.anonymous is not None else None


def shown(event):
    """All that belongs together by one event."""
    if event.user is not None and not human(event.user):
        return []
    first = identifier(event)
    all = [first] if first else []
    if event.anonymous is not None:
        all.append("anonymous:" + event.anonymous)
    traits = event.properties.get("traits", {}) if event.name == "identify" else {}
    if traits.get("email"):
        all.append("email:" + traits["email"].lower())
    return all


def persons(events):
    """{identifier: a name of its person}"""
    parent = {}

    def root(i):
        while parent.setdefault(i, i) != i:
            i = parent[i]
        return i
    for event in events:
        all = shown(event)
        for other in all:
            parent[root(other)] = root(all[0])
    return {i: root(i) for i in list(parent)}


def percentile(values, p):
    """percentile_cont"""
    if not values:
        return None
    values, at = sorted(values), p * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def ratio(part, whole):
    return part / whole if whole else None


class World:
    """A project with all that happened in it."""

    def __init__(self, events, zone="UTC", week_start=1):
        self.events = sorted(events, key=lambda e: e.order)
        self.zone, self.week_start = zoneinfo.ZoneInfo(zone), week_start
        self.known = persons(self.events)
        self.with_events = sessions(self.events)
        self.sessions = [row for row, _ in self.with_events]
        told = [conversation_oracle.Event(e.id, e.project, "collect/web", e.name, e.user, e.at, e.properties)
                for e in self.events]
        self.messages = list(conversation_oracle.messages(told).values())
        self.chats = conversation_oracle.chats(told)
        self.first_own = {}
        for event in self.events:
            who = self.person(event)
            if event.own and who:
                self.first_own.setdefault(who, event.at)

    def use_goals(self, goals):
        """Predicates over events: what converts from now on."""
        by_id = {e.id: e for e in self.events}
        for row, ids in self.with_events:
            row["converted"] = any(goal(by_id[id]) for id in ids for goal in goals)

    def person(self, event):
        return self.known.get(identifier(event))

    # Time

    def local(self, at):
        return datetime.datetime.fromtimestamp(at // SECOND, self.zone)

    def midnight(self, day):
        naive = datetime.datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return int(naive.timestamp()) * SECOND

    def days(self, first, last):
        """[first, last] as an instant range."""
        return self.midnight(first), self.midnight(last + datetime.timedelta(days=1))

    def part(self, at, granularity):
        """What names the hour, day, week or month of a moment."""
        local = self.local(at)
        if granularity == "hour":
            return local.strftime("%Y-%m-%dT%H:00:00") + offset(local)
        day = local.date()
        if granularity == "week":
            day -= datetime.timedelta(days=(day.isoweekday() - self.week_start) % 7)
        elif granularity == "month":
            day = day.replace(day=1)
        return day.isoformat()

    # Events

    def those(self, begins, ends, **filters):
        return [e for e in self.events if begins <= e.at < ends and matches(e, filters)]

    def people(self, events):
        return {self.person(e) for e in events} - {None}

    def cards(self, begins, ends, **filters):
        events = self.those(begins, ends, **filters)
        own = [e for e in events if e.own]
        active = self.people(own)
        identified = {self.known[i] for i in self.known if not i.startswith("anonymous:")}
        new = sum(begins <= at < ends for at in self.first_own.values())
        return {**self.session_summary(begins, ends, **filters), "events": len(events), "own_events": len(own),
                "active_people": len(active), "new_people": None if filters else new,
                "identified_people": len(active & identified), "anonymous_people": len(active - identified)}

    def split(self, begins, ends, dim, **filters):
        """{value: (people, events, own events)}"""
        found = {}
        for event in self.those(begins, ends, **filters):
            value = attribute(event, dim)
            if value is not None:
                found.setdefault(value, []).append(event)
        every = dim in ("name", "page") or "name" in filters
        return {value: (len(self.people([e for e in all if e.own or every])), len(all), sum(e.own for e in all))
                for value, all in found.items()}

    # Sessions

    def those_sessions(self, begins, ends, **filters):
        return [s for s in self.sessions if begins <= s["first_at"] < ends
                and all(s[name] == value for name, value in filters.items())]

    def session_summary(self, begins, ends, **filters):
        return summary(self.those_sessions(begins, ends, **filters))

    # Messages

    def totals(self, begins, ends, now):
        mine = [m for m in self.messages if begins <= m.at < ends]
        out = [m for m in mine if not m.inbound]
        waits = [w for c in self.chats for w in c.waits if begins <= w["waiting_since"] < ends]
        samples = [w["seconds"] for w in waits if w["ended"] == "answer"]
        agents = [w["seconds"] for w in waits if w["ended"] == "answer" and w["answered_by"] == "agent"]
        resolved = [r for c in self.chats for r in c.resolutions if begins <= r["resolved_at"] < ends]
        times = [r["seconds"] for r in resolved if r["seconds"] is not None]
        openings = [o for c in self.chats for o in c.openings if begins <= o["opened_at"] < ends]
        lengths = [o["messages_in"] + o["messages_out"] for o in openings]
        phones = {}
        for event in self.events:
            for one in shown(event):
                if one.startswith("phone:"):
                    phones.setdefault(one, event.at)
        reads = [m for m in out if outcome(m, 3)]
        received = [e for e in self.those(begins, ends) if e.name == "message.received"]
        sent = [e for e in self.those(begins, ends) if e.name == "message.sent"]
        return {
            "received": len(mine) - len(out), "attempted": len(out), "sent": sum(outcome(m, 1) for m in out),
            "delivered": sum(outcome(m, 2) for m in out), "read": len(reads),
            "replied": sum(m.replied_at is not None for m in out), "clicked": 0,
            "failed": sum(m.failed_at is not None and not outcome(m, 2) for m in out),
            "delivery_rate": ratio(sum(outcome(m, 2) for m in out), len(out)),
            "read_rate": ratio(len(reads), sum(outcome(m, 2) for m in out)),
            "reply_rate": ratio(sum(m.replied_at is not None for m in out), len(out)),
            "new_contacts": sum(begins <= at < ends for at in phones.values()),
            "answered": len(samples), "median_response_seconds": percentile(samples, 0.5),
            "p90_response_seconds": percentile(samples, 0.9),
            # What nothing has ended was missed a day later.
            "missed": sum(w["ended"] in ("missed", "silence") or w["ended"] is None and w["waiting_since"] + DAY <= now
                          for w in waits),
            "resolved_unanswered": sum(w["ended"] == "resolved" for w in waits),
            "within_target_share": ratio(sum(s <= 300 for s in samples), len(samples)),
            "by_agents": len(agents), "median_agent_seconds": percentile(agents, 0.5),
            "p90_agent_seconds": percentile(agents, 0.9), "resolutions": len(resolved),
            "median_resolution_seconds": percentile(times, 0.5), "p90_resolution_seconds": percentile(times, 0.9),
            "conversations": len(openings), "median_conversation_length": percentile(lengths, 0.5),
            "contacts": len(self.people(received)), "reached": len(self.people(sent))}


def outcome(message, step):
    """1 sent, 2 delivered, 3 read: what came later implies it."""
    times = [message.sent_at, message.delivered_at, message.read_at, message.replied_at]
    return any(t is not None for t in times[step - 1:])


def summary(those):
    engaged = [s for s in those if s["engaged"]]
    lengths = [(s["last_own_at"] - s["first_own_at"]) / SECOND for s in engaged if s["own_count"] > 1]
    single = sum(s["own_count"] == 1 for s in engaged)
    converted = sum(s["converted"] for s in engaged)
    return {"sessions": len(those), "engaged_sessions": len(engaged), "converted_sessions": converted,
            "conversion_rate": ratio(converted, len(engaged)), "median_seconds": percentile(lengths, 0.5),
            "p90_seconds": percentile(lengths, 0.9),
            "events_per_session": ratio(sum(s["event_count"] for s in engaged), len(engaged)),
            "single_event_share": ratio(single, len(engaged))}


def offset(local):
    minutes = int(local.utcoffset().total_seconds()) // 60
    return ("-" if minutes < 0 else "+") + f"{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def attribute(event, dim):
    p, c = event.properties, event.context
    if dim == "name":
        return event.name
    if dim == "channel":
        return event.channel
    if dim == "country":
        return said(dig(c, "geo", "country"), c.get("country"), dig(c, "location", "country"), p.get("countryCode"))
    if dim == "campaign":
        return said(p.get("campaignId"), dig(c, "campaign", "name"), dig(c, "utm", "campaign"), p.get("utm_campaign"))
    if dim == "template":
        return said(p.get("templateId"), p.get("templateName"))
    if dim == "agent":
        return said(p.get("agentId"))
    if dim == "device":
        return said(dig(c, "device", "type"), c.get("deviceType"))
    if dim == "browser":
        return said(dig(c, "browser", "name"))
    if dim == "page":
        return event.node if event.name == "page_view" else None
    value = p
    for name in dim.removeprefix("property:").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if value is None or isinstance(value, str):
        return value
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def matches(event, filters):
    for name, value in filters.items():
        if name == "property":
            path, _, wanted = value.partition("=")
            if attribute(event, "property:" + path) != wanted:
                return False
        elif attribute(event, name) != value:
            return False
    return True
