"""Client → nginx → griot, with deploy/nginx/griot.conf itself."""
import gzip
import http.client
import json
import os
import re
import ssl
import subprocess
import unittest

from griot_testing import Case, signed
from griot_testing.griot import ROOT, base_env, binary
from griot_testing.process import Process, free_port, wait_for


class Nginx(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-keyout", f"{cls.folder}/key.pem", "-out", f"{cls.folder}/cert.pem"],
                       check=True, capture_output=True)

    def setUp(self):
        super().setUp()
        self.server = self.griot(self.whatsapp_pipeline()).start()
        self.key = self.client(self.server).key
        self.port, self.plain_port = free_port(), free_port()
        self.nginx = Process("nginx", f"{self.folder}/nginx-{self.port}.log")
        self.addCleanup(self.nginx.kill)
        self.nginx.spawn(["/usr/sbin/nginx", "-c", self.configuration(), "-e", self.nginx.log])
        wait_for("nginx", lambda: self.ask("GET", "/nothing").status == 404)

    def configuration(self):
        with open(f"{ROOT}/deploy/nginx/griot.conf", encoding="utf-8") as f:
            text = f.read()
        # What is this machine's own; everything else is as it is deployed.
        changes = {r"server 127\.0\.0\.1:8080;": f"server 127.0.0.1:{self.server.port};",
                   r"listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
                   r"listen 80;": f"listen 127.0.0.1:{self.plain_port};",
                   r"ssl_certificate /.*;": f"ssl_certificate {self.folder}/cert.pem;",
                   r"ssl_certificate_key /.*;": f"ssl_certificate_key {self.folder}/key.pem;"}
        for pattern, text_of in changes.items():
            text, count = re.subn(pattern, text_of, text)
            self.assertEqual(count, 1, pattern)
        folder = f"{self.folder}/nginx-{self.port}"
        os.makedirs(folder)
        temp = "".join(f"{kind}_temp_path {folder}/{kind};\n"
                       for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(f"{folder}/griot.conf", "w", encoding="utf-8") as f:
            f.write(text)
        with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as f:
            f.write(("user root;\n" if os.geteuid() == 0 else "") +
                    f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nevents {{ worker_connections 512; }}\n"
                    f"http {{\naccess_log off;\n{temp}include {folder}/griot.conf;\n}}\n")
        return f"{folder}/nginx.conf"

    def ask(self, method, path, body=None, headers=None):
        context = ssl.create_default_context(cafile=f"{self.folder}/cert.pem")
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.text = answer.read()
            return answer
        finally:
            connection.close()

    def capture(self, body, headers=None):
        return self.ask("POST", "/v1/capture", body, {"X-Write-Key": self.key, **(headers or {})})

    def test_history_comes_through_tls(self):
        path = f"{self.folder}/{self.project}.ndjson"
        with open(path, "w", encoding="utf-8") as file:
            for i in range(3000):
                file.write(json.dumps({"messageId": f"h-{i}", "event": "old", "userId": f"u{i}",
                                       "properties": {"text": "x" * 900}}) + "\n")
        argv = [binary(), "import", path, "--to", f"https://localhost:{self.port}", "--data", self.server.folder]
        env = base_env() | {"GRIOT_IMPORT_KEY": self.import_key(self.server)}
        # A certificate that nobody vouches for is not talked to.
        stranger = Process("import", f"{self.folder}/import-{self.port}")
        self.addCleanup(stranger.kill)
        stranger.spawn(argv, env)
        wait_for("a complaint", lambda: "certificate verify failed" in stranger.tail())
        stranger.kill()
        self.assertEqual(self.count(), 0)
        done = subprocess.run(argv, env=env | {"SSL_CERT_FILE": f"{self.folder}/cert.pem"}, capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.wait_count(3000)

    def test_events_and_webhooks_get_through(self):
        body = json.dumps([{"event_name": "x", "user_id": "u"}])
        self.assertEqual(self.capture(body).status, 200)
        packed = gzip.compress(body.encode())
        self.assertEqual(self.capture(packed, {"Content-Encoding": "gzip"}).status, 200)
        hook = b'{"object":"whatsapp_business_account","entry":[]}'
        signature = signed(self.server.env["GRIOT_WHATSAPP_SECRET"], hook)
        self.assertEqual(self.ask("POST", "/webhooks/whatsapp", hook, {"X-Hub-Signature-256": signature}).status, 200)
        wrong = signed("wrong", hook)
        self.assertEqual(self.ask("POST", "/webhooks/whatsapp", hook, {"X-Hub-Signature-256": wrong}).status, 401)
        self.wait_settled(self.server)
        self.assertEqual(self.count(), 2)

    def test_the_handshake_gets_through(self):
        answer = self.ask("GET", "/webhooks/whatsapp")
        self.assertEqual((answer.status, answer.text), (403, b"wrong verify token"))
        token = self.server.env["GRIOT_WHATSAPP_VERIFY_TOKEN"]
        answer = self.ask("GET", f"/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158&hub.verify_token={token}")
        self.assertEqual((answer.status, answer.text), (200, b"1158"))

    def test_too_long_is_refused_by_nginx_as_by_griot(self):
        answer = self.capture(b"x" * (8001 << 10))
        self.assertEqual((answer.status, json.loads(answer.text)["error"]["status"]), (413, 413))
        # What is below nginx's limit is below griot's.
        events = [{"event_name": "x", "user_id": "u", "properties": {"a": "b" * 15000}} for _ in range(530)]
        self.assertEqual(self.capture(json.dumps(events)).status, 200)

    def test_scripts_get_through_as_griot_serves_them(self):
        for path in ("/griot.js", "/sdk.js", "/analytics.js"):
            answer = self.ask("GET", path, headers={"Accept-Encoding": "gzip"})
            self.assertEqual((answer.status, answer.headers["Content-Encoding"]), (200, "gzip"), path)
            self.assertEqual(gzip.decompress(answer.text), self.server.get(path).body)
            known = self.ask("GET", path, headers={"If-None-Match": answer.headers["ETag"]})
            self.assertEqual((known.status, known.text), (304, b""))
            head = self.ask("HEAD", path)
            self.assertEqual((head.status, head.text), (200, b""))
            self.assertIn("max-age=300", head.headers["Cache-Control"])

    def test_connections_to_griot_are_kept(self):
        for _ in range(20):
            self.assertEqual(self.capture(b"[]").status, 200)
        # 20 clients with a connection each were one connection to griot.
        with open("/proc/net/tcp", encoding="utf-8") as f:
            peers = [line.split()[2:4] for line in f.readlines()[1:]]
        to_griot = [p for p, state in peers if p.endswith(f":{self.server.port:04X}") and state == "01"]
        self.assertLessEqual(len(to_griot), 2)

    def test_what_is_for_inside_stays_inside(self):
        for path in ("/metrics", "/health/ready", "/health/live", "/"):
            self.assertEqual(self.ask("GET", path).status, 404, path)

    def test_long_answers_are_compressed(self):
        events = json.dumps([{"event_name": "x", "user_id": "u"}] + [{}] * 100)
        answer = self.capture(events, {"Accept-Encoding": "gzip"})
        self.assertEqual((answer.status, answer.headers["Content-Encoding"]), (200, "gzip"))
        self.assertEqual(len(json.loads(gzip.decompress(answer.text))["rejected"]), 100)

    def test_a_lying_client_does_not_choose_its_address(self):
        # The address reaches griot as X-Real-IP, and geo leaves it in the event when told to.
        keeping = self.whatsapp_pipeline()
        with open(keeping, encoding="utf-8") as f:
            text = f.read()
        self.assertIn("        plugin: geo_enricher\n", text)
        with open(keeping, "w", encoding="utf-8") as f:
            f.write(text.replace("        plugin: geo_enricher\n",
                                 "        plugin: geo_enricher\n        options: {keep_ip: true}\n"))
        self.server.files = [keeping]
        self.server.restart()
        lie = {"X-Real-IP": "6.6.6.6", "X-Forwarded-For": "6.6.6.6"}
        wait_for("griot to be back", lambda: self.capture(
            json.dumps([{"event_name": "x", "user_id": "u", "message_id": "m"}]), lie).status == 200)
        self.wait_settled(self.server)
        self.assertEqual(self.postgres.one("select context->>'ip' from events where project = %s", self.project),
                         "127.0.0.1")

    def test_griot_away_is_503_with_retry_after(self):
        self.server.stop()
        answer = self.capture(b"[]")
        self.assertEqual(answer.status, 503)
        self.assertEqual((answer.headers["Retry-After"], json.loads(answer.text)["status"]), ("2", "error"))

    def test_plain_http_is_sent_to_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        connection.request("POST", "/v1/capture", b"[]")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 308)
        self.assertTrue(answer.headers["Location"].startswith("https://"))
        connection.close()


if __name__ == "__main__":
    unittest.main()
