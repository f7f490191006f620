"""Messages, chats and waits: random sets of events in any order against an oracle that knows only the definition,
and the cases that others are known to get wrong."""
import datetime
import json
import os
import random
import time
import unittest
import uuid

import psycopg2

from griot_testing import Case, repeats
from griot_testing.conversation_oracle import DAY, SECOND, Event
from griot_testing.conversation_rows import Store, differences
from griot_testing.griot import PIPELINES, ROOT

START = 1_760_000_000 * SECOND
# Ties, and what is exactly a day or three, and a second to either side.
STEPS = [0, 0, 0, 1, 1, 30, 60, 60, 600, 600, 3600, 20000, 40000, 86399, 86400, 86401, 172800, 259199, 259200, 259201]
SOURCES = ["collect/meta", "collect/meta", "collect/meta", "collect/crm", "collect/web"]
TRAITS = {"agentId": ["a1", "a2", "bot:faq", "system", "agent:7", 7], "templateId": ["t1", "t2"],
          "templateName": ["n1"], "contentType": ["text", "text", "image", "reaction", "system"],
          "campaignId": ["k1", ""], "category": ["service", "marketing", "utility"],
          "senderType": ["user", "agent_bot", "automation"], "origin": ["phone_app", "api"], "automation": [True],
          "errorCode": [131049, "e"], "chatId": ["%s-c1", "%s-c2"], "businessNumber": ["+1", "+2"]}
USERS = ["+2541", "+2542", None, "bot:x"]


def case(rng, project, number):
    """Events of a few people and chats that no other case has."""
    users = [u and f"{u}{number:05d}" for u in USERS[:rng.choice([1, 1, 2, 4])]]
    crm, agents, steady = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.6
    at, events, ids = START + rng.randrange(20 * 86400) * SECOND, [], []

    def add(name, when, user, **properties):
        events.append(Event(str(uuid.UUID(int=rng.getrandbits(128), version=4)), project, rng.choice(SOURCES), name,
                            user, when, {k: v for k, v in properties.items() if v is not None}))

    def traits(*names, share=0.3):
        made = {n: rng.choice(TRAITS[n]) for n in names if rng.random() < share}
        if "chatId" in made:
            made["chatId"] = made["chatId"] % number if crm else None
        if not agents:
            made.pop("agentId", None)
        return made

    for _ in range(rng.randint(2, 25)):
        at += rng.choice(STEPS) * SECOND
        user, number_of = rng.choice(users), "+1" if steady else rng.choice(["+1", "+1", "+2", None])
        where = {"businessNumber": number_of, **traits("chatId", share=0.9 if steady else 0.5)}
        if steady and crm and "chatId" in where:
            where["chatId"] = TRAITS["chatId"][0] % number
        kind = rng.random()
        if kind < 0.18:
            name = rng.choice(["chat.opened", "chat.assigned", "chat.resolved", "chat.resolved", "agent.handoff"])
            add(name, at, user, **where, **traits("agentId", share=0.7),
                resolutionTime=rng.choice([None, 60, 1.5, -1, "x"]), outcome=rng.choice([None, "sold"]))
            continue
        if kind < 0.2:
            add("message.reaction", at, user, messageId=f"m{number}-r{len(events)}", **where)
            continue
        id = f"m{number}-{len(ids)}"
        ids.append(id)
        quoted = rng.choice([None, None, rng.choice(ids)])
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            told = rng.choice([user, user, rng.choice(users)])
            if kind < 0.5:
                add("message.received", at + rng.choice([0, 0, 5]) * SECOND, told,
                    messageId=rng.choice([id, id, id, None]), replyTo=quoted,
                    **{**where, **traits("contentType", *([] if steady else ["chatId"]))})
                continue
            shape = traits("agentId", "templateId", "templateName", "contentType", "campaignId", "category",
                           "senderType", "origin", "automation", share=0.06 if steady else 0.15)
            if agents and rng.random() < 0.5:
                shape["agentId"] = rng.choice(["a1", "a2"])
            add("message.sent", at, told, messageId=id, **where, **shape)
        if kind < 0.5:
            continue
        if rng.random() < 0.15:
            events.pop()
        for name, after in (("message.delivered", [0, 1, 60]), ("message.read", [0, 60, 86400]),
                            ("message.failed", [0, -1, 30])):
            if rng.random() < (0.2 if name.endswith("failed") else 0.5):
                add(name, at + rng.choice(after) * SECOND, rng.choice([user, None]),
                    messageId=rng.choice([id, id, None]),
                    **traits("category", "chatId", "errorCode", share=0.05 if steady else 0.2))
    return events


def batches(rng, events):
    """Events in a random order, cut at random; some cases nearly in order, as in life."""
    order = events[:]
    if rng.random() < 0.5:
        rng.shuffle(order)
    else:
        order.sort(key=lambda e: e.at + rng.choice([0, 0, 0, 0, 7200, 100000]) * SECOND)
    cut = []
    while order:
        size = rng.choice([1, 2, 3, 5, 40])
        cut.append(order[:size])
        order = order[size:]
    return cut


class AnyOrder(Case):
    def setUp(self):
        super().setUp()
        migrated = self.griot().command("migrate")
        self.assertEqual(migrated.returncode, 0, migrated)
        self.store = Store(self.postgres)

    def put(self, cases, connections, hours=None):
        seed = random.SystemRandom().getrandbits(32)
        rng = random.Random(seed)
        print(f"\n  {cases} cases, {connections} connections, seed {seed}", flush=True)
        made = [case(rng, self.project, number) for number in range(cases)]
        queues = [batches(rng, events) for events in made]
        merged = []
        while queues:
            some = rng.sample(queues, min(len(queues), rng.choice([1, 30, 100, 100])))
            merged.append([event for queue in some for event in queue.pop(0)])
            queues = [queue for queue in queues if queue]
        self.store.put(merged, connections)
        events = [event for events in made for event in events]
        self.assertEqual(differences(self.postgres, self.project, events, hours), {}, f"seed {seed}")
        return events

    def test_one_connection(self):
        for _ in range(repeats(8, 100)):
            self.new_project()
            self.put(500, 1)

    def test_two_connections(self):
        for _ in range(repeats(6, 100)):
            self.new_project()
            self.put(500, 2)

    def test_three_connections(self):
        for _ in range(repeats(6, 100)):
            self.new_project()
            self.put(500, 3)

    def test_what_was_stored_before_the_plugin_came(self):
        events = self.put(200, 1)
        with open(os.path.join(ROOT, "plugins/conversations/sql/0008_stored_before.sql"), encoding="utf-8") as file:
            again = file.read()
        self.postgres.rows("truncate message_facts, message_claims, chat_marks, chats, response_times, resolutions; " +
                           again)
        self.assertEqual(differences(self.postgres, self.project, events), {})


class Rules(Case):
    """One case each; every one is stored in order, backwards and all at once, with the same end."""

    def setUp(self):
        super().setUp()
        migrated = self.griot().command("migrate")
        self.assertEqual(migrated.returncode, 0, migrated)
        self.store, self.events, self.settings = Store(self.postgres), [], None

    def told(self, name, at, user="+254700000001", source="collect/meta", **properties):
        """`at`: seconds after the start."""
        properties.setdefault("businessNumber", "+1555")
        self.events.append(Event(str(uuid.uuid4()), None, source, name, user, int(START + at * SECOND), properties))

    def received(self, at, id=None, **properties):
        self.told("message.received", at, messageId=id or f"in{at}", **properties)

    def sent(self, at, id=None, **properties):
        self.told("message.sent", at, messageId=id or f"out{at}", **properties)

    def all_ways(self, check):
        """`check` with the rows that there are then."""
        for way in ([[e] for e in self.events], [[e] for e in reversed(self.events)], [self.events]):
            self.new_project()
            self.postgres.rows("insert into projects (id, settings) values (%s, %s)", self.project,
                               json.dumps(self.settings or {}))
            way = [[Event(str(uuid.uuid4()), self.project, e.source, e.name, e.user, e.at, e.properties) for e in batch]
                   for batch in way]
            self.store.put(way)
            hours = self.settings and (self.settings["timezone"], self.settings["business_hours"])
            self.assertEqual(differences(self.postgres, self.project, [e for b in way for e in b], hours), {})
            check()

    def rows(self, columns, table, order):
        since = "round(extract(epoch from {0} - to_timestamp(%s)))::float"
        wanted = [since.format(c) if c.endswith("_at") or c == "waiting_since" else c for c in columns.split()]
        times = [START // SECOND] * sum("extract" in w for w in wanted)
        return self.postgres.rows(f"select {', '.join(wanted)} from {table} where project = %s order by {order}",
                                  *times, self.project)

    def waits(self, columns="waiting_since seconds ended"):
        return self.rows(columns, "response_times", "waiting_since")

    def chats(self, columns):
        return self.rows(columns, "chats", "opened_at")

    def test_meta_alone_without_any_agent(self):
        self.received(0, "w1")
        self.received(30, "w2")
        for id, at in (("w3", 90), ("w4", 95)):
            self.sent(at, id, category="service")
            self.told("message.delivered", at + 1, messageId=id, category="service")
            self.told("message.read", at + 1, messageId=id)
        self.received(1000, "w5")

        def check():
            self.assertEqual(self.waits("waiting_since seconds ended answered_by agent_id first"),
                             [(0, 90, "answer", "unknown", None, True), (1000, None, None, None, None, False)])
            self.assertEqual(self.chats("opened_at messages_in messages_out first_response_seconds waiting_since"),
                             [(0, 3, 2, 90, 1000)])
        self.all_ways(check)

    def test_templates_of_meta_are_no_answers(self):
        self.received(0)
        self.sent(10, "u", category="utility")
        self.sent(20, "m", category="marketing")
        self.sent(30, "s", category="service")
        self.all_ways(lambda: self.assertEqual(self.waits("seconds answer"), [(30, "s")]))

    def test_an_echo_and_its_status_are_one_message(self):
        self.received(0)
        self.sent(60, "w", origin="phone_app", contentType="text")
        self.sent(61, "w", category="service")

        def check():
            self.assertEqual(self.waits("seconds answered_by"), [(60, "agent")])
            self.assertEqual(self.chats("messages_in messages_out"), [(1, 1)])
        self.all_ways(check)

    def test_a_message_heard_from_meta_and_from_the_crm(self):
        self.received(0, "w1")
        self.received(2, "w1", source="collect/crm", chatId="77")
        self.sent(62, "w2", category="service")
        self.sent(60, "w2", source="collect/crm", chatId="77", agentId="a1")

        def check():
            self.assertEqual(self.chats("chat opened_at messages_in messages_out"), [("c77", 0, 1, 1)])
            self.assertEqual(self.waits("seconds answered_by agent_id"), [(60, "agent", "a1")])
        self.all_ways(check)

    def test_a_reopened_chat_counts_from_its_reopening(self):
        self.received(0, chatId="7")
        self.sent(60, chatId="7", agentId="a1")
        self.told("chat.resolved", 120, chatId="7", outcome="sold", resolutionTime=99, agentId="a1")
        self.received(5 * 86400, chatId="7")
        self.sent(5 * 86400 + 600, chatId="7", agentId="a1")

        def check():
            self.assertEqual(self.waits("waiting_since seconds first"), [(0, 60, True), (432000, 600, True)])
            self.assertEqual(self.chats("opened_at closed_at closed_by first_response_seconds"),
                             [(0, 120, "resolved", 60), (432000, None, None, 600)])
            self.assertEqual(self.rows("seconds provider_seconds outcome agent_id", "resolutions", "resolved_at"),
                             [(120, 99, "sold", "a1")])
        self.all_ways(check)

    def test_a_bot_hands_over(self):
        self.received(0)
        self.sent(2, "b", senderType="agent_bot")
        self.told("agent.handoff", 300)
        self.sent(360, "a", agentId="a1")

        def check():
            self.assertEqual(self.waits("seconds answered_by"), [(360, "agent")])
            self.assertEqual(self.chats("handed_over_at first_response_at first_response_seconds"), [(300, 360, 60)])
            self.assertEqual(self.rows("answered_by", "message_facts", "at"), [(None,), ("bot",), ("agent",)])
        self.all_ways(check)

    def test_a_campaign_in_between_answers_nothing(self):
        self.received(0)
        self.sent(60, "k", campaignId="june", templateId="t")
        self.sent(120, "a", agentId="a1")
        self.all_ways(lambda: self.assertEqual(self.waits("seconds answer"), [(120, "a")]))

    def test_a_reaction_waits_for_nothing(self):
        self.sent(0, "a", agentId="a1")
        self.told("message.reaction", 10, messageId="r", replyTo="a")
        self.received(20, "x", contentType="reaction")

        def check():
            self.assertEqual((self.waits(), self.chats("opened_at")), ([], []))
        self.all_ways(check)

    def test_the_agent_changes(self):
        self.told("chat.opened", 0, chatId="7")
        self.received(1, chatId="7")
        self.told("chat.assigned", 5, chatId="7", agentId="a1")
        self.told("chat.assigned", 50, chatId="7", agentId="a2", previousAgentId="a1")
        self.sent(61, chatId="7", agentId="a2")

        def check():
            self.assertEqual(self.waits("seconds agent_id"), [(60, "a2")])
            self.assertEqual(self.chats("opened_by opened_at first_assigned_at first_agent queue_seconds"),
                             [("chat.opened", 0, 5, "a1", 4)])
        self.all_ways(check)

    def test_resolved_unanswered(self):
        self.received(0, chatId="7")
        self.told("chat.resolved", 500, chatId="7")
        self.told("chat.resolved", 600, chatId="7")

        def check():
            self.assertEqual(self.waits("waiting_since seconds ended ended_at"), [(0, None, "resolved", 500)])
            self.assertEqual(self.rows("resolved_at opened_at seconds", "resolutions", "resolved_at"),
                             [(500, 0, 500), (600, None, None)])
        self.all_ways(check)

    def test_a_day_without_an_answer_is_missed(self):
        self.received(0, chatId="7")
        self.sent(86400, chatId="7", agentId="a1")
        self.received(100000, chatId="7")
        self.sent(186399, chatId="7", agentId="a1")
        self.all_ways(lambda: self.assertEqual(
            self.waits("waiting_since seconds ended ended_at"),
            [(0, None, "missed", 86400), (100000, 86399, "answer", 186399)]))

    def test_a_chat_of_a_number_closes_by_silence_and_opens_anew(self):
        self.received(0)
        self.sent(60, category="service")
        self.received(60 + 86400, "again")
        self.received(60 + 86400 + 86399, "still")

        def check():
            self.assertEqual(self.chats("opened_at closed_at closed_by messages_in"),
                             [(0, 86460, "silence", 1), (86460, None, None, 2)])
            self.assertEqual(self.waits(), [(0, 60, "answer"), (86460, None, None)])
        self.all_ways(check)

    def test_a_message_that_moves_to_another_chat_takes_all_along_that_followed_from_it(self):
        self.received(0, "a")
        self.received(110000, "b")
        self.received(110000, "b", source="collect/crm", chatId="7")

        def check():
            self.assertEqual(self.chats("chat opened_at closed_by waiting_since"),
                             [("n+1555\x1f+254700000001", 0, None, 0), ("c7", 110000, None, 110000)])
        self.all_ways(check)

    def test_what_is_of_the_second_of_the_resolution_comes_before_it(self):
        self.received(0, chatId="7")
        self.told("chat.resolved", 60, chatId="7")
        self.told("chat.assigned", 60, chatId="7", agentId="a1")
        self.sent(60, "s", chatId="7", agentId="a1")

        def check():
            self.assertEqual(self.waits("seconds ended agent_id"), [(60, "answer", "a1")])
            self.assertEqual(self.chats("closed_at first_agent messages_out"), [(60, "a1", 1)])
        self.all_ways(check)

    def test_a_source_that_knows_better_whom_a_message_went_to(self):
        self.sent(0, "k", user="+2549", source="collect/web", campaignId="june")
        self.received(60, "r9", user="+2549")
        self.sent(0, "k", user="+2548", source="collect/crm", campaignId="july")
        self.received(90, "r8", user="+2548")
        self.all_ways(lambda: self.assertEqual(
            self.rows("message_id user_id campaign_id credited_to replied_at", "message_facts", "at"),
            [("k", "+2548", "july", None, 90), ("r9", "+2549", None, None, None), ("r8", "+2548", None, "k", None)]))

    def test_silence_ends_a_wait_unless_it_was_missed_before(self):
        self.received(0)
        self.received(200000, "b")
        self.received(200000 + 50000, "c")
        self.received(200000 + 50000 + 86400, "d")
        self.all_ways(lambda: self.assertEqual(
            self.waits(), [(0, None, "silence"), (200000, None, "missed"), (336400, None, None)]))

    def test_an_answer_arrives_before_its_question(self):
        self.received(0)
        self.sent(45, category="service")
        self.events.reverse()
        self.all_ways(lambda: self.assertEqual(self.waits(), [(0, 45, "answer")]))

    def test_ties_of_whole_seconds(self):
        self.sent(0, "b", category="service")
        self.received(0, "a")
        self.received(0, "c")
        self.all_ways(lambda: self.assertEqual(self.waits(), [(0, 0, "answer")]))

    def test_a_message_that_only_failed_answers_nothing(self):
        self.received(0)
        self.told("message.failed", 30, messageId="x", errorCode=131047)

        def check():
            self.assertEqual(self.waits(), [(0, None, None)])
            self.assertEqual(self.rows("failed error_code attempted_at", "message_outcomes", "1"),
                             [(True, "131047", 30)])
        self.all_ways(check)

    def test_replies_are_credited(self):
        self.sent(0, "k1", campaignId="june")
        self.sent(1000, "k2", category="marketing")
        self.sent(1500, "k3", category="marketing")
        self.told("message.failed", 1501, messageId="k3")
        self.sent(1600, "a", agentId="a1")
        self.received(2000, "r1")
        self.received(3000, "r2", replyTo="k1")
        self.received(3100, "r3", replyTo="a")
        self.received(1000 + 259200, "r4")
        self.received(1000 + 259201, "r5")
        self.all_ways(lambda: self.assertEqual(
            self.rows("message_id credited_to replied_at", "message_facts", "at"),
            [("k1", None, 3000), ("k2", None, 2000), ("k3", None, None), ("a", None, 3100), ("r1", "k2", None),
             ("r2", "k1", None), ("r3", "a", None), ("r4", "k2", None), ("r5", None, None)]))

    def test_what_follows_from_what_is_applied_when_counting(self):
        self.sent(0, "k", campaignId="june")
        self.told("message.failed", 1, messageId="k")
        self.told("message.read", 5, messageId="k")

        def check():
            columns = "sent delivered read replied clicked failed delivered_at"
            self.assertEqual(self.rows(columns, "message_outcomes", "1"),
                             [(True, True, True, False, False, False, None)])
            self.assertEqual(self.rows("delivered_at read_at", "message_facts", "at"), [(None, 5)])
        self.all_ways(check)
        self.postgres.rows("select griot_message_clicked(array[%s, %s], array['k', 'new'], array[to_timestamp(%s), "
                           "to_timestamp(%s)])", self.project, self.project, START // SECOND + 9, START // SECOND + 3)
        self.assertEqual(self.rows("message_id clicked clicked_at attempted_at", "message_outcomes", "1"),
                         [("k", True, 9, 0), ("new", True, 3, 3)])

    def test_business_hours(self):
        self.settings = {"timezone": "Africa/Nairobi", "business_hours": {
            "thu": [["08:00", "12:00"], ["13:00", "17:00"]], "fri": [["09:00", "24:00"]]}}
        self.received(0, chatId="7")
        self.sent(4 * 3600, chatId="7", agentId="a")
        self.received(9 * 3600, "late", chatId="7")
        self.sent(24 * 3600, chatId="7", agentId="a")
        self.told("chat.resolved", 7 * 86400, chatId="7")

        # 11:53:20 to 15:53:20 there, less an hour; 20:53:20 to 11:53:20 on Friday.
        self.all_ways(lambda: self.assertEqual(self.waits("seconds business_seconds"),
                                               [(14400, 10800), (54000, 10400)]))
        self.postgres.rows("update projects set settings = settings || '{\"business_hours\": {\"mon\": [[\"00:00\", "
                           "\"24:00\"]]}}' where id = %s", self.project)
        while self.postgres.one("select griot_recount_business_hours()"):
            pass
        self.assertEqual(self.waits("business_seconds"), [(0,), (0,)])
        self.assertEqual(self.rows("business_seconds", "resolutions", "1"), [(86400,)])
        self.assertEqual(self.chats("first_response_business_seconds"), [(0,)])
        self.postgres.rows("update projects set settings = settings - 'business_hours' where id = %s", self.project)
        while self.postgres.one("select griot_recount_business_hours()"):
            pass
        self.assertEqual(self.waits("business_seconds"), [(None,), (None,)])

    def test_hours_that_are_none_are_refused(self):
        for hours in ('[]', '{"monday": []}', '{"mon": "09:00"}', '{"mon": [["9:00", "10:00"]]}',
                      '{"mon": [["10:00", "09:00"]]}', '{"mon": [["09:00", "25:00"]]}', '{"mon": [["09:00"]]}',
                      '{"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}', '{"mon": [[9, 10]]}', '{"mon": [null]}'):
            with self.subTest(hours=hours), self.assertRaisesRegex(psycopg2.Error, "business_hours"):
                self.postgres.rows("insert into projects (id, settings) values (%s, jsonb_build_object("
                                   "'business_hours', %s::jsonb))", self.project, hours)
        with self.assertRaisesRegex(psycopg2.Error, "Olympus"):
            self.postgres.rows("insert into projects (id, settings) values (%s, '{\"timezone\": \"Mars/Olympus\", "
                               "\"business_hours\": {\"mon\": []}}')", self.project)

    def test_what_only_the_clock_ends_shows_when_it_is_read(self):
        now = time.time() - START / SECOND
        for user, hours in (("u1", [1]), ("u2", [25]), ("u3", [30, 10]), ("u4", [50, 2])):
            for ago in hours:
                self.told("message.received", now - ago * 3600, user, messageId=f"{user}-{ago}")
        self.told("message.received", now - 31 * 3600, "u5", messageId="crm", chatId="7")

        def check():
            self.assertEqual(
                self.rows("user_id closed_by", "chats_now", "opened_at"),
                [("u4", "silence"), ("u5", None), ("u3", None), ("u2", "silence"), ("u4", None), ("u1", None)])
            waits = self.postgres.rows("select c.user_id, r.ended from response_times_now r join chats_now c using "
                                       "(project, chat, opened_at) where project = %s order by 1, r.waiting_since",
                                       self.project)
            self.assertEqual(waits, [("u1", None), ("u2", "silence"), ("u3", "missed"), ("u4", "silence"), ("u4", None),
                                     ("u5", "missed")])
            self.assertEqual(self.postgres.rows("select user_id from chats_now where waiting_since is not null and "
                                                "project = %s order by 1", self.project), [("u1",), ("u4",)])
        self.all_ways(check)


class Processes(Case):
    """Through the door, the queue and processors that are killed in between."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(PIPELINES, "processor.yaml"), encoding="utf-8") as file:
            self.processor_file = self.pipeline(file.read().replace("lease: 5s", "lease: 300ms"), "processor.yaml")

    @staticmethod
    def told(event, at=None):
        """The event as a client sends it. Without a time it happens when it arrives."""
        body = {"messageId": event.id, "event": event.name, "userId": event.user, "anonymousId": "a",
                "properties": event.properties, "context": {"channel": "whatsapp"}}
        if at is not None:
            time_of = datetime.datetime.fromtimestamp(at // SECOND, datetime.timezone.utc)
            body["timestamp"] = time_of.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {k: v for k, v in body.items() if v is not None}

    def requests(self, rng, cases):
        """Events, and the requests in which they are sent. The first delivery is the true one; a repetition may
        carry another time, or none, and must change nothing."""
        made = [case(rng, self.project, number) for number in range(cases)]
        for events in made:
            for event in events:
                event.source, event.user = "collect/web", event.user and event.user.replace("+", "u")
        queues = [batches(rng, events) for events in made]
        sent = []
        while queues:
            request = []
            for queue in rng.sample(queues, min(len(queues), rng.randint(1, 60))):
                for event in queue.pop(0):
                    request.append(self.told(event, event.at))
                    if rng.random() < 0.1:
                        request.append(self.told(event, rng.choice([None, event.at, event.at + DAY])))
            queues = [queue for queue in queues if queue]
            sent.append(request)
        return [event for events in made for event in events], sent

    def run_through(self, processors, cases, kills):
        seed = random.SystemRandom().getrandbits(32)
        rng = random.Random(seed)
        print(f"\n  {cases} cases, {processors} processors, {kills} kills, seed {seed}", flush=True)
        events, requests = self.requests(rng, cases)
        workers = [self.griot(self.processor_file).start() for _ in range(processors)]
        client = self.client(self.griot("collector.yaml").start())
        kill_at = set(rng.sample(range(1, len(requests)), min(kills, len(requests) - 1)))
        for number, request in enumerate(requests):
            for start in range(0, len(request), 400):
                answer = client.capture(request[start:start + 400])
                self.assertEqual((answer.status, answer.json["rejected"]), (200, []), answer)
            if number in kill_at:
                victim = rng.choice(workers)
                victim.kill9()
                victim.start()
        self.wait_settled(workers[0], 60)
        self.assertEqual(self.postgres.rows("select reason, detail from dead_letters limit 3"), [])
        self.assertEqual(differences(self.postgres, self.project, events), {}, f"seed {seed}")
        verified = workers[0].command("conversations", "verify", "--json", timeout=300)
        self.assertEqual([json.loads(line)["differ"] for line in verified.stdout.splitlines()], [0] * 4, verified)
        return workers[0]

    def test_one_processor(self):
        self.run_through(1, repeats(300, 3000), 5)

    def test_three_processors(self):
        self.run_through(3, repeats(300, 3000), 7)

    def test_what_differs_is_found(self):
        worker = self.run_through(1, 60, 0)
        # An error code says nothing of chats, whose truth is made of the messages.
        for table, change in (("message_facts", "error_code = 'x'"), ("chats", "messages_in = messages_in + 1"),
                              ("response_times", "agent_id = 'x'"), ("resolutions", "seconds = 1e9")):
            self.postgres.rows(f"update {table} set {change} where ctid = (select min(ctid) from {table} "
                               "where project = %s)", self.project)
        found = worker.command("conversations", "verify")
        self.assertEqual(found.returncode, 1, found)
        self.assertRegex(found.stdout, r"chats: \d+ rows by the definition, 2 differences\n  ")
        self.assertRegex(found.stdout, r"resolutions: \d+ rows by the definition, 2 differences\n  ")
        nothing = worker.command("conversations", "verify", "--from", "2001-01-01", "--to", "2001-02-01", "--json")
        self.assertEqual((nothing.returncode, [json.loads(line)["rows"] for line in nothing.stdout.splitlines()]),
                         (0, [0] * 4), nothing)
        wrong = worker.command("conversations", "verify", "--from", "yesterdays")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""), wrong)


if __name__ == "__main__":
    unittest.main()
