"""What reports_bench.py asks, and what each answer may take."""
import datetime
import json
from urllib.parse import quote

ZONE = datetime.timezone(datetime.timedelta(hours=3))  # the project's: Africa/Nairobi
ROLLED_UP, EVENTS, OVERVIEW, ONE_PERSON = 100, 1500, 500, 100  # ms


class Question:
    """`vary` gives the query each time it is asked; other days and values, so that nothing is asked twice."""

    def __init__(self, name, path, bound, vary):
        self.name, self.bound, self.query = name, bound, vary
        self.path = path if callable(path) else lambda: path
        self.rolled_up = bound == ROLLED_UP


def questions(postgres, rng):
    today = datetime.datetime.now(ZONE).date()

    def month(**more):
        """30 days that end up to two weeks ago, or today."""
        def vary():
            to = today - datetime.timedelta(days=rng.randrange(15))
            given = {k: v() if callable(v) else v for k, v in more.items()}
            return {"from": to - datetime.timedelta(days=29), "to": to, **given}
        return vary

    def one_of(*values):
        return lambda: rng.choice(values)
    filters = {"channel": one_of("web", "whatsapp"), "name": one_of("page_view", "purchase", "message.received"),
               "country": one_of("KE", "UG", "DE"), "campaign": lambda: f"spring-{rng.randrange(30)}",
               "template": lambda: f"offer_{rng.randrange(12)}", "agent": lambda: f"agent-{rng.randrange(25)}",
               "device": one_of("mobile", "desktop")}
    people = [value for value, in postgres.rows(
        "select value from identifiers where type = 'phone' and mod(number, 997) = 1 order by number limit 500")]
    steps = json.dumps(["page_view", "add_to_cart", "purchase"])
    made = []

    def add(name, path, bound, vary):
        made.append(Question(name, path, bound, vary))
    for measure in ("count", "people"):
        add(f"trend, {measure}", "trend", ROLLED_UP, month(measure=measure))
    for name, values in filters.items():
        add(f"trend, people, {name}=", "trend", ROLLED_UP, month(measure="people", **{name: values}))
    add("trend, people, channel and name", "trend", ROLLED_UP,
        month(measure="people", channel="web", name=filters["name"]))
    for by in ("name", "country", "campaign", "page"):
        add(f"trend, people, by {by}", "trend", ROLLED_UP, month(measure="people", by=by))
    add("trend, count, by hour", "trend", ROLLED_UP, month(granularity="hour"))
    for part in ("cards", "series", "channels", "devices", "browsers", "pages", "countries", "entries", "exits",
                 "durations"):
        add(f"overview, {part}", "overview", ROLLED_UP, month(part=part))
    for name in ("channel", "country", "campaign", "device"):
        values = (lambda: f"ad-{rng.randrange(20)}") if name == "campaign" else filters[name]
        add(f"overview, cards, {name}=", "overview", ROLLED_UP, month(part="cards", **{name: values}))
    add("overview, all", "overview", OVERVIEW, month())
    add("overview, all, compared", "overview", OVERVIEW, month(compare="previous"))
    add("sessions/summary", "sessions/summary", ROLLED_UP, month(part="summary"))
    add("sessions/summary, by entry", "sessions/summary", ROLLED_UP, month(part="by_entry"))
    add("sessions", "sessions", ROLLED_UP, month())
    for part in ("totals", "series", "response_times", "resolution_times", "outcomes", "conversation_lengths", "hours",
                 "templates", "countries", "open_waits"):
        add(f"whatsapp, {part}", "whatsapp", ROLLED_UP, month(part=part))
    add("agents", "agents", ROLLED_UP, month())
    add("heatmap", "heatmap", ROLLED_UP, month())
    add("geography", "geography", ROLLED_UP, month())
    add("send-hours", "send-hours", ROLLED_UP, month())
    add("errors", "errors", ROLLED_UP, month())
    add("handovers", "handovers", ROLLED_UP, month())
    add("campaigns", "campaigns", EVENTS, month())
    add("people", "people", ROLLED_UP, month())
    add("narrative", "narrative", EVENTS, lambda: {"to": today - datetime.timedelta(days=rng.randrange(1, 15))})
    add("health", "health", ROLLED_UP, dict)
    add("funnel, three steps", "funnel", EVENTS, month(steps=steps))
    add("funnel, any order", "funnel", EVENTS, month(steps=steps, order="any"))
    add("funnel, in a session", "funnel", EVENTS, month(steps=steps, scope="session"))
    add("paths", "paths", EVENTS, month())
    add("trend, free property", "trend", EVENTS, month(measure="people", property=one_of("plan=gold", "currency=KES")))
    add("trend, by a property", "trend", EVENTS, month(measure="people", by="property:plan", name="purchase"))
    add("trend, sum of a property", "trend", EVENTS, month(measure="sum", of="value", name="purchase"))
    add("trend, two filters", "trend", EVENTS, month(measure="people", country="KE", device="mobile"))
    add("events, a page", "events", ROLLED_UP, month())
    for name, rest in (("a person", ""), ("a person's timeline", "/timeline")):
        made.append(Question(name, lambda rest=rest: f"people/{quote(rng.choice(people))}{rest}", ONE_PERSON, dict))
        made[-1].rolled_up = False
    return made
