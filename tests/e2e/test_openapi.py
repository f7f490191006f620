"""The API against its own description: answers are as it says, and whatever is asked wrongly is answered with the
parameter's name, never with a fault of ours or words of Postgres."""
import datetime
import json
import urllib.parse

from griot_testing.document import Document, SQL_WORDS
from griot_testing.reports import Random, ReportCase, SECOND, seeded

RANGE = {"from": "2026-03-01", "to": "2026-03-20"}
NASTY = ["'", "';select 1--", "%27", "\"", "\\", "a" * 5000, "-1", "0", "1e9", "9" * 30, "NaN", "2026-02-30", "infinity",
         "2026-03-01T00:00:00", "now", "null", "[]", "{", "[" * 500, "\u00e9\U0001F600", " ", "$1", ":project", "../..",
         "2026-03-01T00:00:00+99:99", "0001-01-01", "9999-12-31", "*", "property:", "property:..", "=", "a=", ".=x"]


class OpenApi(ReportCase):
    def setUp(self):
        super().setUp()
        self.rng = seeded(self)
        self.start("Asia/Kathmandu")
        begins = int(datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc).timestamp()) * SECOND
        self.send(Random(self.rng, self.project, begins, begins + 15 * 86400 * SECOND).history(15))
        self.wait_rolled()
        answer = self.sender.get("/api/v1/openapi.json")  # without a key
        self.assertEqual(answer.status, 200, answer)
        self.document = Document(self, answer.json)

    def routes(self):
        """Of reports: (path, parameters, schema of its JSON), each path with an id that is one."""
        person = self.data("/people", **RANGE)["people"][0]["person_id"]
        session = self.data("/sessions", **RANGE)["sessions"][0]["session_id"]
        for method, path, operation in self.document.operations():
            ids = {"/api/v1/sessions/{id}": session}
            schema = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema")
            if method == "GET" and schema and "data" in schema.get("properties", ()):
                yield (path.replace("{id}", ids.get(path, person)).removeprefix("/api/v1"), operation["parameters"],
                       schema)

    def good(self, params):
        """A value for what is needed, and the time of the history."""
        names = {p["name"] for p in params}
        made = {k: v for k, v in RANGE.items() if k in names}
        if "steps" in names and any(p["name"] == "steps" and p["required"] for p in params):
            made["steps"] = '["page_view","click"]'
        if any(p["name"] == "campaign" and p["required"] for p in params):
            made["campaign"] = "big"
        return made | ({"q": "u1"} if "q" in names else {})

    def test_answers_are_as_the_document_says(self):
        filled = set()
        for path, params, schema in self.routes():
            for more in ({}, {"compare": "previous"}, {"granularity": "hour"}, {"granularity": "month"}):
                if any(name not in {p["name"] for p in params} for name in more):
                    continue
                answer = self.ask(path, **self.good(params), **more)[1]
                self.document.check(answer, schema, path)
                self.assertEqual(set(answer["data"]), set(schema["properties"]["data"]["properties"]), path)
                filled |= {f"{path} {part}" for part, rows in answer["data"].items() if rows}
            table = self.ask(path, accept="text/csv", **self.good(params))[1]
            part = next(iter(schema["properties"]["data"]["properties"].values()))
            part = part.get("items", part)
            self.assertEqual(table.split("\r\n")[0].split(","), list(part["properties"]), path)
        # The history shows something nearly everywhere, or the check would be worth little.
        self.assertGreater(len(filled), 35, filled)

    def test_a_default_range_has_today_in_it(self):
        period = self.ask("/overview", part="cards")[1]["period"]
        now = datetime.datetime.now(datetime.timezone.utc)
        ends = datetime.datetime.fromisoformat(period["to"].replace("Z", "+00:00"))
        begins = datetime.datetime.fromisoformat(period["from"].replace("Z", "+00:00"))
        self.assertTrue(now < ends <= now + datetime.timedelta(days=1), period)
        self.assertEqual((ends - begins).days, 28)
        self.assertEqual((ends.hour, ends.minute), (18, 15))  # midnight in Kathmandu
        self.assertTrue(period["open"])

    def refused(self, path, query):
        target = "/api/v1" + path + "?" + urllib.parse.urlencode(query)
        if len(target) > 8000:
            return None
        answer = self.sender.get(target, {"Authorization": f"Bearer {self.read_key}"})
        text = answer.body.decode()
        self.assertLess(answer.status, 500, f"{target}: {answer}")
        if answer.status != 200:
            for word in SQL_WORDS:
                self.assertNotIn(word, text.lower(), target)
            return answer.json["error"]
        return None

    def test_whatever_is_asked_wrongly_is_named(self):
        for path, params, schema in self.routes():
            good = self.good(params)
            error = self.refused(path, good | {"bogus": "1"})
            self.assertEqual((error["status"], error["parameter"]), (400, "bogus"), path)
            for param in params:
                if param["in"] == "path":
                    continue
                name, schema = param["name"], param["schema"]
                for value in self.rng.sample(NASTY, 12) + ["\u00e9" * 10]:
                    error = self.refused(path, good | {name: value})
                    if error and name != "project":
                        self.assertIn((error["status"], error.get("parameter")),
                                      [(400, name), (400, "to"), (400, "from"), (400, "of"), (404, None)],
                                      f"{path} {name}={value} {error}")
                    if schema.get("enum") or schema["type"] == "integer":
                        valid = value in schema.get("enum", []) or value.lstrip("-").isdigit()
                        self.assertTrue(error or valid, f"{path} {name}={value}")
                self.assertEqual(self.refused(path, good | {name: ""})["status"], 400)

    def test_broken_queries_and_paths(self):
        headers = {"Authorization": f"Bearer {self.read_key}"}
        for target, status in (("/api/v1/overview?from=%ff", 400), ("/api/v1/overview?from=%0", 400),
                               ("/api/v1/overview?part=cards&part=cards", 400), ("/api/v1/overview?channel=%00", 400),
                               ("/api/v1/sessions/none", 404), ("/api/v1/people/%27", 404),
                               ("/api/v1/people/" + "x" * 600, 404), ("/api/v1/none", 404)):
            answer = self.sender.get(target, headers)
            self.assertEqual(answer.status, status, f"{target}: {answer}")
