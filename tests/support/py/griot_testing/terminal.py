"""A terminal of a given size with one program in it."""
import os
import shlex
import subprocess
import tempfile

from .griot import base_env
from .process import wait_for


class Terminal:
    """A tmux server of its own, ended by `close`."""

    def __init__(self, argv, env=None, columns=80, rows=24):
        self.folder = tempfile.mkdtemp(prefix="griot-tmux-")
        self.socket = os.path.join(self.folder, "socket")
        env = base_env() | {"TERM": "screen", "LC_ALL": "C.UTF-8"} | (env or {})
        env.pop("TMUX", None)
        # `exec`: keys and signals reach the program itself.
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                   "exec " + shlex.join(argv), env=env)
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def _tmux(self, *arguments, env=None):
        return subprocess.run(["tmux", "-S", self.socket, *arguments], env=env, capture_output=True, text=True,
                              timeout=30, check=True).stdout

    @property
    def screen(self):
        """Its lines, as many as it has rows."""
        return self._tmux("capture-pane", "-p").split("\n")[:-1]

    @property
    def wrapped(self):
        """Whether a line went on in the next row: joined, the rows are fewer."""
        return len(self._tmux("capture-pane", "-p", "-J").split("\n")) != len(self._tmux("capture-pane", "-p").split("\n"))

    def wait(self, what, check, seconds=30):
        """Until check(screen) is true, which is returned."""
        try:
            return wait_for(what, lambda: check(self.screen), seconds)
        except AssertionError as e:
            raise AssertionError(f"{e}; the screen shows\n" + "\n".join(self.screen)) from None

    def keys(self, *keys):
        self._tmux("send-keys", *keys)

    @property
    def ended(self):
        return self._tmux("list-panes", "-F", "#{pane_dead}").strip() == "1"

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, timeout=30, check=False)
        try:
            os.unlink(self.socket)
        except FileNotFoundError:
            pass
        os.rmdir(self.folder)
