"""The four enrichers through the binary: what the rows say, and what stands nowhere."""
import hashlib
import hmac
import json
import os
import unittest

from griot_testing import Case, meta
from griot_testing.griot import PIPELINES

KEY = "a-key-for-the-hashes-of-tests"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) " \
          "Chrome/126.0.0.0 Mobile Safari/537.36"
NAIROBI = "41.90.64.1"
# Made up, and each in no other place than where a rule takes it away.
SECRETS = {"email": "amina.wanjiru@secret.example", "card": "4111 1111 1111 1111", "word": "hunter2-hunter2",
           "note": "allergic to peanuts", "phone": "+254 700 123 456", "diagnosis": "a broken heart"}
RULES = [
    {"action": "drop", "events": ["diagnosis.*"], "reason": "medical"},
    {"action": "remove", "fields": ["/properties/password", "/properties/items/*/note"]},
    {"action": "hash", "fields": ["/context/traits/email", "/anonymous_id"]},
    {"action": "mask", "patterns": ["email", "phone", "card"]},
]


def hashed(text):
    return "h_" + hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


class Enrichers(Case):
    def setUp(self):
        super().setUp()
        with open(self.whatsapp_pipeline(), encoding="utf-8") as f:
            text = f.read()
        privacy = f"      - {{id: privacy, plugin: privacy_filter, options: {{key: '${{GRIOT_PRIVACY_KEY}}', " \
                  f"rules: {json.dumps(RULES)}}}}}\n"
        geo = "        plugin: geo_enricher\n"
        self.assertEqual(text.count(geo), 1)
        self.server = self.griot(self.pipeline(text.replace(geo, geo + privacy)), GRIOT_PRIVACY_KEY=KEY).start()
        self.web = self.client(self.server)

    def event(self, event, context, **more):
        return {"event": event, "anonymousId": "device-1", "channel": "web", "context": context, **more}

    def send(self, events, ip=NAIROBI, agent=ANDROID):
        answer = self.web.capture(events, {"X-Real-IP": ip, "User-Agent": agent})
        self.assertEqual((answer.status, answer.json["accepted"]), (200, len(events)))

    def rows(self):
        columns = ["name", "user_id", "anonymous_id", "properties", "context", "session_id"]
        rows = self.postgres.rows(f"select {', '.join(columns)} from events where project = %s "
                                  "and name <> 'contact.created' order by name, id", self.project)
        return [dict(zip(columns, row)) for row in rows]

    def everything_kept(self):
        """All texts of the database, the queue's files and the log."""
        tables = [name for (name,) in self.postgres.rows(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace "
            "where relkind = 'r' and nspname = 'public'")]
        self.assertIn("dead_letters", tables)
        texts = [str(row) for table in tables for row in self.postgres.rows(f"select * from {table} t")]
        letters = self.postgres.rows("select raw from dead_letters where raw is not null")
        texts += [bytes(raw).decode(errors="replace") for (raw,) in letters]
        files = [os.path.join(folder, name) for top in (self.redis.folder, self.server.folder)
                 for folder, _, names in os.walk(top) for name in names]
        self.assertTrue(any(".aof" in name for name in files), files)
        for name in files:
            if os.path.isfile(name) and not name.endswith(".so"):
                with open(name, "rb") as f:
                    texts.append(f.read().decode(errors="replace"))
        return "\n".join(texts)

    def test_a_visit_and_a_message(self):
        page = {"url": "https://www.shop.example/a?utm_source=news&utm_campaign=june&gclid=G1",
                "search": "?utm_source=news&utm_campaign=june&gclid=G1", "referrer": "https://www.google.co.ke/"}
        self.send([self.event("page_view", {"page": page})])
        referral = {"source_type": "ad", "source_id": "120", "source_url": "https://fb.me/x", "ctwa_clid": "AR1"}
        message = meta.message("wamid.ad", user="254712345678")
        message["referral"] = referral
        self.assertEqual(self.web.webhook(meta.envelope(meta.said(message))).status, 200)
        self.send([self.event("bot_view", {"page": {"url": "https://shop.example/"}}, anonymousId="bot")],
                  ip="10.1.2.3", agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
        self.wait_settled(self.server)
        bot, message, view = self.rows()
        self.assertEqual(view["name"], "page_view")
        context = view["context"]
        self.assertEqual({k: context["geo"][k] for k in ("country", "source")}, {"country": "KE", "source": "ip"})
        self.assertRegex(context["geo"]["database"], r"^iptoasn-country \d{4}-\d\d-\d\d$")
        self.assertNotIn("ip", context)
        self.assertEqual(context["campaign"], {"source": "news", "name": "june", "clickId": "G1", "clickType": "gclid"})
        self.assertEqual(context["referrer"], {"class": "search"})
        self.assertEqual(context["device"], {"type": "mobile", "brand": "Samsung", "model": "SM-A155F"})
        self.assertEqual(context["os"], {"name": "Android", "version": "14"})
        self.assertEqual(context["browser"], {"name": "Chrome Mobile", "version": "126.0.0"})
        self.assertEqual((message["name"], message["user_id"]), ("message.received", "+254712345678"))
        self.assertEqual(message["context"]["geo"], {"country": "KE", "source": "phone"})
        self.assertEqual(message["context"]["campaign"], {
            "source": "facebook", "medium": "paid_social", "id": "120", "clickId": "AR1", "clickType": "ctwa_clid"})
        self.assertTrue(bot["context"]["bot"])
        self.assertNotIn("geo", bot["context"])
        self.assertNotIn("ip", bot["context"])
        # What the sessions keep is what the stages before them wrote.
        self.assertEqual(self.postgres.rows(
            "select channel, source, campaign, device, country from sessions where project = %s and source is not null "
            "order by channel", self.project), [("web", "news", "june", "mobile", "KE"),
                                                ("whatsapp", "facebook", None, None, "KE")])

    def test_what_is_taken_away_stands_nowhere(self):
        traits = {"email": SECRETS["email"], "plan": "pro"}
        properties = {"password": SECRETS["word"], "items": [{"sku": 1, "note": SECRETS["note"]}],
                      "said": f"call {SECRETS['phone']}, card {SECRETS['card']}"}
        whole = [self.event(name, {"traits": traits}, properties=properties, anonymousId="device-secret")
                 for name in ("fine", "forbidden")]
        dropped = self.event("diagnosis.made", {"traits": traits}, properties={"what": SECRETS["diagnosis"]},
                             userId="the-patient-secret")
        # A rule of this database that makes one of them a dead letter.
        self.postgres.rows("alter table events add constraint e2e_rule check (name <> 'forbidden')")
        try:
            self.send([*whole, dropped])
            ledger = self.wait_settled(self.server)
        finally:
            self.postgres.rows("alter table events drop constraint e2e_rule")
        line = next(l for l in ledger["lines"] if l["project"] == self.project)
        self.assertEqual((line["stored"], line["dead"], line["filtered"]), (1, 1, 1))
        row, = self.rows()
        self.assertEqual(row["properties"], {"items": [{"sku": 1}], "said": "call ***, card ***"})
        self.assertEqual(row["context"]["traits"], {"email": hashed(SECRETS["email"]), "plan": "pro"})
        self.assertEqual(row["anonymous_id"], hashed("device-secret"))
        letter, = self.postgres.rows("select event from dead_letters where project = %s", self.project)
        self.assertEqual(json.loads(letter[0])["properties"], row["properties"])
        kept = self.everything_kept()
        self.assertIn(hashed(SECRETS["email"]), kept)
        for secret in [*SECRETS.values(), "device-secret", "the-patient-secret", NAIROBI, KEY]:
            self.assertNotIn(secret, kept.replace(f"GRIOT_PRIVACY_KEY={KEY}", ""), secret)

    def test_bad_options_are_refused_with_their_place(self):
        with open(os.path.join(PIPELINES, "processor.yaml"), encoding="utf-8") as f:
            text = f.read()
        sessions = "      - id: sessions\n"
        for stage, said in (
                ("{id: x, plugin: privacy_filter, options: {rules: [{action: mask, regex: ['(']}]}}", "rules[0].regex[0]"),
                ("{id: x, plugin: privacy_filter, options: {rules: [{action: hide}]}}", "rules[0].action"),
                ("{id: x, plugin: geo_enricher, options: {databases: {city: [/no/such.mmdb]}}}", "/no/such.mmdb"),
                ("{id: x, plugin: user_agent_enricher, options: {cache: 0}}", "cache"),
                ("{id: x, plugin: campaign_enricher, options: {own_host: [a.b]}}", "own_hosts")):
            file = self.pipeline(text.replace(sessions, f"      - {stage}\n{sessions}"))
            # What a schema cannot say is found when the stage is made.
            made = "mmdb" in said or "regex" in said
            done = self.griot(file).command("run" if made else "validate", file)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(said, done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
