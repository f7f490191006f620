"""One person across channels: through real processes, doors and webhooks, in any order, with kills in
between, against an oracle that knows only the definition."""
import datetime
import itertools
import json
import os
import random
import time
import unittest
import uuid

from griot_testing import Case, in_time, meta, repeats
from griot_testing.griot import PIPELINES
from griot_testing.person_oracle import Seen, people, person_id

START = 1_760_000_000
RANKS = {"message.received": 1, "message.sent": 2}


def clock(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def event(name, at=None, user=None, anonymous=None, channel="web", properties=None, traits=None, previous=None,
          id=None):
    """An event as a client sends it."""
    body = {"messageId": id or str(uuid.uuid4()), "event": name, "userId": user, "anonymousId": anonymous,
            "properties": properties or {}, "context": {"channel": channel}, "traits": traits, "previousId": previous,
            "timestamp": None if at is None else clock(at)}
    return {k: v for k, v in body.items() if v is not None}


def typed(user):
    if user.startswith("+"):
        return "phone:" + user
    return ("email:" if "@" in user else "account:") + user


def seen(project, e, at):
    """What the event shows, by docs/identity.md; its values need no normalizing."""
    shown = [typed(e["userId"])] if "userId" in e else []
    shown += ["anonymous:" + e["anonymousId"]] if "anonymousId" in e else []
    shown += ["anonymous:" + e["previousId"]] if "previousId" in e else []
    if e["context"]["channel"] == "whatsapp" and "bsuid" in e["properties"]:
        shown.append("bsuid:" + e["properties"]["bsuid"])
    if e["event"] == "identify":
        shown += [kind + ":" + e["traits"][kind] for kind in ("email", "phone") if kind in e.get("traits", {})]
    more = {}
    token = e["properties"].get("hs_token")
    if token and e["event"] == "handshake_complete" and "anonymousId" in e:
        more = {"reports": token, "reporter": "anonymous:" + e["anonymousId"]}
    if token and e["event"] == "message.sent" and "userId" in e:
        more = {"given": token}
    return Seen(project, (at, RANKS.get(e["event"], 5), e["messageId"]), dict.fromkeys(shown), **more)


def case(rng, number):
    """One case: a few people who share browsers and phones; disjoint from all other cases."""
    browsers = [f"b{number}-{n}" for n in range(rng.randint(1, 3))]
    phones = [f"+2547{number:05}{n}0" for n in range(rng.randint(1, 2))]
    users = [f"u{number}-{n}" for n in range(2)] + [f"e{number}@x.org"] + phones
    made = []
    for _ in range(rng.randint(2, 10)):
        at = START + rng.randrange(15)
        id = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        dice = rng.random()
        if dice < 0.25:
            e = event("page_view", anonymous=rng.choice(browsers), user=rng.choice([None, None, rng.choice(users)]))
        elif dice < 0.55:
            traits = {k: v for k, v in (("email", f"e{number}{rng.choice('ab')}@x.org"), ("phone", rng.choice(phones)))
                      if rng.random() < 0.5}
            e = event("identify", user=rng.choice(users), anonymous=rng.choice([None] + browsers), traits=traits)
        elif dice < 0.7:
            e = event("message.received", user=rng.choice(phones), channel="whatsapp",
                      properties=rng.choice([{}, {"bsuid": f"KE.{number}x{rng.randrange(2)}"}]))
        elif dice < 0.8:
            e = event("message.sent", user=rng.choice(phones), channel="whatsapp",
                      properties={"hs_token": f"t{number}-{rng.randrange(2)}"})
        elif dice < 0.92:
            e = event("handshake_complete", anonymous=rng.choice(browsers),
                      properties={"hs_token": f"t{number}-{rng.randrange(2)}"})
        else:
            e = event("alias", user=rng.choice(users), previous=rng.choice(browsers))
        made.append((e | {"messageId": id}, at))
    return made


class Identity(Case):
    def send(self, client, events):
        answer = client.capture(events)
        self.assertEqual((answer.status, answer.json["rejected"]), (200, []), answer)

    def persons(self):
        return dict(self.postgres.rows(
            "select i.type || ':' || i.value, p.person_id from identifiers i join persons p using (person) "
            "where i.project = %s", self.project))

    def timeline(self, person):
        return self.postgres.rows("select channel, name from events_identified where project = %s and person_id = %s "
                                  "order by occurred_at, name", self.project, person)

    def command(self, griot, *words, code=0):
        done = griot.command("person", *words, "--project", self.project)
        self.assertEqual(done.returncode, code, done)
        return done

    def show(self, griot, who):
        return json.loads(self.command(griot, "show", who, "--json").stdout)

    def test_a_visit_a_sign_up_and_a_message_in_all_six_orders(self):
        """The strategy's own case: an anonymous visit, a sign-up by email that gives a phone, WhatsApp from it."""
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        for number, order in enumerate(itertools.permutations(["visit", "sign-up", "message"])):
            phone, mail, browser = f"25471234567{number}", f"ann{number}@example.com", f"browser-{number}"
            for what in order:
                if what == "visit":
                    self.send(client, [event("page_view", START, anonymous=browser, properties={"path": "/offer"})])
                elif what == "sign-up":
                    self.send(client, [event("identify", START + 60, user=mail, anonymous=browser,
                                             traits={"email": mail.upper(), "phone": f"+{phone[:3]} {phone[3:]}"})])
                else:
                    body = meta.envelope(meta.said(meta.message(f"wamid.{number}", phone, START + 120)))
                    self.assertEqual(client.webhook(body).status, 200)
                self.wait_settled(griot)  # each on its own, so that the order is this one
        persons = self.persons()
        self.assertEqual(len(set(persons.values())), 6, persons)
        for number in range(6):
            # Founded by the browser, whichever was heard of first.
            person = person_id(self.project, f"anonymous:browser-{number}")
            for identifier in (f"anonymous:browser-{number}", f"email:ann{number}@example.com",
                               f"phone:+25471234567{number}"):
                self.assertEqual(persons[identifier], person, identifier)
            self.assertEqual(self.timeline(person),
                             [("web", "page_view"), ("web", "identify"), ("whatsapp", "contact.created"),
                              ("whatsapp", "message.received")])

    def test_a_timeline_is_found_however_its_events_are_written(self):
        griot, client = self.quickstart()
        self.send(client, [event("page_view", START, user="Ann@X.org"), event("click", START + 1, user=" ann@x.org "),
                           event("purchase", START + 2, user="ANN@x.org", anonymous="b1"),
                           event("page_view", START - 1, anonymous="b1 "), event("page_view", START, anonymous="b2"),
                           event("page_view", START + 9, user="u2", anonymous="b2")])
        self.wait_settled(griot)
        person = self.persons()["email:ann@x.org"]
        self.assertEqual([name for name, in self.postgres.rows(
            "select name from person_events(%s) order by occurred_at", person)],
            ["page_view", "page_view", "click", "purchase"])
        for other in set(self.persons().values()):
            self.assertEqual(sorted(self.postgres.rows("select id from person_events(%s)", other)),
                             sorted(self.postgres.rows("select id from events_identified where project = %s and "
                                                       "person_id = %s", self.project, other)))
        shown = {i["identifier"]: i["last_at"] for i in self.show(griot, "ann@x.org")["identifiers"]}
        self.assertEqual(shown["email:ann@x.org"], "2025-10-09T08:53:22+00:00")

    def test_webhooks_show_ids_and_new_numbers(self):
        griot = self.griot(self.whatsapp_pipeline()).start()
        client = self.client(griot)
        said = meta.said(meta.message("wamid.1", "254712345678", START, from_user_id="US.134912"))
        changed = {"messages": [{"from": "254712345678", "id": "wamid.2", "timestamp": str(START + 9), "type": "system",
                                 "system": {"body": "User A changed from 254712345678 to 254799000001",
                                            "wa_id": "254799000001", "type": "user_changed_number"}}]}
        for value in (said, changed):
            self.assertEqual(client.webhook(meta.envelope(value)).status, 200)
        self.wait_settled(griot)
        shown = self.show(griot, "+254 799 000001")
        self.assertEqual([i["identifier"] for i in shown["identifiers"]],
                         ["phone:+254712345678", "bsuid:US.134912", "phone:+254799000001"])
        self.assertEqual([(e["rule"], e["a"], e["b"]) for e in shown["evidence"]],
                         [("payload", "phone:+254712345678", "bsuid:US.134912"),
                          ("number_change", "phone:+254712345678", "phone:+254799000001")])
        self.assertEqual(self.show(griot, "US.134912"), shown)

    def test_a_token_links_the_first_browser_that_reports_it(self):
        griot, client = self.quickstart()
        phone = "+254712345678"
        token = {"hs_token": "crm-1"}
        self.send(client, [event("handshake_complete", START + 60, anonymous="friend", properties=token)])
        self.wait_settled(griot)
        self.assertEqual(len(set(self.persons().values())), 1)
        self.send(client, [event("message.sent", START, user=phone, channel="whatsapp", properties=token)])
        self.wait_settled(griot)
        persons = self.persons()
        self.assertEqual(persons["anonymous:friend"], persons["phone:" + phone])
        # Whose report was earlier, though it comes later, was the one who was sent it.
        self.send(client, [event("handshake_complete", START + 30, anonymous="own", properties=token)])
        self.wait_settled(griot)
        persons = self.persons()
        self.assertEqual(persons["anonymous:own"], persons["phone:" + phone])
        self.assertNotEqual(persons["anonymous:friend"], persons["phone:" + phone])
        self.assertEqual([line["action"] for line in self.show(griot, "anonymous:friend")["log"]], ["link", "unlink"])
        # Sent to two people, it is no proof of either.
        self.send(client, [event("message.sent", START, user="+254700000009", channel="whatsapp", properties=token)])
        self.wait_settled(griot)
        self.assertEqual(len(set(self.persons().values())), 4)

    def test_a_token_of_ours_says_itself_whose_it_is(self):
        secret = {"GRIOT_KEY_SECRET": "0123456789abcdef" * 4}
        griot = self.griot(self.whatsapp_pipeline(), **secret).start()
        client = self.client(griot)

        def token(user, *words):
            made = griot.command("link", "new", "--project", self.project, "--user", user, *words, env=secret)
            self.assertEqual(made.returncode, 0, made)
            return made.stdout.strip()

        def report(browser, properties=None, at=None, **context):
            e = event("handshake_complete", at, anonymous=browser, properties=properties)
            e["context"].update(context)
            self.send(client, [e])

        phones = ["+254712345671", "+254712345672", "+254712345673"]
        report("own", {"hsToken": token(phones[0])})
        report("incumbents", handshakeToken=token("254712345672"))
        expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60)
        old = token(phones[2], "--expires", expires.strftime("%Y-%m-%dT%H:%M:%SZ"))
        report("too-late", {"hs_token": old}, at=time.time() + 120)
        forged = token(phones[0])
        report("forger", {"hs_token": forged[:9] + ("B" if forged[9] == "A" else "A") + forged[10:]})
        self.wait_settled(griot)
        persons = self.persons()
        self.assertEqual(persons["anonymous:own"], persons["phone:" + phones[0]])
        self.assertEqual(persons["anonymous:incumbents"], persons["phone:" + phones[1]])
        self.assertNotIn("phone:" + phones[2], persons)
        self.assertEqual(len(set(persons.values())), 4, persons)

    def test_merge_split_and_lift_by_hand(self):
        griot, client = self.quickstart()
        self.send(client, [event("page_view", START, anonymous="b1"),
                           event("identify", START + 5, user="u1", anonymous="b1"),
                           event("identify", START + 9, user="u1", anonymous="b2"),
                           event("page_view", START + 20, anonymous="b2"), event("page_view", START, anonymous="b3")])
        self.wait_settled(griot)
        before = self.persons()
        self.assertEqual(len(set(before.values())), 2)
        text = self.command(griot, "show", "u1").stdout
        for line in (f"person {before['account:u1']} of project {self.project}, since 2025-10-09 08:53:20",
                     "account:u1    first seen 2025-10-09 08:53:25", "identify", "one person, because"):
            self.assertIn(line, text)
        # The split takes b2 with its past events out, and leaves the rest as it was.
        split = json.loads(self.command(griot, "split", "b2", "from", "b1", "--json").stdout)
        self.assertEqual(split, {"outcome": "split", "persons": [person_id(self.project, "anonymous:b2"),
                                                                before["anonymous:b1"]]})
        self.assertEqual(self.timeline(split["persons"][0]), [("web", "page_view")])
        shown = self.show(griot, "b2")
        self.assertEqual([(r["reason"], r["other_person"]) for r in shown["refused"]],
                         [("guard", before["account:u1"])])
        self.assertEqual([line["action"] for line in shown["log"]], ["link", "split", "refuse"])
        # It holds for what comes later, and for what people say.
        self.send(client, [event("identify", START + 30, user="u1", anonymous="b2")])
        self.wait_settled(griot)
        self.assertEqual(self.persons()["anonymous:b2"], split["persons"][0])
        self.assertIn("split", self.command(griot, "merge", "b1", "b2", "--by", "lea", code=1).stderr)
        # The id of before still finds who had it.
        self.assertEqual(self.show(griot, before["account:u1"])["person_id"], before["anonymous:b1"])
        self.command(griot, "split", "b2", "from", "b1", "--lift")
        self.assertEqual(self.persons(), before)
        self.assertIn("so already", self.command(griot, "split", "b2", "b1", "--lift").stderr)

        merged = json.loads(self.command(griot, "merge", "b3", "u1", "--by", "ann", "--json").stdout)
        self.assertEqual((merged["outcome"], len(set(merged["persons"]))), ("merged", 1))
        self.assertEqual([(e["rule"], e["by"]) for e in self.show(griot, "b3")["evidence"] if "by" in e],
                         [("hand", "lea"), ("hand", "ann")])  # the first holds since the split was lifted
        self.send(client, [event("page_view", START, user="u2")])
        self.wait_settled(griot)
        self.assertIn("one account", self.command(griot, "merge", "u1", "u2", code=1).stderr)

    def test_what_nobody_is_known_by(self):
        griot, client = self.quickstart()
        self.send(client, [event("identify", START, user=user, anonymous=browser)
                           for user, browser in (("undefined", "b1"), ("null", "b2"), ("u1", "0000"), ("bot:x", "b3"))])
        self.wait_settled(griot)
        self.assertEqual(set(self.persons()), {"anonymous:b1", "anonymous:b2", "account:u1"})
        self.assertIn("nobody", self.command(griot, "show", "b3", code=1).stderr)
        self.assertEqual(griot.command("person", "show").returncode, 2)
        self.assertEqual(griot.command("person", "split", "a", "b", "c").returncode, 2)
        self.assertEqual(griot.command("person", "merge", "a").returncode, 2)

    def run_through(self, processors, count, kills):
        seed = random.SystemRandom().getrandbits(32)
        print(f"\n  {count} cases, {processors} processors, {kills} kills, seed {seed}", flush=True)
        rng = random.Random(seed)
        cases = [case(rng, number) for number in range(count)]
        queue = [(e, at) for made in cases for e, at in made]
        rng.shuffle(queue)
        requests = []
        for at in range(0, len(queue), 40):
            requests.append([e | {"timestamp": clock(when)} for e, when in queue[at:at + 40]])
            for _ in range(8):  # a repetition may carry another time, and changes nothing
                again, when = rng.choice(queue[:at + 40] + queue[max(at - 80, 0):at + 40] * 9)
                requests[-1].append(again | {"timestamp": clock(when - rng.randrange(20))})
        with open(os.path.join(PIPELINES, "processor.yaml"), encoding="utf-8") as file:
            text = file.read().replace("lease: 5s", "lease: 300ms")
        file = self.pipeline(text, "processor.yaml")
        workers = [self.griot(file).start() for _ in range(processors)]
        client = self.client(self.griot("collector.yaml").start())
        kill_at = set(rng.sample(range(1, len(requests)), min(kills, len(requests) - 1)))
        for number, batch in enumerate(requests):
            self.send(client, batch)
            if number in kill_at:
                victim = rng.choice(workers)
                time.sleep(rng.random() * 0.1)
                victim.kill9()
                victim.start()
        self.wait_settled(workers[0], 60)
        want = {}
        for made in cases:
            want |= people([seen(self.project, e, at) for e, at in made])[0]
        got = self.persons()
        wrong = {i: (got.get(i), want.get(i)) for i in got.keys() | want.keys() if got.get(i) != want.get(i)}
        self.assertEqual(wrong, {}, f"seed {seed}")
        letters = self.postgres.one("select count(*) from dead_letters where project = %s", self.project)
        self.assertEqual(letters, 0)

    def test_one_processor(self):
        for _ in range(repeats(1, 20)):
            self.new_project()
            self.run_through(1, 500, 5)

    def test_three_processors(self):
        for _ in range(repeats(2, 40)):
            self.new_project()
            self.run_through(3, 500, 6)


if __name__ == "__main__":
    unittest.main()
