"""The rest of what reports say, by the definitions alone, over a report_oracle.World: messages by part of the time and
template, chats, agents, hand-overs, errors, best hours, people."""
import datetime
import hashlib

from .intervals import wilson
from .report_oracle import DAY, SECOND, attribute, outcome, percentile, ratio, typed

HOUR = 3600 * SECOND
RESOLUTION = [0, 60, 300, 900, 3600, 14400, 28800, 86400, None]
LENGTHS = [0, 1, 4, 7, 11, 21, None]


def inside(value, low, high):
    return low <= value and (high is None or value < high)


def buckets(values, edges):
    return [sum(inside(v, a, b) for v in values) for a, b in zip(edges, edges[1:])]


def messages(world, begins, ends):
    return [m for m in world.messages if begins <= m.at < ends]


def attempted(world, begins, ends):
    return [m for m in messages(world, begins, ends) if not m.inbound]


def places(events):
    """By country, region and city, and by country and what told it."""
    regions, sources = {}, {}
    for event in events:
        geo, country = event.context.get("geo", {}), attribute(event, "country")
        if geo.get("region") or geo.get("city"):
            regions.setdefault((country, geo.get("region"), geo.get("city")), []).append(event)
        if country:
            told = geo.get("source", "event") if "country" in geo else "event"
            sources.setdefault((country, told), []).append(event)
    return regions, sources


def part_of_messages(world, begins, ends):
    """A row of the WhatsApp report's series."""
    mine = messages(world, begins, ends)
    out = [m for m in mine if not m.inbound]
    samples = [w["seconds"] for c in world.chats for w in c.waits
               if begins <= w["waiting_since"] < ends and w["ended"] == "answer"]
    return {"received": len(mine) - len(out), "sent": sum(outcome(m, 1) for m in out),
            "delivered": sum(outcome(m, 2) for m in out), "read": sum(outcome(m, 3) for m in out),
            "answered": len(samples), "median_response_seconds": percentile(samples, 0.5),
            "p90_response_seconds": percentile(samples, 0.9)}


def delivery(those):
    """What became of messages: the counts and rates of templates and campaigns."""
    delivered, replied = sum(outcome(m, 2) for m in those), sum(m.replied_at is not None for m in those)
    read = sum(outcome(m, 3) for m in those)
    return {"attempted": len(those), "sent": sum(outcome(m, 1) for m in those), "delivered": delivered, "read": read,
            "replied": replied, "clicked": 0, "failed": sum(m.failed_at is not None and not outcome(m, 2) for m in those),
            "delivery_rate": ratio(delivered, len(those)), "read_rate": ratio(read, delivered),
            "reply_rate": ratio(replied, len(those))}


def campaign(world, those):
    """One of the campaigns' rows. Each goal is credited to the latest answered message of its person."""
    row = delivery(those) | {"responded": sum(m.replied_at is not None for m in those),
                             "recipients": len({m.user_id for m in those}),
                             "first_at": min(m.at for m in those), "last_at": max(m.at for m in those)}
    row["converted"] = sum(m.message_id in credited(world) for m in those)
    row["conversion_rate"] = row["converted"] / len(those)
    return row


def credited(world):
    touched = {}
    for m in world.messages:
        if not m.inbound and m.replied_at is not None and (m.campaign or m.template):
            touched.setdefault(world.known["phone:" + m.user_id], []).append(
                (m.replied_at, hashlib.md5(m.message_id.encode()).hexdigest(), m.message_id))
    found = set()
    for event in world.events:
        if event.converts:
            before = [t for t in touched.get(world.person(event), []) if t[0] <= event.at <= t[0] + 7 * DAY]
            if before:
                found.add(max(before)[2])
    return found


def resolutions(world, begins, ends):
    return [r for c in world.chats for r in c.resolutions if begins <= r["resolved_at"] < ends]


def outcomes(world, begins, ends):
    made = {}
    for r in resolutions(world, begins, ends):
        made.setdefault(r["outcome"] or "", []).append(r)
    return {o: {"outcome": o, "resolutions": len(those),
                "median_seconds": percentile([r["seconds"] for r in those if r["seconds"] is not None], 0.5),
                "p90_seconds": percentile([r["seconds"] for r in those if r["seconds"] is not None], 0.9),
                "median_provider_seconds": percentile([r["provider_seconds"] for r in those
                                                       if r["provider_seconds"] is not None], 0.5)}
            for o, those in made.items()}


def openings(world, begins, ends):
    return [o for c in world.chats for o in c.openings if begins <= o["opened_at"] < ends]


def handovers(world, begins, ends):
    made = {}
    for e in world.those(begins, ends, name="agent.handoff"):
        reason = next((e.properties[n] for n in ("reason", "handoffReason") if n in e.properties), "")
        made.setdefault((e.properties.get("journeyStep", ""), reason), []).append(e)
    return {key: {"step": key[0], "reason": key[1], "handovers": len(all), "users": len({e.user for e in all} - {None})}
            for key, all in made.items()}


def errors(world, begins, ends, channel=None):
    made = {}
    for e in world.those(begins, ends, name="error", **({"channel": channel} if channel else {})):
        p = e.properties
        made.setdefault((p.get("code", ""), p.get("origin", "page"), p.get("step", "")), []).append(e)
    return {key: {"code": key[0], "origin": key[1], "step": key[2],
                  "example": next((e.properties["message"] for e in sorted(all, key=lambda e: e.at)
                                   if e.properties.get("message")), None),
                  "events": len(all), "people": len(world.people(all)),
                  "fatal": sum(e.properties.get("fatal") is True for e in all),
                  "first_at": min(e.at for e in all), "last_at": max(e.at for e in all)}
            for key, all in made.items()}


def send_hours(world, begins, ends):
    """Campaign messages by weekday and hour of the project's clock, none under thirty."""
    cells = {}
    for m in attempted(world, begins, ends):
        if m.campaign:
            local = world.local(m.at)
            first = min((t for t in (m.read_at, m.replied_at) if t is not None), default=None)
            cells.setdefault((local.isoweekday(), local.hour), []).append(first is not None and first <= m.at + HOUR)
    made = {}
    for cell, soon in cells.items():
        if len(soon) >= 30:
            low, high = wilson(sum(soon), len(soon))
            made[cell] = {"weekday": cell[0], "hour": cell[1], "messages": len(soon), "soon": sum(soon),
                          "share": sum(soon) / len(soon), "share_low": low, "share_high": high}
    return made


def of_message_countries(world, begins, ends):
    made = {}
    for e in world.those(begins, ends, name="message.received"):
        country = attribute(e, "country")
        if country is not None:
            made[country] = made.get(country, 0) + 1
    return made


def person_row(world, who, now):
    """A person in the list, and the times in microseconds."""
    mine = [e for e in world.events if world.person(e) == who]
    own = [e.at for e in mine if e.own]
    kinds = {kind: sorted((first_seen(world, i), i.split(":", 1)[1]) for i, p in world.known.items()
                          if p == who and i.startswith(kind + ":")) for kind in ("phone", "email", "account")}
    # The phone's country before any other.
    countries = sorted(((e.user or "").startswith("+"), e.at, e.id, attribute(e, "country")) for e in mine
                       if attribute(e, "country") is not None)
    return {"last_seen": max(e.at for e in mine) if mine else None, "events": len(mine),
            "messages_received": sum(e.name == "message.received" for e in mine),
            "country": countries[-1][3] if countries else None,
            "lifecycle": lifecycle(world, own, now)} | {kind: v[0][1] if v else None for kind, v in kinds.items()}


def felt(world, who, now):
    """How long somebody waited for answers: waits that began with a message of theirs."""
    began = {(m.chat, m.at) for m in world.messages if m.inbound and m.user_id
             and world.known.get(typed("whatsapp", m.user_id)) == who}
    waits = [w for c in world.chats for w in c.waits if (c.key, w["waiting_since"]) in began]
    seconds = [w["seconds"] for w in waits if w["ended"] == "answer"]
    # What nothing has ended is missed a day later.
    missed = sum(w["ended"] in ("missed", "silence") or w["ended"] is None and w["waiting_since"] + DAY <= now for w in waits)
    return {"answered": len(seconds), "missed": missed, "median_response_seconds": percentile(seconds, 0.5),
            "longest_response_seconds": max(seconds, default=None)}


def first_seen(world, identifier):
    from .report_oracle import shown
    return min(e.at for e in world.events if identifier in shown(e))


def lifecycle(world, own, now):
    """Of somebody's own events' times, by the project's weeks."""
    if not own:
        return None
    today = world.local(now).date()
    first = today - datetime.timedelta(days=(today.isoweekday() - world.week_start) % 7)
    week, before = world.midnight(first), world.midnight(first - datetime.timedelta(days=7))
    if min(own) >= week:
        return "new"
    if any(t >= week for t in own):
        return "returning" if any(before <= t < week for t in own) else "resurrecting"
    return "dormant"
