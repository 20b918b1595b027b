"""Databases on the PostgreSQL that the tests of a process share (postgres_server.py).

TENON_TEST_POSTGRES_URL names another server instead: any database of it, by a user who may make others.
"""
import atexit
import itertools
import os
import subprocess

from postgres_server import PROGRAMS, PostgresServer

_shared = None
_numbers = itertools.count()


def server_url():
    """Of the server that all tests of a process share."""
    global _shared
    given = os.environ.get("TENON_TEST_POSTGRES_URL")
    if given:
        return given
    if _shared is None:
        _shared = PostgresServer().__enter__()
        atexit.register(_shared.__exit__)
    return _shared.url()


def psql(url, text):
    """Runs SQL; what it printed, without alignment."""
    done = subprocess.run([PROGRAMS[-1] / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text], capture_output=True, text=True,
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
