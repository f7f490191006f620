"""A Redis and a Postgres of a test's own, as durable as ./run's."""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile

import psycopg2
import redis

from .process import Process, free_port, wait_for


class Redis:
    """In `folder`; the port stays the same over restarts."""

    def __init__(self, folder, **settings):
        self.folder, self.port = os.path.join(folder, "redis"), free_port()
        self.settings = {"maxmemory": "256mb", "maxmemory-policy": "noeviction", **settings}
        os.makedirs(self.folder, exist_ok=True)
        self.process = Process("redis", os.path.join(self.folder, "log"))
        self.url = f"redis://127.0.0.1:{self.port}"

    def start(self):
        argv = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", self.folder, "--save", "",
                "--appendonly", "yes", "--appendfsync", "always"]
        for name, value in self.settings.items():
            argv += ["--" + name, value]
        self.process.spawn(argv)
        wait_for("redis", lambda: self.client.ping())
        return self

    @property
    def client(self):
        return redis.Redis(port=self.port, decode_responses=True, socket_timeout=10)

    def stop(self):
        self.process.end(signal.SIGTERM)

    def kill9(self):
        self.process.kill()

    def restart(self):
        self.stop()
        self.start()


class Postgres:
    """A cluster of its own. It cannot run as root, so then it runs as the user postgres."""

    def __init__(self):
        self.user = "postgres" if os.geteuid() == 0 else None
        self.folder = tempfile.mkdtemp(prefix="griot-pg-")
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.data, self.port = os.path.join(self.folder, "data"), free_port()
        self.process = Process("postgres", os.path.join(self.folder, "log"))
        name = self.user or pwd.getpwuid(os.geteuid()).pw_name
        self.url = f"postgresql://{name}@127.0.0.1:{self.port}/griot"
        self.admin_url = f"postgresql://{name}@127.0.0.1:{self.port}/postgres"
        if self.user:
            shutil.chown(self.folder, self.user, self.user)

    def start(self):
        if not os.path.exists(self.data):
            self._init()
        self.process.spawn([os.path.join(self.bin, "postgres"), "-D", self.data], user=self.user)
        wait_for("postgres", lambda: psycopg2.connect(self.admin_url, connect_timeout=2).close() or True, 60)
        if not self._has_database():
            self._admin("create database griot")
        return self

    def _init(self):
        more = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        subprocess.run([os.path.join(self.bin, "initdb"), "-D", self.data, "-A", "trust", "-E", "UTF8",
                        "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/", **more)
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = ''\n"
                       "max_connections = 60\nshared_buffers = 64MB\nmax_wal_size = 1GB\n")

    def _has_database(self):
        return self._admin("select 1 from pg_database where datname = 'griot'")

    def _admin(self, sql):
        connection = psycopg2.connect(self.admin_url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def rows(self, sql, *values):
        """All rows of a statement, over a connection of its own."""
        connection = psycopg2.connect(self.url, connect_timeout=5)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values)
                if cursor.description:
                    return cursor.fetchall()
                # A check on its rows could not fail: there seem to be none, ever.
                assert not cursor.statusmessage.startswith("SELECT"), f"it selects no column: {sql}"
                return []
        finally:
            connection.close()

    def one(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    def stop(self):
        self.process.end(signal.SIGINT)

    def kill9(self):
        # Its children end by themselves once they miss it.
        self.process.kill()

    def restart(self):
        self.stop()
        self.start()

    def remove(self):
        self.process.end(signal.SIGQUIT)  # without a last checkpoint
        shutil.rmtree(self.folder, ignore_errors=True)
