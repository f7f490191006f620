"""What the benchmark stands on: servers of its own, processes whose CPU and memory are watched."""
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../.."))
sys.path.insert(0, os.path.join(ROOT, "tests/support/py"))

from griot_testing.bench_load import bench_load as load  # noqa: E402,F401
from griot_testing.griot import Griot, run_griot  # noqa: E402
from griot_testing.process import Process, free_port, wait_for  # noqa: E402,F401
from griot_testing.servers import Postgres, Redis  # noqa: E402

BUILD = os.environ.get("GRIOT_BUILD") or os.path.join(ROOT, "build/test")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = resource.getpagesize()


class BenchPostgres(Postgres):
    """As durable as any, with room to work: the same for every system under test."""

    def _init(self):
        super()._init()
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write("shared_buffers = 1GB\nmax_wal_size = 8GB\nwal_compression = lz4\n"
                       "checkpoint_timeout = 30min\ntrack_commit_timestamp = on\n")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_bytes(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * PAGE


class Watch:
    """CPU and the largest memory of some processes while a block runs."""

    def __init__(self, *pids):
        self.pids, self.rss, self.cpu = pids, 0, 0.0

    def __enter__(self):
        self._before = sum(map(cpu_seconds, self.pids))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def _look(self):
        while not self._end.wait(0.1):
            self.rss = max([self.rss] + [rss_bytes(pid) for pid in self.pids])

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()
        self.cpu = sum(map(cpu_seconds, self.pids)) - self._before


class Rig:
    """A temporary folder with Redis and Postgres, and what the parts start in it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="griot-bench-")
        self.redis = Redis(self.folder, maxmemory="4gb", **{"auto-aof-rewrite-min-size": "256mb"}).start()
        self.postgres = BenchPostgres().start()
        self.processes = []

    def spawn(self, name, argv, env=None):
        process = Process(name, os.path.join(self.folder, name + ".log"))
        process.spawn(argv, {**os.environ, **(env or {})})
        self.processes.append(process)
        return process

    def griot(self, pipeline="quickstart.yaml"):
        """A running griot with a key; of a file of pipelines/, or of one with a whole path."""
        env = {"GRIOT_PG": self.postgres.url, "GRIOT_REDIS": self.redis.url,
               "GRIOT_WHATSAPP_SECRET": "bench", "GRIOT_WHATSAPP_VERIFY_TOKEN": "bench"}
        folder = tempfile.mkdtemp(prefix="griot-", dir=self.folder)
        migrated = run_griot("migrate", "--data", folder, env=env)
        assert migrated.returncode == 0, migrated.stderr
        griot = Griot(folder, [os.path.join(ROOT, "pipelines", pipeline)], env)
        # Before the start, so that the doors know them from the beginning.
        griot.key, griot.import_key = self.new_key(griot, "write"), self.new_key(griot, "import")
        self.processes.append(griot.start().process)
        return griot

    @staticmethod
    def new_key(griot, kind):
        made = griot.command("key", "new", "--project", "default", "--kind", kind, "--json")
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)["key"]

    def flush(self):
        """Between runs: so that no system pays for what another left behind."""
        self.redis.client.xtrim("bench:events", maxlen=0, approximate=False)
        subprocess.run(["psql", "-qXd", self.postgres.url, "-c", "checkpoint"], check=True)

    def close(self):
        for process in self.processes:
            process.end(signal.SIGTERM)
        self.redis.stop()
        self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def count(rig, table):
    return rig.postgres.one(f"select count(*) from {table}")


def wait_rows(rig, table, wanted, seconds=240):
    """Until the table holds `wanted` rows; when the last of them was committed, in time.time()'s seconds.

    Looked for gently, because counting a large table takes a core from what is being measured: first
    in the server's statistics, then by counting; the time is the server's own."""
    deadline = time.monotonic() + seconds
    inserted = (f"select coalesce(sum(n_tup_ins), 0) from pg_stat_user_tables "
                f"where relname = '{table}' or relname like '{table}\\_2%%'")
    while rig.postgres.one(inserted) < wanted or count(rig, table) < wanted:
        if time.monotonic() > deadline:
            raise AssertionError(f"{table} holds {count(rig, table)} of {wanted} rows")
        time.sleep(0.3)
    return float(rig.postgres.one(f"select extract(epoch from max(pg_xact_commit_timestamp(xmin))) from {table}"))
