"""How each provider of webhooks shows that a request is its own, and what it wants to hear: from what they
document, so apart from the mappings that are tested with it."""
import base64
import hashlib
import hmac
import json
import os
import time
import urllib.parse
import uuid

from .griot import ROOT

FIXTURES = os.path.join(ROOT, "tests/fixtures/whatsapp")
PRESETS = os.path.join(ROOT, "plugins/whatsapp_crm/providers")
NAMESPACE = uuid.UUID("7a544b3e-7fcc-5e95-b72f-2b0b7b8faf64")  # of EventId (griot/uuid.hpp)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def event_id(project, key_space, key):
    return uuid.uuid5(NAMESPACE, f"{project}\x1f{key_space}\x1f{key}")


def _bytes(body):
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def _hmac(digest, secret, text):
    return hmac.new(secret.encode(), text, digest)


def _hex(header, digest=hashlib.sha256, prefix=""):
    return lambda secret, body, url: {header: prefix + _hmac(digest, secret, body).hexdigest()}


def _chatwoot(secret, body, url):
    now = str(int(time.time()))
    return {"X-Chatwoot-Timestamp": now,
            "X-Chatwoot-Signature": "sha256=" + _hmac(hashlib.sha256, secret, now.encode() + b"." + body).hexdigest()}


def _respond_io(secret, body, url):
    return {"X-Webhook-Signature": base64.b64encode(_hmac(hashlib.sha256, secret, body).digest()).decode()}


def _twilio(secret, body, url):
    pairs = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)
    text = url + "".join(name + value for name, value in sorted(pairs))
    return {"X-Twilio-Signature": base64.b64encode(_hmac(hashlib.sha1, secret, text.encode()).digest()).decode()}


def _evolution(secret, body, url):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")
    text = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(
        {"app": "evolution", "action": "webhook", "iat": int(time.time()), "exp": int(time.time()) + 600})
    signature = base64.urlsafe_b64encode(_hmac(hashlib.sha256, secret, text).digest()).rstrip(b"=")
    return {"Authorization": "Bearer " + (text + b"." + signature).decode()}


class Provider:
    """`sign(secret, body, url)` gives the headers; None: the provider signs nothing, and the secret ends
    its URL."""

    def __init__(self, name, sign=None, body_type=JSON, ack=(200, JSON, b'{"status":"success"}')):
        self.name, self.sign, self.body_type, self.ack = name, sign, body_type, ack
        self.path = "/webhooks/whatsapp" + ("" if name == "meta" else "/" + name)

    def request(self, body, secret, path=None):
        """(path, headers) of a webhook that this secret vouches for; None: nothing does."""
        path, headers = path or self.path, {"Content-Type": self.body_type}
        if not secret:
            return path, headers
        if not self.sign:
            return path + "/" + secret, headers
        return path, headers | self.sign(secret, body, "https://hooks.example" + path)

    def fixtures(self):
        """(name, body in bytes, the fixture) of each; `before` of a fixture as bytes, too."""
        folder = os.path.join(FIXTURES, self.name)
        for file in sorted(os.listdir(folder)):
            with open(os.path.join(folder, file), encoding="utf-8") as f:
                fixture = json.load(f)
            for i, body in enumerate(fixture.get("before", [])):
                fixture["before"][i] = _bytes(body)
            yield file, _bytes(fixture["body"]), fixture


EMPTY = (200, "text/plain", b"")
KNOWN = {p.name: p for p in (
    Provider("meta", _hex("X-Hub-Signature-256", prefix="sha256=")),
    Provider("dialog360", _hex("X-360dialog-Signature")),
    Provider("chatwoot", _chatwoot),
    Provider("twilio", _twilio, FORM, (200, "text/xml", b"<Response/>")),
    Provider("gupshup_v2", ack=EMPTY),
    Provider("gupshup_v3", ack=EMPTY),
    Provider("wati"),
    Provider("respond_io", _respond_io),
    Provider("evolution", _evolution),
    Provider("waha", _hex("X-Webhook-Hmac", hashlib.sha512)),
    Provider("callbell", ack=(200, JSON, b'{"status":"ok"}')),
    Provider("whatomate", _hex("X-Webhook-Signature", prefix="sha256=")))}


def providers():
    """Those whose preset is here, and meta."""
    names = {file.removesuffix(".yaml") for file in os.listdir(PRESETS)} | {"meta"}
    assert names <= KNOWN.keys(), f"say how {names - KNOWN.keys()} sign, and what they are answered"
    return [KNOWN[name] for name in sorted(names)]
