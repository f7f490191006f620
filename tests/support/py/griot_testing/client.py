"""What the outside sends: signed webhooks and web events, over one kept connection a client."""
import hashlib
import hmac
import http.client
import json
import urllib.parse


def signed(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Client:
    """One connection, opened when needed and again after a fault. Not thread-safe."""

    def __init__(self, url, key="", secret="", timeout=30):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port, self.timeout = parts.hostname, parts.port, timeout
        self.key, self.secret, self.connection = key, secret, None

    def request(self, method, path, body=None, headers=None):
        if isinstance(body, str):
            body = body.encode()
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def get(self, path, headers=None):
        return self.request("GET", path, None, headers)

    def capture(self, body, headers=None, key=None):
        """`body`: events as a list, else anything that is JSON, else bytes as they stand."""
        if isinstance(body, list):
            body = {"batch": body}
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        wanted = {"Content-Type": "application/json", "X-Write-Key": self.key if key is None else key}
        return self.request("POST", "/v1/capture", body, {**wanted, **(headers or {})})

    def webhook(self, body, headers=None, path="/webhooks/whatsapp"):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        wanted = {"Content-Type": "application/json", "X-Hub-Signature-256": signed(self.secret, body)}
        return self.request("POST", path, body, {**wanted, **(headers or {})})
