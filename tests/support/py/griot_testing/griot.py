"""griot processes, as a deployment runs them."""
import json
import os
import signal
import socket
import subprocess

from .client import Client
from .process import Process, free_port, wait_for

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../.."))
BUILD = os.environ.get("GRIOT_BUILD") or os.path.join(ROOT, "build/test")
PIPELINES = os.path.join(ROOT, "pipelines")


def binary():
    return os.path.join(BUILD, "bin/griot")


def base_env():
    """The environment without what would steer griot."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GRIOT_")}
    return kept | {"GRIOT_PLUGINS": os.path.join(BUILD, "plugins")}


def run_griot(*arguments, env=None, timeout=60, stdin=None):
    """A command to its end: the completed process, with texts."""
    return subprocess.run([binary(), *arguments], env=base_env() | (env or {}), capture_output=True, text=True,
                          timeout=timeout, input=stdin, check=False)


def write_pipeline(folder, name, text):
    file = os.path.join(folder, name)
    with open(file, "w", encoding="utf-8") as f:
        f.write(text)
    return file


class Griot:
    """One `griot run`. Its folder and port stay the same over restarts. Not thread-safe."""

    def __init__(self, folder, files, env, http=True):
        self.folder, self.files, self.env = folder, files, dict(env)
        self.port = free_port() if http else 0
        self.url = f"http://127.0.0.1:{self.port}"
        self.env["GRIOT_LISTEN"] = f"127.0.0.1:{self.port}"
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self.process = Process("griot " + os.path.basename(folder), os.path.join(folder, "log"))

    def start(self, ready=True, **env):
        """`env`: for this start alone, for instance GRIOT_CRASH_AT."""
        self.process.spawn([binary(), "run", *self.files, "--data", self.folder], base_env() | self.env | env)
        if ready:
            self.wait_ready()
        return self

    def wait_ready(self, seconds=30):
        def check():
            if not self.process.alive:
                return "gone"
            # Ready must be this process, not whoever else answers on its port.
            return self.control({"op": "status"})["pid"] == self.process.child.pid and \
                (not self.port or self.get("/health/ready").status == 200)
        if wait_for("griot to be ready; its log ends\n" + self.process.tail(), check, seconds) == "gone":
            raise AssertionError("griot ended instead of getting ready:\n" + self.process.tail())

    def get(self, path):
        with Client(self.url, timeout=10) as client:
            return client.get(path)

    def health(self):
        answer = self.get("/health/ready")
        return answer.status, answer.json

    def stop(self, seconds=40):
        """As an operator stops it. The exit code."""
        return self.process.end(signal.SIGTERM, seconds)

    def kill9(self):
        self.process.kill()

    def restart(self, **env):
        self.stop()
        return self.start(**env)

    def wait_gone(self, seconds=30):
        wait_for("griot to die", lambda: not self.process.alive, seconds)
        return self.process.child.returncode

    def command(self, *arguments, env=None, **more):
        return run_griot(*arguments, "--data", self.folder, env=self.env | (env or {}), **more)

    def control(self, request):
        """One request over the control socket, as griot's own commands ask."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(30)
            # The path of a deep folder is too long for a socket's address; that of a descriptor is not.
            folder = os.open(self.folder, os.O_PATH)
            try:
                s.connect(f"/proc/self/fd/{folder}/griot.sock")
            finally:
                os.close(folder)
            s.sendall(json.dumps(request).encode() + b"\n")
            with s.makefile() as answer:
                return json.loads(answer.readline())

    def ledger(self):
        return self.control({"op": "ledger"})

    def metrics(self):
        return self.get("/metrics").body.decode()

    def metric(self, name):
        """The sum of all samples of a metric."""
        lines = (line for line in self.metrics().splitlines() if line.startswith(name))
        return sum(float(line.rpartition(" ")[2]) for line in lines if line[len(name)] in " {")

    def client(self, key="", **more):
        return Client(self.url, key=key, secret=self.env.get("GRIOT_WHATSAPP_SECRET", ""), **more)
