"""A child process with a log, ended by its own number."""
import os
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


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
