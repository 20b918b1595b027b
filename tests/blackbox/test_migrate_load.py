"""A breaking change while servers of both schemas answer a load of reads and writes: no request fails, none waits for longer than a lock may."""
import contextlib
import http.client
import json
import random
import shutil
import threading
import time
import unittest

from postgres_server import PostgresServer
from test_migrate import Project

OPEN = '@public(ops: [READ, CREATE, UPDATE, DELETE]) @waive(lint: "open-write", reason: "a test")'
OLD = f"""enum Kind {{ note task old }}
type Author @resource {OPEN} {{ name: String! @unique }}
type Draft @resource {OPEN} {{ text: String! author: Author }}
type Post @resource {OPEN} {{
  title: String! @length(max: 200)
  kind: Kind
  views: Int
  notes: String! @index
  score: Int
  author: Author
}}
"""
# A rename, a narrower one at that; optional to required; a drop of a required field, of an enum value and of a table; new and narrower constraints; new
# fields, indexes, relations and search.
NEW = f"""enum Kind {{ note task }}
type Author @resource {OPEN} {{ name: String! @unique handle: String @unique posts: [Post!]! }}
type Tag @resource {OPEN} {{ label: String! posts: [Post!]! }}
type Post @resource @search(fields: ["headline"]) @index(fields: ["kind", "views"]) @check(rule: "views <= 1000000") {OPEN} {{
  headline: String! @was(name: "title") @length(max: 100)
  kind: Kind! @default(value: note)
  views: Int! @default(value: 7) @range(min: 0)
  score: Int @unique
  summary: String
  live: Boolean! @default(value: true)
  author: Author
  tags: [Tag!]!
}}
"""
ROWS = 5000
# What `tenon migrate` lets others wait for behind a lock of its own (migrate/apply.hpp), in seconds.
LOCK_TIMEOUT = 2


class Client(threading.Thread):
    """Reads and writes of one version of the application, one after another on one connection, until it is stopped."""

    def __init__(self, server, name, shape):
        super().__init__(daemon=True)
        self.address = ("127.0.0.1", server.port)
        self.name = name
        self.shape = shape
        self.stopped = threading.Event()
        self.failures = []
        self.seconds = []
        self.written = {}
        self.score = 0

    def call(self, connection, method, path, body, expected):
        start = time.monotonic()
        connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"} if body is not None else {})
        answer = connection.getresponse()
        data = answer.read()
        self.seconds.append(time.monotonic() - start)
        if answer.status != expected:
            self.failures.append(f"{self.name}: {method} {path} {body}: {answer.status} {data[:400]}")
            return {}
        return json.loads(data)["data"] if data else {}

    def run(self):
        dice = random.Random(self.name)
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            while not self.stopped.is_set() and len(self.failures) < 5:
                self.shape(self, connection, dice)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            self.failures.append(f"{self.name}: {fault!r}")
        finally:
            connection.close()

    def stop(self):
        self.stopped.set()
        self.join(120)
        if self.is_alive():
            self.failures.append(f"{self.name}: does not end")


def old_application(client, connection, dice):
    client.score += 1
    # Longer than the newer schema takes: its constraint comes with the second part.
    title = f"{client.name} {client.score}" + dice.choice(["", "." * 120])
    made = client.call(connection, "POST", "/api/v1/posts", {"title": title, "notes": "n", "kind": dice.choice(["note", None]), "views": None}, 201)
    if not made:
        return
    path = f"/api/v1/posts/{made['id']}"
    client.call(connection, "PATCH", path, {"title": title + "!", "views": dice.choice([None, 3])}, 200)
    read = client.call(connection, "GET", path, None, 200)
    if read.get("title") != title + "!":
        client.failures.append(f"{client.name}: wrote {title}!, read {read}")
    client.call(connection, "GET", "/api/v1/posts?sort=-createdAt&limit=5&fields=id,title,notes,kind&kind=note", None, 200)
    client.call(connection, "POST", "/api/v1/drafts", {"text": title}, 201)
    if dice.random() < 0.5:
        client.call(connection, "DELETE", path, None, 204)
    else:
        client.written[made["id"]] = title + "!"


def new_application(client, connection, dice):
    client.score += 1
    headline = f"{client.name} {client.score}"
    made = client.call(connection, "POST", "/api/v1/posts", {"headline": headline, "views": 1, "summary": "s"}, 201)
    if not made:
        return
    path = f"/api/v1/posts/{made['id']}"
    client.call(connection, "PATCH", path, {"headline": headline + "?", "kind": "task"}, 200)
    read = client.call(connection, "GET", path, None, 200)
    if read.get("headline") != headline + "?" or read.get("live") is not True:
        client.failures.append(f"{client.name}: wrote {headline}?, read {read}")
    for row in client.call(connection, "GET", "/api/v1/posts?sort=-createdAt&limit=5&include=tags", None, 200) or []:
        if row["headline"] is None or row["views"] is None or row["kind"] is None:
            client.failures.append(f"{client.name}: something required is missing: {row}")
    if dice.random() < 0.5:
        client.call(connection, "DELETE", path, None, 204)
    else:
        client.written[made["id"]] = headline + "?"


class MigrateUnderLoadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = PostgresServer().__enter__()
        cls.addClassCleanup(cls.postgres.__exit__, None, None, None)

    def setUp(self):
        self.postgres.query("CREATE DATABASE load")
        self.old = self.enterContext(Project(OLD))
        self.new = self.enterContext(Project(NEW))
        for project in (self.old, self.new):
            project.environment["DATABASE_URL"] = self.postgres.url("load")
        self.old.run("migrate", "new", "start")
        self.old.run("migrate", "up")
        shutil.copytree(self.old.folder / "migrations", self.new.folder / "migrations")
        self.query(f"INSERT INTO posts (id, title, notes, created_at, updated_at) SELECT gen_random_uuid(), 'old ' || n, 'n', now(), now() FROM generate_series(1, {ROWS}) n")
        self.seconds = []

    def query(self, sql):
        return self.postgres.query(sql, "load")

    def expect_no_row(self, query):
        self.assertEqual(self.query(f"SELECT count(*) FROM {query}"), [["0"]])

    def serve(self, project):
        """A server, and what stops it."""
        running = contextlib.ExitStack()
        self.addCleanup(running.close)
        return running.enter_context(project.serve()), running

    def start(self, server, name, shape):
        clients = [Client(server, f"{name} {number}", shape) for number in range(2)]
        for client in clients:
            client.start()
        self.go_on(clients)
        return clients

    @staticmethod
    def go_on(clients):
        """Until each has done some rounds more."""
        for client in clients:
            until = client.score + 3
            while client.score < until and client.is_alive():
                time.sleep(0.01)

    def end(self, clients):
        for client in clients:
            client.stop()
            self.assertEqual(client.failures, [])
            self.assertGreaterEqual(client.score, 3)
            self.seconds += client.seconds

    def expect_written(self, column, *groups):
        # Before the rows are read: what a client that still runs writes meanwhile may be half done in them.
        written = {key: text for group in groups for client in group for key, text in dict(client.written).items()}
        found = dict(self.query(f"SELECT id::text, {column} FROM posts"))
        self.assertEqual({key: found.get(key) for key in written}, written)

    def test_both_versions_are_served_through_every_kind_of_change(self):
        told = self.new.run("migrate", "new", "rework", "--expand", "--allow-data-loss")
        self.assertIn("Keeps title and headline of table posts alike", told)
        old_server, old_running = self.serve(self.old)
        old = self.start(old_server, "old", old_application)
        self.assertIn("0003_rework_contract waits", self.new.run("migrate", "up"))
        self.go_on(old)
        new_server, new_running = self.serve(self.new)
        self.assertIn("once no server of the older schema runs", self.new.run("migrate", "status"))
        new = self.start(new_server, "new", new_application)
        self.go_on(old)
        self.expect_no_row("posts WHERE title IS DISTINCT FROM headline OR views IS NULL OR kind IS NULL")
        # One of the older schema may still be started, to replace one that fell over.
        with self.old.serve() as another:
            self.end(self.start(another, "another", old_application))
        self.end(old)
        old_running.close()
        self.query("UPDATE posts SET title = left(title, 90) WHERE length(title) > 100")
        old_written = [{key: text[:90] if len(text) > 100 else text for key, text in client.written.items()} for client in old]
        for client, written in zip(old, old_written):
            client.written = written

        self.assertIn("0003_rework_contract waits", self.new.run("migrate", "up"), "instances may run it at their start")
        self.new.run("migrate", "up", "--contract")
        self.go_on(new)
        self.expect_written("headline", old, new)
        self.expect_no_row("pg_trigger WHERE tgname LIKE 'tenon_alike%' OR tgname LIKE 'tenon_fill%'")
        self.assertIn("is not that of this project", self.old.run("migrate", "status", expect=1))

        # And back in the same way.
        self.new.run("migrate", "down", "--allow-data-loss")
        self.go_on(new)
        self.expect_no_row("posts WHERE title IS DISTINCT FROM headline")
        again, again_running = self.serve(self.old)
        returned = self.start(again, "returned", old_application)
        self.go_on(new)
        self.end(new)
        new_running.close()
        self.new.run("migrate", "down", "--allow-data-loss")
        self.go_on(returned)
        self.end(returned)
        again_running.close()
        self.expect_written("title", old, new, returned)
        self.seconds.sort()
        p99 = self.seconds[int(len(self.seconds) * 0.99)]
        print(f"{len(self.seconds)} requests: median {self.seconds[len(self.seconds) // 2] * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, "
              f"longest {self.seconds[-1] * 1000:.0f} ms")
        self.assertLess(p99, LOCK_TIMEOUT, "somebody held a lock for longer than others may wait")


if __name__ == "__main__":
    unittest.main()
