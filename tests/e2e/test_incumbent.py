"""The incumbent's customers with one URL changed: its SDK, its snippets and its guide's requests."""
import json
import unittest
import uuid

from griot_testing import Case
from griot_testing.browser import Visit, install_packages

VISITS = "test/incumbent/visits.mjs"


def setUpModule():
    install_packages()


class Incumbent(Case):
    def visit(self, griot, client, kind, sdk, visit):
        program = Visit(VISITS, kind, sdk, visit, GRIOT_URL=griot.url, GRIOT_KEY=client.key)
        self.addCleanup(program.end)
        return program

    def events(self):
        rows = self.postgres.rows(
            "select name, user_id, anonymous_id, properties, context, session_id, channel from events "
            "where project = %s order by occurred_at, id", self.project)
        names = ["name", "user_id", "anonymous_id", "properties", "context", "session_id", "channel"]
        return [dict(zip(names, row)) for row in rows]

    def names(self):
        return sorted(event["name"] for event in self.events())


class OnPages(Incumbent):
    def calls(self, kind, sdk, count):
        griot, client = self.quickstart()
        visit = self.visit(griot, client, kind, sdk, "calls")
        visit.wait_step("left")
        self.wait_count(count)
        visit.go_on()
        visit.wait_end()
        self.wait_settled(griot)
        events = self.events()
        by_name = {event["name"]: event for event in events}
        self.assertEqual(len(by_name), count, events)
        self.assertEqual({event["channel"] for event in events}, {"web"})
        self.assertEqual(len({event["anonymous_id"] for event in events}), 1)
        self.assertEqual(len({event["session_id"] for event in events} - {None}), 1)
        self.assertEqual({name: event["user_id"] for name, event in by_name.items()} | {"handshake_complete": None},
                         {"page_view": None, "signup": None, "identify": "u1", "bought": "u1", "after": None,
                          "last words": None, "handshake_complete": None})
        self.assertEqual(by_name["signup"]["properties"], {"plan": "pro", "nested": {"n": [1, 2]}})
        self.assertEqual(by_name["bought"]["properties"], {"value": 3})
        for event in events:
            context = event["context"]
            self.assertEqual((context["handshakeToken"], context["page"]["path"], context["page"]["title"]),
                             ("h1", "/pricing", "Shop"))
            self.assertTrue(context["userAgent"].startswith("Mozilla/5.0"))
            uuid.UUID(context["clientSessionId"])
        # The visitor's session of its own ends with the reset; ours goes on.
        self.assertEqual(len({event["context"]["clientSessionId"] for event in events}), 2)
        return by_name

    def test_its_sdk(self):
        events = self.calls("global", "own", 6)
        self.assertEqual(events["identify"]["properties"], {"userId": "u1", "email": "amina@example.com"})
        self.assertEqual(events["page_view"]["context"]["library"], {"name": "@analytics/sdk", "version": "1.0.0"})

    def test_its_snippet_lives(self):
        events = self.calls("snippet", "griot", 7)
        self.assertEqual(events["identify"]["properties"], {"traits": {"email": "amina@example.com"}})
        self.assertEqual(events["page_view"]["context"]["campaign"], {"source": "wa"})
        self.assertEqual(events["handshake_complete"]["properties"], {"hsToken": "h1"})

    def test_its_guides_snippet_lives(self):
        self.calls("guide", "griot", 7)

    def test_its_global(self):
        self.calls("global", "griot", 7)

    def outage(self, sdk):
        griot, client = self.quickstart()
        visit = self.visit(griot, client, "global", sdk, "outage")
        visit.wait_step("stop")
        self.redis.stop()
        visit.go_on()
        visit.wait_step("start")
        self.redis.start()
        visit.go_on()
        visit.wait_step("back")
        visit.go_on()
        visit.wait_end()
        self.wait_count(6)
        ledger = self.wait_settled(griot)
        self.assertEqual(self.names(), ["after", "before", "during", "during", "during", "page_view"])
        self.assertEqual(sorted(e["properties"]["n"] for e in self.events() if e["name"] == "during"), [0, 1, 2])
        return ledger

    def test_its_sdk_loses_and_doubles_nothing_while_griot_can_keep_nothing(self):
        self.outage("own")

    def test_griots_in_its_place_neither(self):
        self.outage("griot")

    def test_a_visitor_and_what_was_left_unsent_come_along(self):
        griot, client = self.quickstart()
        visit = self.visit(griot, client, "global", "own", "change")
        visit.wait_step("stop")
        self.redis.stop()
        visit.go_on()
        visit.wait_step("start")
        self.redis.start()
        griot.wait_ready()
        visit.go_on()
        visit.wait_step("changed")
        visit.go_on()
        visit.wait_end()
        self.wait_count(7)
        self.wait_settled(griot)
        events = self.events()
        self.assertEqual(self.names(), ["identify"] + ["left"] * 4 + ["page_view"] * 2)
        self.assertEqual(sorted(e["properties"]["n"] for e in events if e["name"] == "left"), [0, 1, 2, 3])
        self.assertEqual(len({event["anonymous_id"] for event in events}), 1, events)
        last = events[-1]
        self.assertEqual((last["name"], last["user_id"], last["context"]["library"]["name"]),
                         ("page_view", "u1", "griot.js"))


class ByHttp(Incumbent):
    def sdk_event(self, n, **members):
        """As long as one is on a page."""
        return {"event_id": str(uuid.uuid4()), "message_id": str(uuid.uuid4()), "event_name": "e",
                "event_type": "track", "timestamp": "2026-03-04T10:30:00.000Z",
                "anonymous_id": "9f2b1c0a-5b7e-4c1d-8a3f-112233445566",
                "session_id": "c0ffee00-1111-4222-8333-444455556666",
                "context": {"library": {"name": "@analytics/sdk", "version": "1.0.0"},
                            "page": {"path": "/p", "referrer": "", "search": "", "title": "T", "url": "u" * 500},
                            "userAgent": "Mozilla/5.0 " + "x" * 100, "locale": "en-KE",
                            "screen": {"width": 360, "height": 800}},
                "properties": {"n": n}, **members}

    def body(self, events, **members):
        return {"batch": events, "sent_at": "2026-03-04T10:30:01.000Z", **members}

    def test_a_batch_of_4095_with_12_events_in_it(self):
        griot, client = self.quickstart()
        batch = []
        for n in range(12):
            batch = batch + [*batch, self.sdk_event(n)]
        self.assertEqual(len(batch), 4095)
        text = json.dumps(self.body(batch, write_key=client.key))
        self.assertGreater(len(text), 3 << 20)
        for _ in range(2):
            answer = client.capture(text)
            self.assertEqual((answer.status, answer.json),
                             (200, {"status": "success", "accepted": 4095, "rejected": []}))
        self.wait_count(12)
        self.wait_settled(griot)
        self.assertEqual(sorted(e["properties"]["n"] for e in self.events()), list(range(12)))

    def test_4095_events_of_which_each_is_another(self):
        griot, client = self.quickstart()
        answer = client.capture(self.body([self.sdk_event(n) for n in range(4095)]))
        self.assertEqual((answer.status, answer.json["accepted"]), (200, 4095))
        self.wait_count(4095)
        self.wait_settled(griot)

    def test_a_beacon_has_no_headers_and_its_key_in_the_body(self):
        griot, client = self.quickstart()
        for kind in ({"Content-Type": "text/plain;charset=UTF-8"}, {"Content-Type": "application/json"}, {}):
            body = json.dumps(self.body([self.sdk_event(1)], write_key=client.key))
            answer = client.request("POST", "/v1/capture", body, {"Origin": "https://shop.example", **kind})
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "https://shop.example")
            self.assertEqual(answer.headers["Access-Control-Allow-Credentials"], "true")
        self.wait_count(3)

    def test_the_guides_requests(self):
        griot, client = self.quickstart()
        user, whatsapp = "+254712345678", {"channel": "whatsapp"}
        said = [
            ("message.received", {"messageId": "m1", "chatId": "c1", "direction": "inbound", "contentType": "text",
                                  "contentLength": 6, "hasMedia": False, "mediaType": None}),
            ("message.sent", {"messageId": "m2", "chatId": "c1", "direction": "outbound", "contentType": "text",
                              "templateId": "t1", "agentId": "g1", "isAutomated": False}),
            ("message.delivered", {"messageId": "m2", "deliveredAt": "2026-03-04T10:30:02Z"}),
            ("message.read", {"messageId": "m2", "readAt": "2026-03-04T10:31:00Z"}),
            ("contact.created", {"chatId": "c1", "name": "Amina", "source": "ad", "countryCode": "KE",
                                 "customFields": {"plan": "pro"}}),
            ("chat.assigned", {"chatId": "c1", "agentId": "g1", "previousAgentId": None, "assignmentType": "auto"}),
            ("agent.handoff", {"chatId": "c1", "fromMode": "bot", "toMode": "agent", "agentId": "g1",
                               "handoffReason": "asked", "journeyStep": "pay"}),
            ("chat.transferred", {"inboxSessionId": "i1", "fromAgentId": "g1", "toAgentId": "g2", "reason": "shift",
                                  "isTakeover": False}),
            ("chat.resolved", {"chatId": "c1", "agentId": "g2", "resolutionType": "solved", "messageCount": 4,
                               "durationMinutes": 12}),
            ("csat_submitted", {"rating": 5, "feedback": "good", "journey": "pay", "inboxSessionId": "i1"}),
            ("ai.classification", {"input_text": "pay", "detected_intent": "payment", "confidence": 0.9,
                                   "latency_ms": 80, "model": "m", "prompt_tokens": 10, "completion_tokens": 2}),
            ("ai.generation", {"prompt_type": "answer", "output_length": 80, "latency_ms": 400, "model": "m"}),
            ("ai.error", {"error_type": "timeout", "recovery_attempt": 1, "recovered": True,
                          "fallback_action": "agent"})]
        batch = [{"type": "track", "event": name, "userId": user, "timestamp": f"2026-03-04T10:30:{n:02}Z",
                  "context": whatsapp, "properties": properties} for n, (name, properties) in enumerate(said)]
        batch.append({"type": "track", "event": "campaign.sent", "userId": "system", "context": whatsapp,
                      "properties": {"campaignId": "k1", "campaignName": "June", "templateId": "t1",
                                     "recipientCount": 40, "scheduledAt": "2026-03-04T09:00:00Z"}})
        answer = client.capture({"batch": batch})
        self.assertEqual((answer.status, answer.json["accepted"], answer.json["rejected"]), (200, len(batch), []))
        # One event without a batch, a page with its name and a person with traits, as its guide has them.
        for body in ({"event": "signup", "userId": "u1", "properties": {"plan": "pro"}},
                     {"batch": [{"type": "page", "name": "Pricing", "anonymousId": "a1",
                                 "properties": {"path": "/p"}}]},
                     {"batch": [{"type": "identify", "userId": "u1", "anonymousId": "a1",
                                 "traits": {"email": "amina@example.com"}}]}):
            self.assertEqual(client.capture(body).status, 200, body)
        self.wait_count(len(batch) + 3)
        self.wait_settled(griot)
        events = {event["name"]: event for event in self.events()}
        for name, properties in said:
            self.assertEqual((events[name]["user_id"], events[name]["channel"], events[name]["properties"]),
                             (user, "whatsapp", properties), name)
        self.assertEqual(events["campaign.sent"]["session_id"], None)
        self.assertNotEqual(events["message.received"]["session_id"], None)
        self.assertEqual(events["page_view"]["properties"], {"path": "/p", "name": "Pricing"})
        self.assertEqual(events["identify"]["properties"], {"traits": {"email": "amina@example.com"}})
        self.assertEqual(events["signup"]["channel"], "web")

    def test_what_stranded_its_batches_is_stored_or_refused_and_never_stuck(self):
        poison = {
            "message id of a neighbour": ({"message_id": None, "event_id": "n3"}, {}, 9, 10),
            "path": ({"context": {"page": {"path": "/" + "p" * 600}}}, {}, 10, 10),
            "NUL": ({"properties": {"x": "a\0b"}}, {}, 9, 9),
            "library version": ({"context": {"library": {"name": "x", "version": "1" * 32}}}, {}, 10, 10),
            "channel": ({"context": {"channel": "a channel of 25 letters!!"}}, {}, 10, 10),
            "address, unknown": ({}, {"X-Forwarded-For": "unknown"}, 10, 10),
            "address and port": ({}, {"X-Forwarded-For": "41.90.1.1:5555"}, 10, 10),
            "properties that are a text": ({"properties": "Home"}, {}, 9, 9),
            "a member nobody knows": ({"surprise": [{}]}, {}, 10, 10),
        }
        griot, client = self.quickstart()
        for what, (members, headers, rows, accepted) in poison.items():
            with self.subTest(what=what):
                self.new_project()
                batch = [self.sdk_event(n, message_id=None, event_id=f"n{n}") for n in range(10)]
                batch[4] |= members
                answer = self.client(griot).capture(self.body(batch), headers)
                self.assertEqual((answer.status, answer.json["accepted"]), (200, accepted), answer)
                self.assertEqual([r["index"] for r in answer.json["rejected"]], [4] * (10 - accepted))
                self.wait_count(rows)
        self.wait_settled(griot)

    def test_health_and_scripts(self):
        griot, client = self.quickstart()
        health = client.get("/v1/health").json
        self.assertEqual((list(health), health["status"], health["version"]),
                         (["status", "version", "timestamp"], "ok", "1.0.0"))
        self.redis.stop()
        self.addCleanup(self.redis.start)
        self.assertEqual(client.get("/v1/health").status, 200)
        for path in ("/sdk.js", "/analytics.js", "/griot.js"):
            answer, head = client.get(path), client.request("HEAD", path)
            self.assertEqual((answer.status, head.status, head.body), (200, 200, b""), path)
            self.assertEqual(head.headers["Content-Length"], str(len(answer.body)))
            self.assertTrue(answer.headers["Content-Type"].startswith("text/javascript"))
            version = answer.headers["ETag"].strip('"')
            kept = client.get(f"{path}?v={version}")
            self.assertIn("immutable", kept.headers["Cache-Control"])
            self.assertEqual(client.get(path, {"If-None-Match": answer.headers["ETag"]}).status, 304)


if __name__ == "__main__":
    unittest.main()
