"""A child process with a log, ended by its own number."""
import os
import random
import signal
import socket
import subprocess
import time

# Below the ports that the system gives to who asks for any: none of these is ever another's by chance.
PORTS = range(12000, 32000)
_claims = []


def free_port():
    """A port that stays ours for as long as this process lives, also while nothing listens on it: a
    server that is down must not come back to find another test's in its place."""
    while True:
        port = random.choice(PORTS)
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0griot-test-port-{port}")  # a name without a file: it ends with the process
            with socket.socket() as s:
                s.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port


def wait_for(what, check, seconds=30):
    """Calls `check` until it returns something true, which is returned."""
    deadline = time.monotonic() + seconds
    error = None
    while True:
        try:
            got = check()
            if got:
                return got
            error = None
        except Exception as e:  # not there yet: what it says is in the message if it never is
            error = e
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}" + (f": {error!r}" if error else ""))
        time.sleep(0.02)


class Process:
    """Not thread-safe, but for `alive`."""

    def __init__(self, name, log):
        self.name, self.log, self.child = name, log, None

    def spawn(self, argv, env=None, user=None):
        more = {"user": user, "group": user, "extra_groups": []} if user else {}
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env,
                                          cwd="/", start_new_session=True, **more)

    @property
    def alive(self):
        return self.child is not None and self.child.poll() is None

    def end(self, sign=signal.SIGTERM, seconds=40):
        """Sends the signal and waits; the exit code, negative for a signal. Killed when it does not end."""
        if self.child is None:
            return None
        if self.child.poll() is None:
            self.child.send_signal(sign)
        try:
            return self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not end within {seconds} s; its log ends\n{self.tail()}")

    def kill(self):
        if self.child is not None:
            if self.child.poll() is None:
                self.child.kill()
            self.child.wait()

    def tail(self, size=3000):
        try:
            with open(self.log, "rb") as f:
                f.seek(max(0, os.path.getsize(self.log) - size))
                return f.read().decode(errors="replace")
        except OSError as e:
            return str(e)
