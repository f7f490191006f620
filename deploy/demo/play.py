#!/usr/bin/python3
"""Plays one customer's visit and conversation into a running griot, through its real doors.

usage: play.py ENVFILE   (with GRIOT_URL, GRIOT_DEMO_WRITE_KEY, GRIOT_WHATSAPP_SECRET and so on)

Amina reads about a kanga on the shop's web site, asks about it on WhatsApp, gets an answer, and buys.
Baraka gets the same campaign, but his number takes no messages. Every webhook is signed as Meta signs
it, and one comes twice, as Meta's often do.
"""
import datetime
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

SHOP = {"display_phone_number": "254700000001", "phone_number_id": "100000000000001"}
AMINA, BARAKA = "254712345678", "254733111222"
BROWSER = "1b0f7c5e-8f0d-4c8e-9a52-7d1c3a5e9f10"


def read_env(file):
    lines = (line.rstrip("\n").partition("=") for line in open(file, encoding="utf-8"))
    return {name: value for name, equals, value in lines if equals}


class Doors:
    """griot's two doors. Whatever is not answered 200 ends the demo."""

    def __init__(self, env):
        self.url, self.key = env["GRIOT_URL"], env["GRIOT_DEMO_WRITE_KEY"]
        self.secret = env["GRIOT_WHATSAPP_SECRET"].encode()
        self.token = env["GRIOT_WHATSAPP_VERIFY_TOKEN"]

    def ask(self, what, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            sys.exit(f"{what}: {error.code} {error.read().decode()}")
        print(f"  200  {what}")
        return text

    def wait_for_key(self):
        """A new key is known to the doors within a second."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            request = urllib.request.Request(self.url + "/v1/capture", data=b"[]", headers={"X-Write-Key": self.key})
            try:
                with urllib.request.urlopen(request, timeout=10):
                    return
            except urllib.error.HTTPError as error:
                last = f"{error.code} {error.read().decode()}"
            time.sleep(0.05)
        sys.exit(f"the write key is not known after 20 s: {last}")

    def handshake(self):
        query = urllib.parse.urlencode(
            {"hub.mode": "subscribe", "hub.verify_token": self.token, "hub.challenge": "4711"})
        if self.ask("WhatsApp asks whether we are who we say", "/webhooks/whatsapp?" + query) != "4711":
            sys.exit("the handshake was answered with something else than its challenge")

    def webhook(self, what, value):
        value = {"messaging_product": "whatsapp", "metadata": SHOP, **value}
        change = {"field": "messages", "value": value}
        entry = {"id": "100000000000002", "changes": [change]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        signature = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        self.ask(what, "/webhooks/whatsapp", body,
                 {"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=" + signature})

    def web(self, what, *events):
        for event in events:  # sent again, they are the same events
            event["message_id"] = "demo " + event["event"] + event["properties"].get("path", "")
        body = json.dumps({"batch": events}).encode()
        self.ask(what, "/v1/capture", body, {"Content-Type": "application/json", "X-Write-Key": self.key})


class Story:
    """When things happened: it began half an hour ago."""

    def __init__(self):
        self.began = int(time.time()) - 1800

    def at(self, minute):
        return str(self.began + int(minute * 60))

    def iso(self, minute):
        moment = datetime.datetime.fromtimestamp(int(self.at(minute)), datetime.timezone.utc)
        return moment.isoformat().replace("+00:00", "Z")

    def page(self, minute, path, title, **more):
        return {"event": "page_view", "anonymous_id": BROWSER, "timestamp": self.iso(minute),
                "properties": {"path": path, "title": title, **more}}

    def said(self, minute, number, wamid, kind, content, **more):
        person = {AMINA: "Amina", BARAKA: "Baraka"}[number]
        return {"contacts": [{"profile": {"name": person}, "wa_id": number}],
                "messages": [{"from": number, "id": wamid, "timestamp": self.at(minute), "type": kind,
                              kind: content, **more}]}

    def status(self, minute, number, wamid, status, **more):
        return {"statuses": [{"id": wamid, "status": status, "timestamp": self.at(minute),
                              "recipient_id": number, **more}]}


def play(doors):
    story = Story()
    doors.wait_for_key()
    doors.handshake()

    campaign = {"biz_opaque_callback_data": json.dumps({"t": "kanga_week", "c": "kanga-week"}),
                "pricing": {"billable": True, "pricing_model": "PMP", "category": "marketing"}}
    first, failed, answer = "wamid.demo.campaign.1", "wamid.demo.campaign.2", "wamid.demo.answer.1"
    doors.webhook("the campaign reaches Amina", {"statuses": [
        *story.status(0, AMINA, first, "sent", **campaign)["statuses"],
        *story.status(0.1, AMINA, first, "delivered", **campaign)["statuses"],
        *story.status(2, AMINA, first, "read", **campaign)["statuses"]]})
    doors.webhook("and does not reach Baraka", story.status(0, BARAKA, failed, "failed", **campaign, errors=[
        {"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}]))

    doors.web("Amina looks around in the shop",
              story.page(3, "/", "Kanga House", referrer="https://l.wl.co/", utm_source="whatsapp",
                         utm_campaign="kanga-week"),
              story.page(4, "/kangas", "All kangas"),
              story.page(5.5, "/kangas/indigo", "Indigo kanga"),
              {"event": "whatsapp_click", "anonymous_id": BROWSER, "timestamp": story.iso(6),
               "properties": {"path": "/kangas/indigo"}})

    doors.webhook("she asks on WhatsApp",
                  story.said(7, AMINA, "wamid.demo.1", "text", {"body": "Hello! Is the indigo kanga in stock? 💙"}))
    doors.webhook("Meta delivers that again, as it does",
                  story.said(7, AMINA, "wamid.demo.1", "text", {"body": "Hello! Is the indigo kanga in stock? 💙"}))
    for minute, status in ((9, "sent"), (9.1, "delivered"), (9.5, "read")):
        doors.webhook(f"the answer is {status}", story.status(
            minute, AMINA, answer, status,
            pricing={"billable": False, "pricing_model": "PMP", "category": "service"}))
    reply = {"type": "button_reply", "button_reply": {"id": "reserve", "title": "Reserve one"}}
    doors.webhook("she takes one", story.said(10, AMINA, "wamid.demo.2", "interactive", reply,
                                              context={"from": SHOP["display_phone_number"], "id": answer}))

    doors.web("and buys it on the web, where she says who she is",
              {"event": "identify", "anonymous_id": BROWSER, "user_id": "+" + AMINA,
               "timestamp": story.iso(12), "properties": {"traits": {"name": "Amina"}}},
              story.page(12.5, "/checkout", "Checkout"),
              {"event": "purchase", "anonymous_id": BROWSER, "user_id": "+" + AMINA,
               "timestamp": story.iso(14), "properties": {"value": 1450, "currency": "KES", "sku": "indigo"}})
    doors.webhook("and says thank you", story.said(15, AMINA, "wamid.demo.3", "reaction",
                                                   {"message_id": answer, "emoji": "🙏"}))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    play(Doors(read_env(sys.argv[1])))
