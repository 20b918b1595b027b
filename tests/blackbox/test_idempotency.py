"""Idempotency-Key against the real binary: sent again, a write is done once and answered the same."""
import concurrent.futures
import contextlib
import http.client
import json
import os
import signal
import sqlite3
import unittest

from server import ROOT, Server

ROUNDS = int(os.environ.get("KILLS", "6"))


class IdempotencyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(ROOT / "examples/todo/schema.graphql", {"TENON_LOG_LEVEL": "warning"})
        cls.server.start()
        cls.ann = cls.server.register("ann")["accessToken"]
        cls.bob = cls.server.register("bob")["accessToken"]

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None)

    def send(self, method, path, body, key, token=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        sent = {"Content-Type": "application/json", "Idempotency-Key": key, **dict(headers)}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body if isinstance(body, (str, bytes)) else json.dumps(body), sent)
        answer = connection.getresponse()
        answer.text = answer.read()
        connection.close()
        return answer

    def detail(self, answer):
        return json.loads(answer.text)["error"]["details"][0]["code"]

    def titles(self, token):
        return [row["title"] for row in json.loads(self.server.get("/api/v1/todos?limit=100", token).body)["data"]]

    def test_a_create_that_comes_again_is_answered_with_the_same_bytes(self):
        first = self.send("POST", "/api/v1/todos", {"title": "same"}, "a-1", self.ann)
        again = self.send("POST", "/api/v1/todos", {"title": "same"}, "a-1", self.ann)
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(first.text, again.text)
        for header in ("Location", "ETag", "Content-Type"):
            self.assertEqual(first.getheader(header), again.getheader(header), header)
        self.assertIsNone(first.getheader("Idempotency-Replayed"))
        self.assertEqual(again.getheader("Idempotency-Replayed"), "true")
        self.assertNotEqual(first.getheader("X-Request-Id"), again.getheader("X-Request-Id"))
        self.assertEqual(self.titles(self.ann).count("same"), 1)

    def test_the_quotes_of_the_draft_are_no_part_of_the_key(self):
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": "quoted"}, '"q-1"', self.ann).status, 201)
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": "quoted"}, "q-1", self.ann).getheader("Idempotency-Replayed"), "true")

    def test_an_array_and_a_patch_too(self):
        rows = [{"title": "row 1"}, {"title": "row 2"}]
        first = self.send("POST", "/api/v1/todos", rows, "b-1", self.ann)
        self.assertEqual(self.send("POST", "/api/v1/todos", rows, "b-1", self.ann).text, first.text)
        self.assertEqual(self.titles(self.ann).count("row 1"), 1)
        path = "/api/v1/todos/" + json.loads(first.text)["data"][0]["id"]
        done = self.send("PATCH", path, {"done": True}, "b-2", self.ann)
        self.assertEqual(done.status, 200)
        # The row moves on; what was answered then stays what it was.
        self.assertEqual(self.send("PATCH", path, {"done": False}, "b-3", self.ann).status, 200)
        again = self.send("PATCH", path, {"done": True}, "b-2", self.ann)
        self.assertEqual(again.text, done.text)
        self.assertFalse(json.loads(self.server.get(path, self.ann).body)["data"]["done"])

    def test_a_key_names_one_request(self):
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": "one"}, "c-1", self.ann).status, 201)
        for method, path, body in (("POST", "/api/v1/todos", {"title": "two"}), ("POST", "/api/v1/todos?fields=id", {"title": "one"}),
                                   ("POST", "/api/v1/todos", '{"title":"one"}'), ("PATCH", "/api/v1/todos/019bc0e4-7d40-7000-8000-00000000dead", {"title": "one"})):
            with self.subTest(path=path, body=body):
                answer = self.send(method, path, body, "c-1", self.ann)
                self.assertEqual((answer.status, self.detail(answer)), (409, "reused"))
        self.assertEqual(self.titles(self.ann).count("two"), 0)

    def test_another_callers_key_is_another_key(self):
        first = self.send("POST", "/api/v1/todos", {"title": "private"}, "d-1", self.ann)
        other = self.send("POST", "/api/v1/todos", {"title": "private"}, "d-1", self.bob)
        self.assertEqual(other.status, 201)
        self.assertIsNone(other.getheader("Idempotency-Replayed"))
        self.assertNotEqual(json.loads(first.text)["data"]["id"], json.loads(other.text)["data"]["id"])

    def test_what_failed_may_be_tried_again(self):
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": ""}, "e-1", self.ann).status, 422)
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": "mended"}, "e-1", self.ann).status, 201)

    def test_keys_that_are_none(self):
        for key in ("", " ", "x" * 256, '"', '""', '"a" "b"', "tab\tin"):
            with self.subTest(key=key):
                answer = self.send("POST", "/api/v1/todos", {"title": "never"}, key, self.ann)
                self.assertEqual((answer.status, self.detail(answer)), (400, "format"))
        self.assertEqual(self.send("POST", "/api/v1/todos", {"title": "longest"}, "x" * 255, self.ann).status, 201)
        self.assertEqual(self.titles(self.ann).count("never"), 0)

    def test_two_keys_in_one_request_are_refused(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.putrequest("POST", "/api/v1/todos")
        for name, value in (("Authorization", f"Bearer {self.ann}"), ("Content-Type", "application/json"), ("Content-Length", "15"),
                            ("Idempotency-Key", "one"), ("Idempotency-Key", "two")):
            connection.putheader(name, value)
        connection.endheaders(b'{"title":"two"}')
        self.assertEqual(connection.getresponse().status, 400)
        connection.close()

    def test_accounts_take_no_key(self):
        body = {"email": "ann@example.org", "password": "correct horse battery"}
        for name in ("login", "register", "refresh"):
            answer = self.send("POST", f"/api/v1/auth/{name}", body, "f-1")
            self.assertEqual((answer.status, self.detail(answer)), (400, "unknown"), name)

    def test_twenty_at_once_make_one_row(self):
        def attempt(_):
            return self.send("POST", "/api/v1/todos", {"title": "at once"}, "g-1", self.ann)
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(attempt, range(20)))
        self.assertEqual(self.titles(self.ann).count("at once"), 1)
        texts = {answer.text for answer in answers if answer.status == 201}
        self.assertEqual(len(texts), 1)
        for answer in answers:
            if answer.status != 201:
                self.assertEqual((answer.status, self.detail(answer)), (409, "in_progress"))
                self.assertEqual(answer.getheader("Retry-After"), "1")

    @unittest.skipIf(os.environ.get("TENON_TEST_DATABASE") == "postgres", "looks into SQLite's file")
    def test_a_database_of_before_gets_the_table(self):
        with Server(ROOT / "examples/todo/schema.graphql", {"TENON_LOG_LEVEL": "warning"}) as server:
            token = server.register("ann")["accessToken"]
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(60)
            with contextlib.closing(sqlite3.connect(server.folder / "tenon.db")) as database:
                database.execute("DROP TABLE tenon_idempotency")
                database.commit()
            server.process.stdout.close()
            server.log.close()
            server.start()
            answers = [server.post("/api/v1/todos", {"title": "old"}, token, headers={"Idempotency-Key": "k"}) for _ in range(2)]
            self.assertEqual([answer.status for answer in answers], [201, 201])
            self.assertEqual(answers[0].body, answers[1].body)

    def test_a_key_survives_the_death_of_its_answer(self):
        """Killed at any moment around the commit: the request is sent again, and there is one row and one answer."""
        server = Server(ROOT / "examples/todo/schema.graphql", {"TENON_LOG_LEVEL": "warning"})
        server.start()
        token = server.register("ann")["accessToken"]
        replays = 0
        for number in range(ROUNDS):
            rows = json.dumps([{"title": f"{number}-{part}"} for part in range(100)])
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": f"kill-{number}"}
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("POST", "/api/v1/todos", rows, headers)
            if number % 2 == 0:
                # It is committed: the answer is on its way, and is lost.
                connection.sock.recv(1)
            os.kill(server.process.pid, signal.SIGKILL)
            connection.close()
            server.kill()
            server.start()
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("POST", "/api/v1/todos", rows, headers)
            answer = connection.getresponse()
            self.assertEqual(answer.status, 201)
            replays += answer.getheader("Idempotency-Replayed") == "true"
            self.assertEqual(len(json.loads(answer.read())["data"]), 100)
            connection.close()
            count = json.loads(server.get("/api/v1/todos?page=1&perPage=1", token).body)["meta"]["total"]
            self.assertEqual(count, 100 * (number + 1))
        self.assertGreaterEqual(replays, (ROUNDS + 1) // 2)
        server.__exit__(None)


if __name__ == "__main__":
    unittest.main()
