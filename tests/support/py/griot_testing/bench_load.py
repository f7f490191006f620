"""The load generator of the benchmarks, for tests that need more than Python can send."""
import json
import os
import subprocess
import threading

from .griot import BUILD


def bench_load(port, path, **options):
    """Runs it to its end; what it prints (tests/bench/load/load.cc)."""
    argv = [os.path.join(BUILD, "bin/bench_load"), "--port", str(port), "--path", path]
    for name, value in options.items():
        argv += ["--" + name, str(value)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class Beside(threading.Thread):
    """Calls `work` on a thread; `end()` waits for it and gives its result, or raises what it raised."""

    def __init__(self, work, *args, **more):
        super().__init__(daemon=True)
        self._work, self._result, self._error = lambda: work(*args, **more), None, None
        self.start()

    def run(self):
        try:
            self._result = self._work()
        except BaseException as e:
            self._error = e

    def end(self, seconds=300):
        self.join(seconds)
        if self.is_alive():
            raise AssertionError(f"not done within {seconds} s")
        if self._error:
            raise self._error
        return self._result
