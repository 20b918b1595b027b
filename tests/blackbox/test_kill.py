"""SIGKILL under write load: every acknowledged write is there, once, and none is half there.

Every other round kills at a random moment; the rounds between kill at the very moment an acknowledgement arrives, which is
when a server that acknowledges too early loses the write.

KILLS sets how often; `./dev soak` runs a thousand.
"""
import http.client
import json
import os
import pathlib
import random
import signal
import sqlite3
import threading
import time
import unittest

from server import ROOT, Server

KILLS = int(os.environ.get("KILLS", "30"))
WRITERS = 8


class Writer(threading.Thread):
    """Writes numbered rows until the server is gone; remembers what was acknowledged and what was asked for."""

    def __init__(self, server, token, name, kill_after=None):
        super().__init__()
        self.port, self.token, self.prefix = server.port, token, name
        self.process, self.kill_after = server.process.pid, kill_after
        self.acknowledged, self.asked = [], []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        count = 0
        try:
            while True:
                # Several rows in one request: all or nothing. Many where the kill is prompt, so that the commit takes its time.
                titles = [f"{self.prefix}-{count}-{part}" for part in range(300 if self.kill_after else 2)]
                count += 1
                self.asked.append(titles)
                connection.request("POST", "/api/v1/todos", json.dumps([{"title": title} for title in titles]), headers)
                answer = connection.getresponse()
                if answer.status == 201 and len(self.acknowledged) + 1 == self.kill_after:
                    os.kill(self.process, signal.SIGKILL)
                    self.acknowledged.append(titles)
                    return
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
            prompt = round_number % 2 == 1
            count = 1 if prompt else WRITERS
            kill_after = random.randint(1, 20) if prompt else None
            writers = [Writer(server, token, f"r{round_number}w{number}", kill_after) for number in range(count)]
            for writer in writers:
                writer.start()
            if prompt:
                writers[0].join()
            else:
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
        lost = [rows for rows in acknowledged if not stored.issuperset(rows)]
        self.assertEqual(lost, [], f"{len(lost)} of {len(acknowledged)} acknowledged writes are lost")
        half = [rows for rows in asked if 0 < len(stored.intersection(rows)) < len(rows)]
        self.assertEqual(half, [], "half of a write is there")
        self.assertTrue(stored.issubset({title for rows in asked for title in rows}))
        self.assertGreater(len(acknowledged), KILLS, "too few writes were acknowledged for the test to mean anything")
        print(f"{len(acknowledged)} acknowledged, {len(titles)} rows")
        server.own_folder.cleanup()


if __name__ == "__main__":
    unittest.main()
