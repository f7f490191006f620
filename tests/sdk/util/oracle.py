#!/usr/bin/env python3
"""Judges what the SDK's text utilities said, with nothing but Python's own library.

Reads lines `kind<TAB>field…` from the file named first; texts are in hex. Prints each line that is
wrong with what was expected, then how many it judged. Exit code 1 when any was wrong.
"""
import datetime
import decimal
import json
import sys
import uuid

INT_MAX = 2**31 - 1


class Number(str):
    pass


def refuse(constant):
    raise ValueError(constant)


def load(data):
    """The value with objects as lists of pairs and numbers as text; ValueError when it is none."""
    value = json.loads(data.decode("utf-8"), parse_int=Number, parse_float=Number,
                       parse_constant=refuse, object_pairs_hook=lambda pairs: ("object", pairs))
    if depth(value) > 64:
        raise ValueError("depth")
    return value


def depth(value):
    if isinstance(value, list):
        return 1 + max((depth(v) for v in value), default=0)
    if isinstance(value, tuple):
        return 1 + max((depth(v) for _, v in value[1]), default=0)
    return 0


def dump(value):
    if value is None:
        return "N"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, Number):
        return "#" + value + ";"
    if isinstance(value, str):
        whole = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
        return '"' + whole.encode().hex() + ";"
    if isinstance(value, list):
        return "[" + "".join(map(dump, value)) + "]"
    return "{" + "".join(dump(k) + dump(v) for k, v in value[1]) + "}"


def number_refused(text):
    mantissa, _, exponent = text.lower().partition("e")
    exponent = int(exponent or 0)
    if abs(exponent) >= INT_MAX // 2:
        return True
    number = decimal.Decimal(mantissa)
    if exponent - number.as_tuple().exponent * -1 < -16383:
        return True
    return number != 0 and number.adjusted() + exponent >= 131072


def jsonb_flags(value):
    if isinstance(value, Number):
        return 4 if number_refused(value) else 0
    if isinstance(value, str):
        lone = any("\ud800" <= c <= "\udfff" for c in value)
        return (1 if "\0" in value else 0) | (2 if lone else 0)
    flags = 0
    if isinstance(value, list):
        for v in value:
            flags |= jsonb_flags(v)
    if isinstance(value, tuple):
        for k, v in value[1]:
            flags |= jsonb_flags(k) | jsonb_flags(v)
    return flags


def judge_parse(text):
    try:
        value = load(text)
    except ValueError:
        return ["refused"]
    return [dump(value), str(jsonb_flags(value))]


def segments(path):
    if path == "":
        return []
    if path.startswith("/"):
        return [s.replace("~1", "/").replace("~0", "~") for s in path[1:].split("/")]
    return path.split(".")


def index_of(segment):
    ok = segment.isascii() and segment.isdigit() and len(segment) <= 9 and str(int(segment)) == segment
    return int(segment) if ok else None


MISSING = object()


def find(value, path):
    for segment in segments(path):
        found = MISSING
        if isinstance(value, list):
            index = index_of(segment)
            if index is not None and index < len(value):
                found = value[index]
        elif isinstance(value, tuple):
            for k, v in value[1]:
                if k == segment:
                    found = v
        if found is MISSING:
            return MISSING
        value = found
    return value


def judge_get(text, path):
    found = find(load(text), path.decode())
    return ["-" if found is MISSING else dump(found)]


def plain(text):
    """As dicts, in which the last of repeated names wins."""
    return json.loads(text.decode("utf-8"), parse_int=Number, parse_float=Number)


def patched(target, path, value, remove):
    head, rest = path[0], path[1:]
    if isinstance(target, list):
        index = index_of(head)
        if head == "-":
            index = len(target)
        if index is None:
            return target if remove else patched({}, path, value, remove)
        if index > len(target) or (index == len(target) and remove):
            return target
        if not rest:
            return target[:index] + ([] if remove else [value]) + target[index + 1:]
        old = target[index] if index < len(target) else {}
        return target[:index] + [patched(old, rest, value, remove)] + target[index + 1:]
    if not isinstance(target, dict):
        return target if remove else patched({}, path, value, remove)
    out = dict(target)
    if not rest:
        out.pop(head, None)
        if not remove:
            out[head] = value
    elif head in out:
        out[head] = patched(out[head], rest, value, remove)
    elif not remove:
        out[head] = patched({}, rest, value, remove)
    return out


def judge_patch(text, out, *patches):
    want = plain(text) if text.strip() else {}
    for patch in patches:
        path, value = patch.split(b"\0")
        want = patched(want, segments(path.decode()), plain(value) if value else None, not value)
    return ["same" if plain(out) == want else json.dumps(want)]


def judge_escape(text, out):
    want = text.decode("utf-8", "replace")
    return ["same" if json.loads(b'"' + out + b'"') == want else repr(want)]


EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICRO = datetime.timedelta(microseconds=1)


def judge_iso(text):
    try:
        when = datetime.datetime.fromisoformat(text.decode())
        if when.tzinfo is None:
            when = when.replace(tzinfo=datetime.timezone.utc)
        return [str((when.astimezone(datetime.timezone.utc) - EPOCH) // MICRO)]
    except (ValueError, OverflowError):
        return ["-"]


def judge_format(micros):
    when = EPOCH + int(micros) * MICRO
    return [when.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"]


def judge_uuid5(space, name):
    return [str(uuid.uuid5(uuid.UUID(bytes=space), name.decode()))]


# kind: (how many hex fields are its input, judge). What follows them is what the SDK said; None when
# what it said is among the input, and the judge says whether that is right.
KINDS = {
    "parse": (1, judge_parse),
    "get": (2, judge_get),
    "patch": (None, judge_patch),
    "escape": (None, judge_escape),
    "iso": (1, judge_iso),
    "format": (1, judge_format),
    "uuid5": (2, judge_uuid5),
}


def main():
    count = wrong = 0
    for line in open(sys.argv[1], encoding="ascii"):
        kind, *fields = line.rstrip("\n").split("\t")
        arity, judge = KINDS[kind]
        inputs, said = fields[:arity], fields[arity:] if arity else ["same"]
        want = judge(*[bytes.fromhex(f) for f in inputs])
        count += 1
        if want != said:
            wrong += 1
            if wrong <= 20:
                print(kind, *[bytes.fromhex(f) for f in inputs], "said:", said, "want:", want)
    print("judged", count, "wrong", wrong)
    sys.exit(1 if wrong else 0)


main()
