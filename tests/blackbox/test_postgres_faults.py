"""PostgreSQL killed, stopped and paused under load: no wrong answer, no acknowledged write missing, none twice, and the service back without help.

KILLS sets how often it is killed.
"""
import http.client
import json
import os
import random
import signal
import threading
import time
import unittest

from postgres_server import PostgresServer
from server import ROOT, Server

KILLS = int(os.environ.get("KILLS", "6"))
WRITERS = 4
READERS = 4
# A request may wait for the database as long as TENON_REQUEST_TIMEOUT_MS lets it: thirty seconds.
PATIENCE = 60


class Caller(threading.Thread):
    """Sends requests until told to stop, over one connection as long as it lives; every answer is looked at."""

    def __init__(self, server, token, name):
        super().__init__()
        self.port, self.token, self.prefix = server.port, token, name
        self.stopping = False
        self.good, self.refused, self.wrong = 0, 0, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while not self.stopping:
            try:
                self.call(connection)
            except (OSError, http.client.HTTPException) as fault:
                self.wrong.append(f"{self.prefix}: {fault!r}")
                connection.close()
        connection.close()

    def ask(self, connection, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == 503:
            self.refused += 1
            if not answer.headers.get("Retry-After"):
                self.wrong.append(f"{self.prefix}: 503 without Retry-After")
            time.sleep(0.01)
        return answer.status, content


class Writer(Caller):
    """Creates rows one by one and two by two; remembers what was acknowledged and what was asked for."""

    def __init__(self, *words):
        super().__init__(*words)
        self.acknowledged, self.asked = [], []

    def call(self, connection):
        titles = [f"{self.prefix}-{len(self.asked)}-{part}" for part in range(random.choice((1, 2)))]
        self.asked.append(titles)
        rows = [{"title": title} for title in titles]
        status, content = self.ask(connection, "POST", "/api/v1/todos", rows[0] if len(rows) == 1 else rows)
        if status == 201:
            self.acknowledged.append(titles)
            self.good += 1
        elif status != 503:
            self.wrong.append(f"{self.prefix}: a write was answered {status} {content[:300]}")


class Reader(Caller):
    """Reads one row that is there."""

    def __init__(self, server, token, name, row):
        super().__init__(server, token, name)
        self.row = row

    def call(self, connection):
        status, content = self.ask(connection, "GET", f"/api/v1/todos/{self.row['id']}")
        if status == 200 and json.loads(content)["data"] == self.row:
            self.good += 1
        elif status != 503:
            self.wrong.append(f"{self.prefix}: a read was answered {status} {content[:300]}")


class PostgresFaultsTest(unittest.TestCase):
    def setUp(self):
        self.postgres = self.enterContext(PostgresServer())
        self.server = Server(ROOT / "examples/todo/schema.graphql", {"DATABASE_URL": self.postgres.url(), "TENON_LOG_LEVEL": "error"})
        self.enterContext(self.server)
        self.token = self.server.register("writer")["accessToken"]
        self.row = self.server.post("/api/v1/todos", {"title": "the row that is read"}, self.token).json["data"]

    def until(self, what, holds, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, f"{what}: not within {seconds} seconds\n{self.server.logged()[-2000:]}")
            time.sleep(0.05)

    def ready(self):
        return self.server.get("/readyz").status == 200

    def start_callers(self):
        self.writers = [Writer(self.server, self.token, f"w{number}") for number in range(WRITERS)]
        self.readers = [Reader(self.server, self.token, f"r{number}", self.row) for number in range(READERS)]
        for caller in (*self.writers, *self.readers):
            caller.start()

    def stop_callers(self):
        callers = (*self.writers, *self.readers)
        for caller in callers:
            caller.stopping = True
        for caller in callers:
            caller.join()
        self.assertEqual([fault for caller in callers for fault in caller.wrong][:5], [])

    def check_rows(self):
        titles = [row[0] for row in self.postgres.query("SELECT title FROM todos WHERE title LIKE 'w%'")]
        stored = set(titles)
        acknowledged = [rows for writer in self.writers for rows in writer.acknowledged]
        asked = [rows for writer in self.writers for rows in writer.asked]
        self.assertEqual(len(titles), len(stored), "a write is there twice")
        self.assertEqual([rows for rows in acknowledged if not stored.issuperset(rows)], [], "acknowledged writes are lost")
        self.assertEqual([rows for rows in asked if 0 < len(stored.intersection(rows)) < len(rows)], [], "half of a write is there")
        return len(acknowledged)

    def served(self):
        """How much went well so far, by kind."""
        return sum(writer.good for writer in self.writers), sum(reader.good for reader in self.readers)

    def until_served_again(self):
        writes, reads = self.served()
        self.until("reads and writes go on", lambda: self.served()[0] > writes + 20 and self.served()[1] > reads + 20)

    def test_nothing_acknowledged_is_lost_when_the_database_is_killed_under_load(self):
        random.seed(seed := int(os.environ.get("SEED", time.time_ns() % 1_000_000)))
        print(f"seed {seed}, {KILLS} kills")
        self.start_callers()
        try:
            for _ in range(KILLS):
                self.until_served_again()
                time.sleep(random.uniform(0, 0.2))
                self.postgres.stop(random.choice((signal.SIGKILL, signal.SIGQUIT, signal.SIGINT)))
                time.sleep(random.uniform(0, 0.5))
                self.postgres.start()
            self.until_served_again()
        finally:
            self.stop_callers()
        self.assertGreater(self.check_rows(), 20 * KILLS)

    def test_readiness_follows_the_database(self):
        self.assertTrue(self.ready())
        self.postgres.stop(signal.SIGINT)
        self.until("not ready", lambda: not self.ready())
        self.assertEqual(self.server.get("/livez").status, 200)
        self.assertEqual(self.server.get(f"/api/v1/todos/{self.row['id']}", self.token).status, 503)
        self.postgres.start()
        self.until("ready again", self.ready)
        self.until("reads go on", lambda: self.server.get(f"/api/v1/todos/{self.row['id']}", self.token).status == 200)

    def test_a_database_that_hangs_costs_a_503_and_no_more(self):
        self.start_callers()
        try:
            self.until_served_again()
            self.postgres.pause()
            time.sleep(1)
            self.postgres.resume()
            self.until_served_again()
        finally:
            self.postgres.resume()
            self.stop_callers()
        self.check_rows()

    def test_connections_that_are_cut_are_made_again(self):
        self.start_callers()
        try:
            for _ in range(5):
                self.until_served_again()
                self.postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
            self.until_served_again()
        finally:
            self.stop_callers()
        self.check_rows()


if __name__ == "__main__":
    unittest.main()
