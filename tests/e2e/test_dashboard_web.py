"""The web app in Chromium: every page stands, and its numbers are the API's."""
import os
import tempfile
import unittest

from griot_testing.browser import install_packages, run
from griot_testing.client import Client
from griot_testing.web import SHOTS, WEB, WebCase, registered

FIRST_LOAD = 500_000  # bytes over the wire, compressed


class EveryPage(WebCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seen = {}
        for page in WebCase.look(cls("test_pages_stand"), *(page["path"] + "?project=demo" for page in registered())):
            cls.seen[page["path"].partition("?")[0], page["look"]] = page

    def test_pages_stand(self):
        print(f"screenshots: {SHOTS}")
        for (path, look), page in self.seen.items():
            with self.subTest(path=path, look=look):
                print(f"{path:24} {look:6} {page['milliseconds']:5} ms {page['bytes']:8,} bytes")
                self.assertEqual(page["faults"], [])
                self.assertEqual(page["hosts"], [self.site.url], "a request has left the host")
                self.assertEqual(page["violations"], [])
                self.assertEqual(page["empty"], 0, "a chart shows nothing")
                self.assertFalse(page["wide"], "the page is wider than the window")
                self.assertLessEqual(page["bytes"], FIRST_LOAD)

    def test_the_overview_is_the_apis(self):
        page = self.seen["/overview", "light"]
        overview = self.site.ask("/overview?project=demo&compare=previous")["data"]
        whatsapp = self.ask("/whatsapp")
        stats = {name: float(value) for name, value in page["stats"].items()}
        for name in ("active_people", "new_people", "conversion_rate"):
            self.assertEqual(stats[name], overview["cards"][name], name)
        self.assertEqual(stats["received"], whatsapp["totals"]["received"])
        self.assertEqual(stats["median_response_seconds"], whatsapp["totals"]["median_response_seconds"])
        self.assertEqual(stats["open_waits"], whatsapp["open_waits"]["open_waits"])
        self.same_rows(page, "People by day", overview["series"], ("start", "active_people", "new_people"))
        self.same_rows(page, "Daily, weekly, monthly", self.ask("/regulars")["days"], ("start", "daily", "weekly", "monthly"))
        self.same_rows(page, "Devices", overview["devices"], ("device", "people"))
        self.same_rows(page, "Top pages", overview["pages"], ("page", "people", "events"))
        self.same_rows(page, "Campaigns", self.ask("/campaigns", limit=8)["campaigns"],
                       ("value", "attempted", "read_rate", "reply_rate", "converted"))
        first = self.ask("/narrative")["sentences"][0]
        self.assertIn(first["sentence"], page["first_screen"])

    def test_the_first_screen_is_short(self):
        for look in ("light", "phone"):
            text = self.seen["/overview", look]["first_screen"]
            words = [word for word in text.split() if any(c.isalpha() for c in word)]
            self.assertLessEqual(len(words), 120, text)
        self.assertLessEqual(len(self.seen["/overview", "light"]["stats"]), 6)


class Served(WebCase):
    demo = {"users": 20, "days": 5}

    def get(self, path, **headers):
        with Client(self.site.url) as client:
            return client.get(path, headers)

    def test_files(self):
        page = self.get("/overview")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-cache")
        policy = page.headers["Content-Security-Policy"]
        self.assertNotIn("unsafe-inline", policy.partition("script-src")[2].partition(";")[0])
        self.assertIn("'sha256-", policy)
        self.assertEqual(self.get("/overview", **{"If-None-Match": page.headers["ETag"]}).status, 304)
        script = page.body.decode().partition('src="')[2].partition('"')[0]
        plain, packed = self.get(script), self.get(script, **{"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertLess(len(packed.body), len(plain.body))
        self.assertIn("immutable", packed.headers["Cache-Control"])
        self.assertNotEqual(packed.headers["ETag"], plain.headers["ETag"])

    def test_nothing_else(self):
        for path in ("/overview/../../etc/passwd", "/_next/static/../../../etc/passwd", "/%2e%2e/etc/passwd", "/nowhere",
                     "/_next/static/chunks", "/site.pack"):
            self.assertIn(self.get(path).status, (400, 404), path)


    def test_what_the_app_knows_of_the_api_is_what_the_api_says(self):
        with tempfile.TemporaryDirectory() as folder:
            made = os.path.join(folder, "reports.ts")
            run(WEB, "node", "scripts/api.mjs", self.site.url, made)
            with open(made, encoding="utf-8") as a, open(os.path.join(WEB, "src/api/reports.ts"), encoding="utf-8") as b:
                self.assertEqual(a.read(), b.read(), "node scripts/api.mjs URL, and keep it")


class Sources(unittest.TestCase):
    def test_types_and_units(self):
        install_packages(WEB)
        run(WEB, "npm", "run", "--silent", "types")
        run(WEB, "npm", "test", "--silent")

    def test_no_page_is_long(self):
        for at, _, files in os.walk(os.path.join(WEB, "src")):
            for name in files:
                if name.endswith((".ts", ".tsx")) and name != "reports.ts":
                    with open(os.path.join(at, name), encoding="utf-8") as file:
                        self.assertLessEqual(sum(1 for _ in file), 200, os.path.join(at, name))


if __name__ == "__main__":
    unittest.main()
