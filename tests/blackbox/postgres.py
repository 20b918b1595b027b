"""A PostgreSQL of the tests' own: Debian's programs on loopback, in a temporary folder, with fsync on, never as root.

TENON_TEST_POSTGRES_URL names another server instead: any database of it, by a user who may make others.
"""
import atexit
import itertools
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

VERSIONS = ("15", "16", "17")


def program(name):
    for version in VERSIONS:
        path = pathlib.Path("/usr/lib/postgresql", version, "bin", name)
        if path.exists():
            return str(path)
    raise AssertionError("PostgreSQL is not installed: see tools/packages.txt")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """One server process with a cluster of its own. Tests may stop it, kill it and start it again."""

    def __init__(self):
        # A short path, for the socket; one that the other user may enter.
        self.folder = tempfile.mkdtemp(prefix="tenon-pg-", dir="/tmp")
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.data = f"{self.folder}/data"
        self.port = free_port()
        made = subprocess.run([program("initdb"), f"--pgdata={self.data}", "--username=tenon", "--auth=trust", "--encoding=UTF8",
                               "--locale=C.UTF-8", "--no-sync"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self.identity())
        if made.returncode != 0:
            raise AssertionError(f"initdb failed:\n{made.stdout}")
        self.process = None

    def identity(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": [], "cwd": self.folder} if self.user else {"cwd": self.folder}

    def start(self):
        self.log = open(f"{self.folder}/log", "ab")
        self.process = subprocess.Popen([program("postgres"), "-D", self.data, "-p", str(self.port), "-k", self.folder,
                                         "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB", "-c", "max_connections=200"],
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, **self.identity())
        until = time.monotonic() + 60
        while subprocess.run([program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError("PostgreSQL did not start:\n" + pathlib.Path(self.folder, "log").read_text())
            time.sleep(0.05)
        return self

    def stop(self, sent=signal.SIGINT):
        """SIGINT: fast, with a checkpoint; SIGKILL: as if the power failed, all but the disk."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(sent)
            self.process.wait(60)
        self.log.close()

    def remove(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database="postgres"):
        return f"postgres://tenon@127.0.0.1:{self.port}/{database}"


_shared = None
_numbers = itertools.count()


def server_url():
    """Of the server that all tests of a process share."""
    global _shared
    given = os.environ.get("TENON_TEST_POSTGRES_URL")
    if given:
        return given
    if _shared is None:
        _shared = Postgres().start()
        atexit.register(_shared.remove)
    return _shared.url()


def psql(url, text):
    """Runs SQL; what it printed, without alignment."""
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text], capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode != 0:
        raise AssertionError(f"psql: {done.stderr}")
    return done.stdout.rstrip("\n")


class Database:
    """An empty database, dropped at the end of the process at the latest."""

    def __init__(self):
        self.server = server_url()
        self.name = f"b{os.getpid()}_{next(_numbers)}"
        psql(self.server, f"CREATE DATABASE {self.name}")
        before, _, options = self.server.partition("?")
        self.url = before.rsplit("/", 1)[0] + f"/{self.name}" + (f"?{options}" if options else "")
        atexit.register(self.drop)

    def drop(self):
        atexit.unregister(self.drop)
        psql(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
