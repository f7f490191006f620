"""Persons by their definition (docs/identity.md), slow and plain: from everything that events showed to
who is one person. Written from the text alone: it sorts all evidence and applies it, link by link."""
import hashlib
import uuid

MOST = {"account": 1, "phone": 5, "email": 5}


class Seen:
    """What one event shows. `order` is (time, rank, id); identifiers are texts "type:value", of which the
    first is the one that the others belong to."""

    def __init__(self, project, order, identifiers, reports=None, reporter=None, owner=None, given=None):
        self.project, self.order, self.identifiers = project, order, list(identifiers)
        self.reports, self.reporter, self.owner, self.given = reports, reporter, owner, given


def person_id(project, identifier):
    digest = hashlib.sha256(f"{project}\x1f{identifier}".encode()).hexdigest()
    return str(uuid.UUID(digest[:12] + "8" + digest[13:16] + "8" + digest[17:32]))


def first_sights(events):
    first = {}
    for seen in events:
        shown = list(enumerate(seen.identifiers, 1)) + ([(99, seen.owner)] if seen.owner else [])
        for nth, identifier in shown:
            at = (*seen.order, nth)
            if identifier not in first or at < first[identifier]:
                first[identifier] = at
    return first


def token_links(events):
    """A token links the first anonymous id that reports it with the one user that it was given to."""
    tokens = sorted({t for seen in events for t in (seen.reports, seen.given) if t})
    for token in tokens:
        reports = sorted((s.order, s.reporter) for s in events if s.reports == token)
        owners = {s.owner for s in events if s.reports == token and s.owner}
        users = owners or {s.identifiers[0] for s in events if s.given == token}
        if reports and len(users) == 1:
            order, reporter = reports[0]
            yield (*order, 100), reporter, users.pop(), token


def links(events, by_hand):
    """All evidence in order: (when, one, other, token)."""
    found = []
    for seen in events:
        for nth, identifier in enumerate(seen.identifiers[1:], 2):
            found.append(((*seen.order, nth), seen.identifiers[0], identifier, None))
    found += token_links(events)
    found += [((float("inf"), nth, "", 0), one, other, None) for nth, (one, other) in enumerate(by_hand)]
    return sorted(found, key=lambda link: (link[0], link[3] or ""))


def why_not(person, splits):
    reasons = {"guard"} if any(pair <= person for pair in splits) else set()
    return reasons | {kind for kind, most in MOST.items() if sum(i.startswith(kind + ":") for i in person) > most}


def people(events, splits=(), by_hand=()):
    """Of one project: the person id of every identifier, and what was refused: {(pair, token): reasons}."""
    first = first_sights(events)
    persons = {identifier: frozenset([identifier]) for identifier in first}
    refused, proven = set(), set()
    for _, one, other, token in links(events, by_hand):
        proof = frozenset([one, other]), token
        if proof in proven or one == other:
            continue
        proven.add(proof)
        if persons[one] == persons[other]:
            continue
        both = persons[one] | persons[other]
        if why_not(both, splits):
            refused.add(proof)
            continue
        for identifier in both:
            persons[identifier] = both
    project = events[0].project if events else None
    founded = {person: person_id(project, min(person, key=first.get)) for person in set(persons.values())}
    reasons = {(pair, token): why_not(frozenset().union(*map(persons.get, pair)), splits) for pair, token in refused}
    return {identifier: founded[person] for identifier, person in persons.items()}, reasons
