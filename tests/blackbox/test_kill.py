"""SIGKILL at random moments under write load: every acknowledged write is there, once, and none is half there.

KILLS sets how often; `./dev soak` runs a thousand.
"""
import http.client
import json
import os
import pathlib
import random
import sqlite3
import threading
import time
import unittest

from server import ROOT, Server

KILLS = int(os.environ.get("KILLS", "50"))
WRITERS = 8


class Writer(threading.Thread):
    """Writes numbered rows until the server is gone; remembers what was acknowledged and what was asked for."""

    def __init__(self, port, token, name):
        super().__init__()
        self.port, self.token, self.prefix = port, token, name
        self.acknowledged, self.asked = [], []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        count = 0
        try:
            while True:
                # Two rows in one request: all or nothing.
                titles = [f"{self.prefix}-{count}-{part}" for part in "ab"]
                count += 1
                self.asked.append(titles)
                connection.request("POST", "/api/v1/todos", json.dumps([{"title": title} for title in titles]), headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status == 201:
                    self.acknowledged.append(titles)
                elif answer.status != 503:
                    raise AssertionError(f"a write was answered with {answer.status}")
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()


class KillTest(unittest.TestCase):
    def test_no_acknowledged_write_is_lost_when_the_process_is_killed(self):
        seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
        print(f"seed {seed}, {KILLS} kills")
        random.seed(seed)
        server = Server(ROOT / "examples/todo/schema.graphql", {"TENON_LOG_LEVEL": "warning"})
        server.start()
        token = server.register("writer")["accessToken"]
        acknowledged, asked = [], []
        for round_number in range(KILLS):
            writers = [Writer(server.port, token, f"r{round_number}w{number}") for number in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(random.uniform(0.02, 0.25))
            server.kill()
            for writer in writers:
                writer.join()
                acknowledged += writer.acknowledged
                asked += writer.asked
            server.start()
            answer = server.get("/api/v1/todos?limit=1", token)
            self.assertEqual(answer.status, 200, answer)
        server.stop()

        database = sqlite3.connect(pathlib.Path(server.folder) / "tenon.db")
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        titles = [row[0] for row in database.execute("SELECT title FROM todos")]
        database.close()
        stored = set(titles)
        self.assertEqual(len(titles), len(stored), "a write is there twice")
        lost = [pair for pair in acknowledged if not stored.issuperset(pair)]
        self.assertEqual(lost, [], f"{len(lost)} of {len(acknowledged)} acknowledged writes are lost")
        half = [pair for pair in asked if len(stored.intersection(pair)) == 1]
        self.assertEqual(half, [], "half of a write is there")
        self.assertTrue(stored.issubset({title for pair in asked for title in pair}))
        self.assertGreater(len(acknowledged), KILLS, "too few writes were acknowledged for the test to mean anything")
        print(f"{len(acknowledged)} acknowledged, {len(titles)} rows")
        server.own_folder.cleanup()


if __name__ == "__main__":
    unittest.main()
