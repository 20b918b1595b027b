"""A PostgreSQL of the test's own: Debian's programs, on loopback and a free port, in a temporary folder, with fsync on, never as root."""
import os
import pathlib
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAMS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))


def free_port():
    """Below those that the kernel gives to outgoing connections, which come and go all the time: one of them may not take it while the server is down."""
    lowest = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for _ in range(1000):
        port = random.SystemRandom().randrange(10_000, lowest) if lowest > 11_000 else 0
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
                return free.getsockname()[1]
            except OSError:
                continue
    raise AssertionError("no port is free")


class PostgresServer:
    """Use it in a `with`, or start and stop it by hand."""

    def __init__(self):
        if not PROGRAMS:
            raise FileNotFoundError("PostgreSQL is not installed: /usr/lib/postgresql has no programs")
        self.programs = PROGRAMS[-1]
        # A short path: it holds a socket.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tenon-pg-", dir="/tmp"))
        self.user = {}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.port = 0
        self.process = None

    def program(self, name, *words, **more):
        return subprocess.run([self.programs / name, *words], check=True, capture_output=True, text=True, **more).stdout

    def __enter__(self):
        self.program("initdb", "-D", self.folder / "data", "-U", "tenon", "-A", "trust", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync",
                     cwd="/", **self.user)
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """On the port that it had before, if it had one."""
        until = time.monotonic() + 120
        while not self.starts(self.port or free_port()):
            said = (self.folder / "log").read_text()
            # A port that somebody else was quicker to take, or processes of the one before that have not noticed yet that it is gone.
            if time.monotonic() > until or not re.search("Address already in use|pre-existing shared memory block", self.said):
                raise AssertionError("PostgreSQL does not start:\n" + said)
            time.sleep(0.1)

    def starts(self, port):
        """Whether it came to answer; `said` has what it wrote meanwhile."""
        begin = (self.folder / "log").stat().st_size if (self.folder / "log").exists() else 0
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([self.programs / "postgres", "-D", self.folder / "data", "-p", str(port), "-k", self.folder,
                                             "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB", "-c", "max_connections=200"],
                                            stdout=log, stderr=log, cwd="/", **self.user)
        until = time.monotonic() + 60
        # By the socket in its own folder: on the port somebody else's may answer.
        while subprocess.run([self.programs / "pg_isready", "-h", self.folder, "-p", str(port), "-q"]).returncode != 0:
            if self.process.poll() is not None:
                self.said = (self.folder / "log").read_text()[begin:]
                return False
            if time.monotonic() > until:
                raise AssertionError("PostgreSQL does not answer:\n" + (self.folder / "log").read_text())
            time.sleep(0.05)
        self.port = port
        return True

    def stop(self, number=signal.SIGINT):
        if not self.process or self.process.poll() is not None:
            return
        if number == signal.SIGKILL:
            os.kill(self.process.pid, signal.SIGSTOP)  # It starts no further process.
        children = self.processes()[1:]
        self.process.send_signal(number)
        self.process.wait(60)
        # After a SIGKILL they notice by themselves that the first process is gone; its successor would not start beside them.
        until = time.monotonic() + 30
        while any(pathlib.Path(f"/proc/{child}").exists() for child in children):
            if time.monotonic() > until:
                raise AssertionError("processes of the ended PostgreSQL are still there")
            time.sleep(0.02)

    def processes(self):
        """The first process and its children, each of which serves a connection or works in the background."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [self.process.pid, *map(int, children)]

    def pause(self):
        """All of it stands still: connections stay open and nothing answers."""
        os.kill(self.process.pid, signal.SIGSTOP)  # First, so that it starts no further process.
        for process in self.processes():
            os.kill(process, signal.SIGSTOP)

    def resume(self):
        for process in self.processes():
            os.kill(process, signal.SIGCONT)

    def new_database(self, name):
        """An empty one; its URL."""
        self.query(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database="postgres", user="tenon"):
        return f"postgres://{user}@127.0.0.1:{self.port}/{database}"

    def query(self, sql, database="postgres", user="tenon"):
        """Rows as lists of texts."""
        text = self.program("psql", "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.url(database, user))
        return [line.split("\t") for line in text.splitlines()]

    def dump(self, database):
        """The structure, without what differs from run to run."""
        text = self.program("pg_dump", "--schema-only", self.url(database))
        return "\n".join(line for line in text.splitlines() if line and not line.startswith(("--", "\\")))
