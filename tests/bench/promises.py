"""What a benchmark says, and what it holds griot to."""
import json

PROMISES = []  # (what, figure, relation, bound)


def say(text):
    print(text, flush=True)


def promise(what, figure, relation, bound):
    PROMISES.append((what, figure, relation, bound))


def report(file):
    """Prints all promises, and writes them as JSON when a file is named. True: each was kept."""
    say("\npromised:")
    held = True
    for what, figure, relation, bound in PROMISES:
        ok = {"<": figure < bound, "<=": figure <= bound, ">=": figure >= bound}[relation]
        held = held and ok
        say(f"  {'ok  ' if ok else 'MISS'}  {what:<40}{figure:>10.2f}  {relation} {bound}")
    if file:
        with open(file, "w", encoding="utf-8") as f:
            json.dump([{"what": w, "figure": x, "relation": r, "bound": b} for w, x, r, b in PROMISES], f, indent=1)
    return held
