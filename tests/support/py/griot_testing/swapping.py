"""Swaps of a running stage, one after the other, and who looks at them meanwhile."""
import threading
import time

from .process import wait_for


def share(values, part):
    """The quantile of some values."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def other_version(file, to, version, was=b"1.0.0", and_also=None):
    """The same plugin under another version, and with other texts; all as long as they were: the path of the copy."""
    with open(file, "rb") as source:
        code = source.read()
    for old, new in ({was: version} | (and_also or {})).items():
        if code.count(old + b"\0") != 1:
            raise AssertionError(f"{file} does not hold {old} exactly once")
        code = code.replace(old + b"\0", new + b"\0")
    with open(to, "wb") as copy:
        copy.write(code)
    return to


class Swapper:
    """Swaps a stage from one file to the next, and back to the first after the last. For one thread."""

    def __init__(self, griot, stage, files):
        self.griot, self.stage, self.files, self.done = griot, stage, files, []

    def go(self, seconds=60):
        """One swap, to the end of its probation: its report."""
        # The first of the files is what runs.
        file = self.files[(len(self.done) + 1) % len(self.files)]
        begun = self.griot.control({"op": "swap", "stage": self.stage, "file": file})
        if begun.get("state") != "probation":
            raise AssertionError(f"no swap of {self.stage} to {file}: {begun}")
        over = wait_for(f"swap {begun['swap']} to be over", lambda: self._over(begun["swap"]), seconds)
        if over["state"] != "permanent":
            raise AssertionError(f"the swap to {file} did not last: {over}")
        self.done.append(over)
        return over

    def _over(self, number):
        status = self.griot.control({"op": "swap_status"})
        swap = next(s for s in status["swaps"] if s["swap"] == number)
        return swap if not status["under_way"] and swap["state"] != "probation" else None

    def pauses(self, *which):
        """The longest that each lane stood still at each swap, in milliseconds."""
        which = which or ("copy_pause_us", "pause_us")
        return [max(lane[w] for w in which) / 1000 for swap in self.done for lane in swap["lanes"]]

    def state(self):
        """The largest that was handed over: records and bytes of all lanes together."""
        sums = [[sum(lane[what] for lane in swap["lanes"]) for what in ("records", "state_bytes")] for swap in self.done]
        return max(sums, key=lambda s: s[1])

    def pause_text(self):
        def shares(*which):
            p = self.pauses(*which)
            return f"p50 {share(p, .5):.3f} ms, p99 {share(p, .99):.3f} ms, max {max(p):.3f} ms"
        records, size = self.state()
        return (f"pause of a lane {shares()} (to save the copy {shares('copy_pause_us')}; at the gate {shares('pause_us')}); "
                f"state of all lanes at most {records} records, {size / 1024:.0f} KiB")


class Images(threading.Thread):
    """Looks all the time which images of a plugin are mapped; `most` at once so far."""

    def __init__(self, griot, plugin="session_enricher"):
        super().__init__(daemon=True)
        self.pid, self.plugin, self.most, self._ending = griot.process.child.pid, plugin, 0, threading.Event()
        self.start()

    def run(self):
        while not self._ending.wait(0.002):
            with open(f"/proc/{self.pid}/maps", encoding="utf-8") as maps:
                # One line of an image maps its code; a file that was removed is an image all the same.
                self.most = max(self.most, sum(self.plugin in line and " r-xp " in line for line in maps))

    def end(self):
        self._ending.set()
        self.join()
        return self.most
