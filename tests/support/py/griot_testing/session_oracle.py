"""Sessions by their definition (docs/semantics.md §3), slow and plain: from a list of events to what
`sessions` must hold and which event is in which session. Written from the text alone."""

RANKS = {"chat.opened": 0, "message.received": 1, "message.sent": 2, "message.delivered": 3,
                      "message.read": 4, "chat.resolved": 6}
NEVER_OWN = {"identify", "group", "alias", "contact.created", "campaign.sent", "agent.handoff", "csat.sent"}
GOALS = {"conversion", "purchase", "Order Completed", "payment_success", "form_submit"}
DEVICES = {"web", "app", "mobile", "ios", "android", "desktop"}


class Event:
    """`at`: microseconds since 1970. Ids are texts of UUIDs, user and anonymous None where unknown."""

    def __init__(self, id, project, channel, name, user, anonymous, at, properties, context):
        self.id, self.project, self.channel, self.name = id, project, channel, name
        self.user, self.anonymous, self.at = user, anonymous, at
        self.properties, self.context = properties, context

    @property
    def order(self):
        return self.at, RANKS.get(self.name, 5), self.id

    @property
    def key(self):
        first, second = (self.anonymous, self.user) if self.channel in DEVICES else (self.user, self.anonymous)
        subject = first if first is not None else second
        if subject is None or not human(subject):
            return None
        return self.project, self.channel, subject

    @property
    def own(self):
        if self.user is not None and not human(self.user):
            return False
        if self.name in ("message.received", "message.reaction"):
            return True
        if self.name.split(".")[0] in ("message", "chat", "ai") and "." in self.name:
            return False
        if self.name == "error" and self.properties.get("origin") in ("flow", "provider"):
            return False
        return self.name not in NEVER_OWN

    @property
    def counts(self):
        if self.own:
            return True
        campaign = self.properties.get("campaignId") not in (None, "") or self.properties.get("category") == "marketing"
        return self.name == "message.sent" and not campaign

    @property
    def converts(self):
        return self.name in GOALS or self.properties.get("journeyEnd") is True

    @property
    def node(self):
        if self.name == "page_view":
            places = [self.properties.get("path"), dig(self.properties, "page", "path"), dig(self.context, "page", "path")]
        elif self.name == "screen_view":
            places = [self.properties.get(member) for member in ("name", "screen", "screenName")]
        else:
            places = []
        return next((text for text in places if isinstance(text, str) and text), self.name)

    @property
    def tells(self):
        """What the event says of its session, None where it says nothing."""
        c, p = self.context, self.properties
        return {
            "user_id": self.user, "anonymous_id": self.anonymous,
            "source": said(dig(c, "campaign", "source"), dig(c, "utm", "source"), p.get("utm_source")),
            "campaign": said(dig(c, "campaign", "name"), dig(c, "utm", "campaign"), p.get("utm_campaign")),
            "device": said(dig(c, "device", "type"), c.get("deviceType")),
            "country": said(dig(c, "geo", "country"), c.get("country"), dig(c, "location", "country"),
                            p.get("countryCode"))}


def human(id):
    return id.split(":")[0].lower() not in ("system", "bot", "agent")


def dig(value, *path):
    for member in path:
        value = value.get(member) if isinstance(value, dict) else None
    return value


def said(*texts):
    return next((text for text in texts if isinstance(text, str) and 0 < len(text.encode()) <= 512), None)


def sessions(events, idle=1800 * 10**6):
    """[(row, {ids})]: rows as dicts named like the columns of `sessions`."""
    keys = {}
    for event in events:
        if event.key is not None:
            keys.setdefault(event.key, []).append(event)
    return [made for key, list in keys.items() for made in of_key(key, sorted(list, key=lambda e: e.order), idle)]


def of_key(key, events, idle):
    spans = []
    for event in events:
        if not event.counts:
            continue
        if not spans or event.at - spans[-1][1] > idle:
            spans.append([event.at, event.at])
        spans[-1][1] = event.at
    members = [[] for _ in spans]
    for event in events:
        holding = [i for i, (first, last) in enumerate(spans) if first <= event.at <= last + idle]
        if holding:
            members[max(holding)].append(event)
    return [(row(key, span, list), {event.id for event in list}) for span, list in zip(spans, members)]


def row(key, span, events):
    own = [event for event in events if event.own]
    made = dict(zip(("project", "channel", "subject"), key), first_at=span[0], last_at=span[1],
                first_own_at=own[0].at if own else None, last_own_at=own[-1].at if own else None,
                event_count=len(events), own_count=len(own),
                page_count=sum(event.name == "page_view" for event in own), engaged=bool(own),
                converted=any(event.converts for event in events),
                entry=own[0].node if own else None, exit=own[-1].node if own else None)
    for trait in events[0].tells:
        made[trait] = next((e.tells[trait] for e in events if e.tells[trait] is not None), None)
    return made
