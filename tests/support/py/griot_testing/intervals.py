"""Intervals of 95 % by their definitions."""
import math


def wilson(part, whole):
    """The two shares p for which |p̂ − p| = z·√(p(1−p)/n), by bisection."""
    z = 1.959963984540054
    seen = part / whole

    def far(p):
        return abs(seen - p) - z * math.sqrt(p * (1 - p) / whole)

    def edge(inside, outside):
        for _ in range(200):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if far(middle) <= 0 else (inside, middle)
        return inside
    return (0.0 if part == 0 else edge(seen, 0.0)), (1.0 if part == whole else edge(seen, 1.0))


def newcombe(a, b):
    (la, ua), (lb, ub) = wilson(*a), wilson(*b)
    pa, pb = a[0] / a[1], b[0] / b[1]
    return (pa - pb - math.sqrt((pa - la) ** 2 + (ub - pb) ** 2), pa - pb + math.sqrt((ua - pa) ** 2 + (pb - lb) ** 2))
