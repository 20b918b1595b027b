"""Clients that do not behave: slow, silent, garbling, too many or all at once. The server keeps its promises and goes on answering."""
import concurrent.futures
import contextlib
import http.client
import json
import pathlib
import random
import signal
import socket
import sqlite3
import tempfile
import threading
import time
import unittest

import postgres
from server import Server

SCHEMA = """
enum Role @roles { user }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ, UPDATE], when: "id == auth.id") {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user) @readOnly
}

type Note @resource {
  number: Int! @default(value: 0)
  code: String @unique
  owner: User! @owner
}
"""
GET_LIVEZ = b"GET /livez HTTP/1.1\r\nHost: x\r\n%s\r\n"
CLOSE = b"Connection: close\r\n"


def write_schema(folder):
    path = pathlib.Path(folder) / "schema.graphql"
    path.write_text(SCHEMA)
    return path


class Unfinished(threading.Thread):
    """A client that sends half of a request's headers, and how long it takes until it is told off."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n")
        self.answer, self.begun = b"", time.monotonic()
        self.start()

    def run(self):
        with self.connection:
            self.answer = self.connection.recv(65536)
        self.seconds = time.monotonic() - self.begun


class AbuseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema_folder = tempfile.TemporaryDirectory(prefix="tenon-schema-")
        cls.server = Server(write_schema(cls.schema_folder.name), {"TENON_LOG_LEVEL": "warning"})
        cls.server.start()
        cls.unfinished = Unfinished(cls.server.port)
        account = cls.server.register("writer")
        cls.token, cls.refresh = account["accessToken"], account["refreshToken"]

    @classmethod
    def tearDownClass(cls):
        cls.unfinished.join()
        log = cls.server.stop()
        cls.server.own_folder.cleanup()
        cls.schema_folder.cleanup()
        faults = [line for line in log.splitlines() if '"level":"error"' in line]
        if faults:
            raise AssertionError("\n".join(faults))

    @classmethod
    def connect(cls):
        connection = socket.create_connection(("127.0.0.1", cls.server.port), timeout=20)
        connection.settimeout(20)
        return connection

    def read_all(self, connection):
        """Everything until the server closes; a reset counts as a close."""
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionError:
            pass
        return received

    def exchange(self, sent, half_close=False):
        with self.connect() as connection:
            try:
                connection.sendall(sent)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
            except ConnectionError:
                pass
            return self.read_all(connection)

    def assert_answers(self):
        self.assertEqual(self.server.get("/livez").status, 200)

    def test_bytes_that_are_no_http_get_a_refusal_or_a_closed_connection(self):
        rng = random.Random(1)
        wholes = [rng.randbytes(rng.randrange(1, 400)) for _ in range(40)]
        wholes += [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(300), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /livez\r\n\r\n", b"\r\n" * 500, b"\0" * 5000]
        valid = GET_LIVEZ % (CLOSE + b"Accept: application/json\r\n")
        for _ in range(60):
            broken = bytearray(valid)
            for _ in range(rng.randrange(1, 4)):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            wholes.append(bytes(broken))
        for whole in wholes:
            answer = self.exchange(whole, half_close=True)
            if answer:
                self.assertRegex(answer[:12], rb"^HTTP/1\.1 (2|4\d\d|501|505)", whole)
        self.assert_answers()

    def test_headers_that_contradict_each_other_are_refused_and_smuggle_nothing(self):
        inner = GET_LIVEZ % CLOSE
        for headers in (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 4\r\nContent-Length: 5\r\n", b"Content-Length: +4\r\n", b"Content-Length: 0x4\r\n",
                        b"Transfer-Encoding: chunked, identity\r\n", b"Transfer-Encoding: xchunked\r\n", b"Transfer-Encoding : chunked\r\n", b"Host: y\r\n", b"X: a\r\n b\r\n"):
            request = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + b"\r\n0\r\n\r\n" + inner
            answer = self.exchange(request)
            self.assertRegex(answer[:12], rb"^HTTP/1\.1 (400|501)", headers)
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1, headers)

    def test_pipelined_requests_are_answered_in_order(self):
        names = [f"pipelined-{number}" for number in range(200)]
        sent = b"".join(GET_LIVEZ % f"X-Request-Id: {name}\r\n".encode() for name in names) + GET_LIVEZ % CLOSE
        answer = self.exchange(sent).decode()
        found = [line.split(": ", 1)[1] for line in answer.split("\r\n") if line.lower().startswith("x-request-id: pipelined")]
        self.assertEqual(found, names)

    def test_a_client_that_stops_sending_still_gets_its_answer(self):
        self.assertTrue(self.exchange(GET_LIVEZ % b"", half_close=True).startswith(b"HTTP/1.1 200"))
        head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        started = time.monotonic()
        self.assertNotIn(b"HTTP/1.1 2", self.exchange(head, half_close=True))
        # A body may take thirty seconds.
        self.assertLess(time.monotonic() - started, 20, "half a body is waited for after the client has closed")

    def test_slow_and_silent_clients_hold_nobody_up(self):
        idle = [self.connect() for _ in range(100)]
        slow = [self.connect() for _ in range(50)]
        try:
            for letter in b"GET /livez HT":
                for connection in slow:
                    connection.sendall(bytes([letter]))
            started = time.monotonic()
            for _ in range(10):
                self.assert_answers()
            self.assertLess(time.monotonic() - started, 5)
            for connection in slow:
                connection.sendall(b"TP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            for connection in slow:
                self.assertTrue(self.read_all(connection).startswith(b"HTTP/1.1 200"))
        finally:
            for connection in idle + slow:
                connection.close()

    def test_a_client_that_does_not_read_holds_nobody_up(self):
        with self.connect() as deaf:
            deaf.settimeout(0.5)
            try:
                for _ in range(200):
                    deaf.sendall(GET_LIVEZ % b"" * 200)
            except TimeoutError:
                pass
            started = time.monotonic()
            self.assert_answers()
            self.assertLess(time.monotonic() - started, 5)

    def test_hundreds_of_connections_at_once_are_all_answered(self):
        connections = [self.connect() for _ in range(400)]
        for connection in connections:
            connection.sendall(GET_LIVEZ % CLOSE)
        for connection in connections:
            self.assertTrue(self.read_all(connection).startswith(b"HTTP/1.1 200"))
            connection.close()

    def test_connections_cut_in_the_middle_of_a_write_leave_whole_rows_or_none(self):
        body = json.dumps([{"number": 77_000_001}, {"number": 77_000_001}]).encode()
        head = f"POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        whole = head + body
        for cut in [len(whole)] * 10 + list(range(len(head), len(whole), 5)):
            with self.connect() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                connection.sendall(whole[:cut])
        self.assert_answers()
        total = self.server.get("/api/v1/notes?number=77000001&page=1", self.token).json["meta"]["total"]
        self.assertEqual(total % 2, 0)
        self.assertLessEqual(total, 20)

    def at_once(self, count, work):
        gate = threading.Barrier(count)

        def run(number):
            gate.wait()
            return work(number)

        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            return list(pool.map(run, range(count)))

    def test_of_many_equal_inserts_at_once_exactly_one_is_made(self):
        for attempt in range(8):
            statuses = self.at_once(8, lambda _: self.server.post("/api/v1/notes", {"code": f"same-{attempt}"}, self.token).status)
            self.assertEqual(sorted(statuses), [201] + [409] * 7)

    def test_of_many_equal_updates_at_once_with_one_version_exactly_one_is_made(self):
        made = self.server.post("/api/v1/notes", {"number": 1}, self.token)
        path, version = f"/api/v1/notes/{made.json['data']['id']}", made.headers["etag"]
        statuses = self.at_once(8, lambda number: self.server.patch(path, {"number": number}, self.token, headers={"If-Match": version}).status)
        self.assertEqual(sorted(statuses), [200] + [412] * 7)

    def test_a_refresh_token_used_many_times_at_once_works_once_and_ends_the_session(self):
        answers = self.at_once(8, lambda _: self.server.post("/api/v1/auth/refresh", {"refreshToken": self.refresh}))
        self.assertEqual(sorted(answer.status for answer in answers), [200] + [401] * 7)
        winner = next(answer for answer in answers if answer.status == 200).json["data"]
        self.assertEqual(self.server.get("/api/v1/auth/me", winner["accessToken"]).status, 401)
        self.assertEqual(self.server.post("/api/v1/auth/refresh", {"refreshToken": winner["refreshToken"]}).status, 401)
        type(self).token = self.server.post("/api/v1/auth/login", {"email": "writer@example.org", "password": "correct horse battery"}).json["data"]["accessToken"]

    def test_who_does_not_finish_the_headers_is_told_so_after_ten_seconds(self):
        self.unfinished.join()
        self.assertTrue(self.unfinished.answer.startswith(b"HTTP/1.1 408"), self.unfinished.answer)
        self.assertGreater(self.unfinished.seconds, 9)
        self.assertLess(self.unfinished.seconds, 25)


class CursorTest(unittest.TestCase):
    def test_a_row_that_stays_is_seen_exactly_once_while_others_come_and_go(self):
        with tempfile.TemporaryDirectory() as folder, Server(write_schema(folder), {"TENON_LOG_LEVEL": "warning"}) as server:
            token = server.register("reader")["accessToken"]
            # Equal numbers, so that the id has to decide.
            rows = [{"number": number // 4 * 2} for number in range(200)]
            kept = {row["id"] for row in server.post("/api/v1/notes", rows, token).json["data"]}
            done = threading.Event()
            faults = []

            def churn():
                rng, own = random.Random(3), []
                while not done.is_set():
                    answer = server.post("/api/v1/notes", [{"number": rng.randrange(-5, 110)} for _ in range(3)], token)
                    if answer.status != 201:
                        faults.append(answer)
                        return
                    own += [row["id"] for row in answer.json["data"]]
                    for _ in range(2):
                        server.delete(f"/api/v1/notes/{own.pop(rng.randrange(len(own)))}", token)

            churning = [threading.Thread(target=churn) for _ in range(2)]
            for thread in churning:
                thread.start()
            try:
                for sort in ("number", "-number", "-createdAt"):
                    seen, cursor = [], ""
                    while cursor is not None:
                        answer = server.get(f"/api/v1/notes?limit=9&sort={sort}&fields=id,number" + (f"&cursor={cursor}" if cursor else ""), token).json
                        seen += [row["id"] for row in answer["data"]]
                        cursor = answer["meta"]["nextCursor"]
                    self.assertEqual(len(seen), len(set(seen)), "a row came twice")
                    self.assertEqual(kept - set(seen), set(), "a row that stayed was not seen")
            finally:
                done.set()
                for thread in churning:
                    thread.join()
            self.assertEqual(faults, [])


class StopTest(unittest.TestCase):
    def stored_codes(self, server):
        if server.database:
            return postgres.psql(server.database.url, "SELECT code FROM notes").split()
        with contextlib.closing(sqlite3.connect(pathlib.Path(server.folder) / "tenon.db")) as database:
            return [code for (code,) in database.execute("SELECT code FROM notes")]

    def test_sigterm_under_load_answers_what_was_taken_in_and_ends_well(self):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(write_schema(folder), {"TENON_LOG_LEVEL": "warning"}).start()
            token = server.register("writer")["accessToken"]
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            acknowledged, odd = [], []

            def write(number):
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
                try:
                    for count in range(100_000):
                        code = f"{number}-{count}"
                        connection.request("POST", "/api/v1/notes", json.dumps({"code": code}), headers)
                        answer = connection.getresponse()
                        answer.read()
                        if answer.status == 201:
                            acknowledged.append(code)
                        elif answer.status != 503:
                            odd.append((code, answer.status))
                except (OSError, http.client.HTTPException):
                    pass
                finally:
                    connection.close()

            writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
            for writer in writers:
                writer.start()
            until = time.monotonic() + 60
            while len(acknowledged) < 50 and time.monotonic() < until:
                time.sleep(0.01)
            server.process.send_signal(signal.SIGTERM)
            for writer in writers:
                writer.join()
            server.stop(0)
            self.assertEqual(odd, [])
            self.assertGreaterEqual(len(acknowledged), 50)
            stored = set(self.stored_codes(server))
            self.assertEqual(set(acknowledged) - stored, set(), "an acknowledged write is lost")
            self.assertEqual(stored - set(acknowledged), set(), "a write was made and its answer was not sent")
            server.own_folder.cleanup()


if __name__ == "__main__":
    unittest.main()
