"""What a demonstration's rows come to by docs/semantics.md, slow and plain: read from the table of events
alone, to be held against the truth that the generator knows."""
import bisect
from collections import defaultdict

DAY = 86_400.0
IDLE = 1_800.0
NOT_OWN = {"identify", "group", "alias", "contact.created", "campaign.sent", "agent.handoff", "csat.sent"}
OUTGOING = {"message.sent", "message.delivered", "message.read", "message.failed"}


class Row:
    """One event. `at`: seconds since 1970."""

    def __init__(self, channel, name, user, anonymous, at, properties):
        self.channel, self.name, self.user, self.anonymous = channel, name, user, anonymous
        self.at, self.properties = float(at), properties

    @property
    def own(self):
        if self.user == "system":
            return False
        if self.name in ("message.received", "message.reaction"):
            return True
        return self.name.partition(".")[0] not in ("message", "chat", "ai") and self.name not in NOT_OWN

    @property
    def campaign(self):
        return bool(self.properties.get("campaignId")) or self.properties.get("category") == "marketing"


def typed(user):
    if user.startswith("+"):
        return "phone:" + user
    return ("email:" if "@" in user else "account:") + user


def persons(rows):
    """Sets of identifiers that belong together."""
    leader = {}

    def find(x):
        leader.setdefault(x, x)
        while leader[x] != x:
            x = leader[x]
        return x

    tokens = {row.properties["hs_token"]: typed(row.user) for row in rows
              if row.name == "message.sent" and "hs_token" in row.properties}
    for row in rows:
        if row.user == "system":
            continue
        ids = [typed(row.user)] if row.user else []
        ids += ["anonymous:" + row.anonymous] if row.anonymous else []
        if row.name == "identify":
            traits = row.properties["traits"]
            ids += ["email:" + traits["email"]] + (["phone:" + traits["phone"]] if "phone" in traits else [])
        if row.name == "handshake_complete":
            ids.append(tokens[row.properties["hs_token"]])
        for other in ids:
            leader[find(other)] = find(ids[0])
    groups = defaultdict(list)
    for one in leader:
        groups[find(one)].append(one)
    return sorted(sorted(group) for group in groups.values())


def sessions(rows):
    """(channel, subject, first, last) of each."""
    keys = defaultdict(list)
    for row in rows:
        if row.own or (row.name == "message.sent" and not row.campaign):
            keys[row.channel, row.anonymous if row.channel == "web" else row.user].append(row.at)
    made = []
    for (channel, subject), times in keys.items():
        times.sort()
        first = last = times[0]
        for at in times[1:]:
            if at - last > IDLE:
                made.append((channel, subject, first, last))
                first = at
            last = at
        made.append((channel, subject, first, last))
    return made


def visits(rows):
    owner = {one: n for n, person in enumerate(persons(rows)) for one in person}
    spans = defaultdict(list)
    for channel, subject, first, last in sessions(rows):
        spans[owner[("anonymous:" if channel == "web" else "phone:") + subject]].append((first, last))
    count = 0
    for mine in spans.values():
        until = float("-inf")
        for first, last in sorted(mine):
            count += first - until > IDLE
            until = max(until, last)
    return count


def first_own(rows):
    """When each person that was active was so first."""
    owner = {one: n for n, person in enumerate(persons(rows)) for one in person}
    first = {}
    for row in rows:
        if row.own:
            person = owner[typed(row.user) if row.user else "anonymous:" + row.anonymous]
            first[person] = min(row.at, first.get(person, row.at))
    return first


def agents(rows):
    """The messages that a person of the business is known to have written."""
    return {row.properties["messageId"] for row in rows if row.name == "message.sent" and
            (row.properties.get("agentId") or row.properties.get("origin") == "phone_app")}


def waits(rows, end):
    """(phone, since, how it ended, seconds) of each wait."""
    by_agents, chats, made = agents(rows), defaultdict(list), []
    rank = {"message.received": 1, "message.sent": 2, "chat.resolved": 6}
    for row in rows:
        if row.name in rank and row.channel == "whatsapp":
            chats[row.user].append(row)
    for phone, mine in chats.items():
        since, seen = None, set()
        for row in sorted(mine, key=lambda r: (r.at, rank[r.name])):
            message = row.properties.get("messageId")
            if message and message in seen:
                continue
            seen.add(message)
            if since is not None and row.at - since >= DAY:
                made.append((phone, since, "missed", None))
                since = None
            if row.name == "message.received":
                since = row.at if since is None else since
            elif since is None or (row.name == "message.sent" and (
                    row.campaign or row.properties.get("category") == "utility" or
                    row.properties.get("isAutomated"))):
                continue
            elif row.name == "chat.resolved":
                made.append((phone, since, "resolved", None))
                since = None
            else:
                made.append((phone, since, "agent" if message in by_agents else "answered", row.at - since))
                since = None
        if since is not None:
            made.append((phone, since, "missed" if end - since >= DAY else "open", None))
    return sorted(made)


def messages(rows):
    """What became of the messages of each template, what was left out implied."""
    fates, inbound = {}, defaultdict(list)
    clicked = {row.properties["hs_token"] for row in rows if row.name == "handshake_complete"}
    for row in sorted(rows, key=lambda r: r.at):
        if row.name == "message.received":
            inbound[row.user].append((row.at, row.properties.get("replyTo")))
        if row.name in OUTGOING:
            fate = fates.setdefault(row.properties["messageId"],
                                    {"user": row.user, "at": row.at, "names": set(), "template": None, "token": None})
            fate["names"].add(row.name.partition(".")[2])
            fate["template"] = fate["template"] or row.properties.get("templateId")
            fate["token"] = fate["token"] or row.properties.get("hs_token")
            fate["campaign"] = fate.get("campaign") or row.campaign
    sent_to = defaultdict(list)
    for id, fate in fates.items():
        if fate["campaign"] and "failed" not in fate["names"]:
            sent_to[fate["user"]].append((fate["at"], id))
    for mine in sent_to.values():
        mine.sort()
        for at, id in mine:
            user = fates[id]["user"]
            for when, quoted in sorted(inbound[user], key=lambda m: m[0]):
                if when < at:
                    continue
                latest = mine[bisect.bisect_right([a for a, _ in mine], when) - 1][1]
                if when - at <= 3 * DAY and (quoted or latest) == id:
                    fates[id]["names"].add("replied")
                break
    sums = defaultdict(lambda: dict.fromkeys(
        ("attempted", "sent", "delivered", "read", "failed", "replied", "clicked"), 0))
    for fate in fates.values():
        if not fate["template"]:
            continue
        names, one = fate["names"], sums[fate["template"]]
        if fate["token"] in clicked:
            names.add("clicked")
        if names & {"replied", "clicked"}:
            names.add("read")
        if "read" in names:
            names.add("delivered")
        if "delivered" in names:
            names.add("sent")
        one["attempted"] += 1
        for name in names:
            one[name] += 1
    return dict(sums)
