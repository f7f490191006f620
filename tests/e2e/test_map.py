"""griot map: what a payload becomes by a mapping, before anything is connected."""
import json
import os
import tempfile
import unittest

from griot_testing import run_griot, write_pipeline
from griot_testing.providers import KNOWN, PRESETS

CRM = """mapping: 1
name: duka
signature: {hmac: sha256, header: X-Duka}
ack: {status: 202, type: text/xml, body: <Response/>}
kind: event
redact: [apikey]
events:
  - {name: message.received, when: {event: message}, key: id, user: from, number: shop,
     properties: {text: body, lang: header(X-Lang)}}
  - {name: contact.created, when: {event: [contact, lead], new: true}, key: id, user: from}
"""
SAID = {"event": "message", "id": "m1", "from": "254712345678", "body": "Habari \x1b[2J", "shop": "7"}


class Map(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.crm = write_pipeline(self.folder, "duka.yaml", CRM)

    def run_map(self, *arguments, code=0, stdin=None):
        done = run_griot("map", *arguments, stdin=stdin)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def mapped(self, body, *more, mapping=None, code=0):
        """The JSON lines of a payload."""
        body = body if isinstance(body, str) else json.dumps(body)
        done = self.run_map("test", mapping or self.crm, "-", "--json", *more, code=code, stdin=body)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_each_preset_by_its_name(self):
        for preset in sorted(os.listdir(PRESETS)):
            name = preset.removesuffix(".yaml")
            all_of_them = [f for f in KNOWN[name].fixtures() if "before" not in f[2]]
            shown = [next(f for f in all_of_them if f[2][kind]) for kind in ("events", "unknown")]
            for file, body, fixture in shown:
                with self.subTest(preset=name, fixture=file):
                    lines = self.mapped(body.decode(), mapping=name, code=1 if fixture["dead"] else 0)
                    # Nobody was ever heard of, so everybody is new, which fixtures without `before` do not say.
                    keys = {e["key"] for e in fixture["events"]}
                    events = [line["event"] for line in lines if "event" in line]
                    events = [e for e in events if e["name"] != "contact.created" or e["key"] in keys]
                    self.assertEqual([(e["name"], e["key"], e["properties"], e["context"]) for e in events],
                                     [(e["name"], e["key"], e["properties"], e["context"]) for e in fixture["events"]])
                    self.assertEqual([line["dead"]["reason"] for line in lines if "dead" in line], fixture["dead"])
                    self.assertEqual(sum("counted" in line for line in lines), sum(fixture["unknown"].values()))

    def test_an_event_and_the_answer(self):
        event, skipped, answer = self.mapped(SAID, "--header", "x-lang:  sw")
        self.assertEqual(skipped, {"not": {"name": "contact.created", "because":
                                           'event is "message", wanted "contact" or "lead"'}})
        self.assertEqual(event["event"]["properties"],
                         {"text": "Habari \x1b[2J", "lang": "sw", "waId": "254712345678"})
        self.assertEqual({k: event["event"][k] for k in ("name", "channel", "user_id", "number", "key_space", "key")},
                         {"name": "message.received", "channel": "whatsapp", "user_id": "+254712345678",
                          "number": "7", "key_space": "duka", "key": "m1"})
        self.assertEqual(answer, {"answer": {"status": 202, "type": "text/xml", "body": "<Response/>"}})

    def test_what_is_no_event(self):
        dead = self.mapped(SAID | {"id": None, "apikey": "sesame"}, code=1)[0]
        self.assertEqual(dead["dead"]["reason"], "no_id")
        self.assertNotIn("sesame", dead["dead"]["raw"])
        lines = self.mapped({"event": "typing"})
        self.assertEqual([line["not"]["name"] for line in lines[:2]], ["message.received", "contact.created"])
        self.assertEqual(lines[2], {"counted": "typing"})
        self.assertEqual(self.mapped("{", code=1)[0]["dead"]["reason"], "no_json")

    def test_why_a_rule_does_not_take_it(self):
        def because(body, when):
            crm = CRM.replace("{event: [contact, lead], new: true}", when)
            lines = self.mapped(body, mapping=write_pipeline(self.folder, "other.yaml", crm))
            return [line["not"]["because"] for line in lines if line.get("not", {}).get("name") == "contact.created"]
        body = SAID | {"a": {"b": [{"k": "x", "v": 3}]}, "flag": False}
        # The first that does not hold is named; of alternatives each.
        for when, expected in {
                "{event: message, new: true}": 'new is nothing, wanted "true"',
                "{event: {not: message}}": 'event is "message", wanted not "message"',
                "{flag: true}": 'flag is "false", wanted "true"',
                "{'a.b[0].v': {starts: '4'}}": 'a.b[0].v is "3", wanted a beginning of "4"',
                "{'a.b[k=x].w': {exists: true}}": "a.b[k=x].w is nothing, wanted anything",
                "{a: {exists: false}}": 'a is "{\\"b\\": [{\\"k\\": \\"x\\", \\"v\\": 3}]}", wanted not anything',
                "{id: {same: from}}": 'id is "m1", wanted the same as from',
                "{header(X-A): b}": 'header(X-A) is nothing, wanted "b"',
                "[{event: b}, {id: c}]": 'event is "message", wanted "b"; id is "m1", wanted "c"'}.items():
            with self.subTest(when=when):
                self.assertEqual(because(body, when), [expected])

    def test_for_people(self):
        payload = write_pipeline(self.folder, "payload.json", json.dumps(SAID))
        said = self.run_map("test", self.crm, payload).stdout
        self.assertRegex(said, r"(?m)^event message\.received$")
        self.assertRegex(said, r'(?m)^    text +"Habari \\u001b\[2J"$')
        self.assertRegex(said, r'(?m)^  not contact\.created: event is "message", wanted "contact" or "lead"$')
        self.assertRegex(said, r"(?m)^answer 202 text/xml: <Response/>$")
        self.assertNotIn("\x1b", said)  # a payload does nothing to the terminal

    def test_presets_are_listed_and_shown(self):
        listed = self.run_map("ls").stdout
        for preset in os.listdir(PRESETS):
            name = preset.removesuffix(".yaml")
            self.assertRegex(listed, rf"(?m)^{name} ")
            with open(os.path.join(PRESETS, preset), encoding="utf-8") as f:
                self.assertEqual(self.run_map("show", name).stdout, f.read())

    def test_misuse(self):
        self.run_map("show", "nobody", code=1)
        self.run_map("show", code=2)
        self.run_map("ls", "more", code=2)
        self.run_map("test", self.crm, code=2)
        self.run_map("test", self.crm, "-", "--header", "no colon", code=2)
        self.run_map("test", self.crm, "-", "--nonsense", code=2)
        self.run_map("test", self.crm, "/nowhere.json", code=1)
        self.assertIn("no such file", self.run_map("test", "/nowhere.yaml", "-", code=3).stderr)
        bad = write_pipeline(self.folder, "bad.yaml", CRM.replace("key: id", "kee: id", 1))
        self.assertRegex(self.run_map("test", bad, "-", code=3).stderr, r"bad\.yaml:8:\d+: events\[0\]\.kee: ")


if __name__ == "__main__":
    unittest.main()
