"""Funnels and paths by their definitions (docs/semantics.md §5), slow and plain, over a report_oracle.World."""
from .report_oracle import SECOND, identifier, percentile, ratio
from .session_oracle import sessions

HALF_AN_HOUR = 1800 * SECOND


class Funnel:
    """`steps` and `exclude`: lists of predicates over events. Times in microseconds."""

    def __init__(self, world, steps, begins, ends, window, order="ordered", scope="person", exclude=(), value=None):
        self.world, self.steps, self.begins, self.ends, self.window = world, steps, begins, ends, window
        self.order, self.exclude = order, list(exclude)
        stories = {}
        in_session = {id: n for n, (_, ids) in enumerate(sessions(world.events)) for id in ids}
        for event in world.events:
            who = world.person(event) if scope == "person" else in_session.get(event.id)
            relevant = self.fills(event) or any(x(event) for x in self.exclude) or order == "strict" and event.own
            if who is not None and relevant and begins <= event.at <= ends + window:
                stories.setdefault(who, []).append(event)
        self.runs = []
        for story in stories.values():
            story.sort(key=lambda e: (e.at, (self.fills(e) or [99])[0], e.order))
            run = self.furthest(story)
            if run and not self.removed(story, run):
                in_order = sorted(story, key=lambda e: e.order)
                known = [value(e) for e in in_order if value and value(e) is not None]
                self.runs.append((run, known[0] if known else ""))

    def fills(self, event):
        return [i for i, step in enumerate(self.steps) if step(event)]

    def furthest(self, story):
        chains = self.any_order(story) if self.order == "any" else self.in_order(story)
        longest = max((len(c) for c in chains), default=0)
        best = [c for c in chains if len(c) == longest]
        # Of equals the first to get there; chains come in the order in which they end.
        return min(best, key=lambda c: c[-1]) if best else None

    def in_order(self, story):
        """All chains that an event ends: it goes on from the latest that reached the step before."""
        reached = {}  # (event, step): times

        def chain(n, step):
            if (n, step) not in reached:
                reached[n, step] = None
                if step in self.fills(story[n]):
                    if step == 0:
                        if self.begins <= story[n].at < self.ends:
                            reached[n, step] = [story[n].at]
                    else:
                        before = [n - 1] if self.order == "strict" else range(n - 1, -1, -1)
                        last = next((c for m in before if m >= 0 and (c := chain(m, step - 1))), None)
                        if last and story[n].at - last[0] <= self.window:
                            reached[n, step] = last + [story[n].at]
            return reached[n, step]
        all = [chain(n, step) for n in range(len(story)) for step in range(len(self.steps))]
        return [c for c in all if c]

    def any_order(self, story):
        chains = []
        for n, start in enumerate(story):
            if self.fills(start) and self.begins <= start.at < self.ends:
                left, times = set(range(len(self.steps))), []
                for event in story[n:]:
                    can = [s for s in self.fills(event) if s in left]
                    if event.at - start.at <= self.window and can:
                        left.discard(can[0])
                        times.append(event.at)
                chains.append(times)
        return chains

    def removed(self, story, run):
        until = run[-1] if len(run) == len(self.steps) else run[0] + self.window
        return any(x(e) and run[0] <= e.at <= until for e in story for x in self.exclude)

    def rows(self, names, now, value=None):
        """As the report has them; `value`: only those of it."""
        runs = [run for run, known in self.runs if value is None or known == value]
        reached = [sum(len(run) > s for run in runs) for s in range(len(self.steps))] + [0]
        made = []
        for s, name in enumerate(names):
            times = [(run[s] - run[s - 1]) / SECOND for run in runs if s and len(run) > s]
            open_ = sum(len(run) == s + 1 < len(self.steps) and run[0] + self.window >= now for run in runs)
            made.append({"value": value, "step": s + 1, "name": name, "reached": reached[s],
                         "conversion": ratio(reached[s], reached[0]),
                         "conversion_from_previous": ratio(reached[s], reached[s - 1]) if s else None,
                         "dropped": None if s + 1 == len(self.steps) else reached[s] - reached[s + 1] - open_, "open": open_,
                         "median_seconds": percentile(times, 0.5), "p90_seconds": percentile(times, 0.9)})
        return made


def visits(world):
    """[(person, begin, nodes)]"""
    by_id = {e.id: e for e in world.events}
    people = {}
    for row, ids in sessions(world.events):
        mine = sorted((by_id[id] for id in ids), key=lambda e: e.order)
        named = next((e for e in mine if e.user is not None), None) or mine[0]
        who = world.known.get(identifier(named))
        if who:
            people.setdefault(who, []).append((row["first_at"], row["last_at"], mine))
    made = []
    for who, list in people.items():
        end = None
        for first, last, events in sorted(list, key=lambda s: s[0]):
            if end is None or first > end + HALF_AN_HOUR:
                made.append((who, first, []))
                end = last
            end = max(end, last)
            made[-1][2].extend(e for e in events if e.own)
    folded = []
    for who, first, events in made:
        nodes = []
        for event in sorted(events, key=lambda e: e.order):
            if not nodes or nodes[-1] != event.node:
                nodes.append(event.node)
        folded.append((who, first, nodes))
    return folded


def edges(world, begins, ends, steps):
    """{(step, from, kind, to): (transitions, people)}"""
    found = {}
    for who, first, nodes in visits(world):
        if begins <= first < ends:
            for i, node in enumerate(nodes[:steps]):
                kind = "exit" if i + 1 == len(nodes) else "more" if i + 1 == steps else "node"
                found.setdefault((i + 1, node, kind, nodes[i + 1] if kind == "node" else None), []).append(who)
    return {edge: (len(who), len(set(who))) for edge, who in found.items()}
