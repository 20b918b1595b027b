"""Requests made from the OpenAPI document, right and wrong ones: no answer that the document does not describe.

APP=clinic runs that app of tests/apps only, with all of its callers.
"""
import collections
import http.client
import json
import os
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from app_server import AppServer  # noqa: E402
from document import Document  # noqa: E402
from requests_of import RIGHT, Requests  # noqa: E402
from server import Answer  # noqa: E402

# The vault's fields are called as parameters are.
APPS = {"blog": ["admin", "user"], "tracker": ["lead"], "vault": ["chief"]}
LEAST_REQUESTS = 5000
# Faults that the schema of a right request rules out: what else a row may be refused for is the data's business.
FORM = {"type", "format", "length", "range", "pattern", "enum", "unknown", "read_only", "immutable", "operator", "syntax", "duplicate", "limit"}


class Conversation:
    """Sends requests over one connection and judges what comes back."""

    def __init__(self, server, document):
        self.server, self.document = server, document
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.rows = collections.defaultdict(list)
        self.faults = []
        self.sent = 0

    def ids(self, type_name):
        return self.rows[type_name]

    def send(self, request, token):
        path = request.operation.path.format(**request.path) + ("?" + request.query if request.query else "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = request.body
        if request.operation.body:
            headers["Content-Type"] = request.media_type
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        else:
            body = None
        headers.update(request.headers)
        for attempt in (1, 2):
            try:
                self.connection.request(request.operation.method, path, body, headers)
                raw = self.connection.getresponse()
                answer = Answer(raw.status, raw.getheaders(), raw.read())
                break
            except (http.client.HTTPException, ConnectionError):
                # The server may close after an answer to a body that it did not read; once is enough.
                self.connection.close()
                if attempt == 2:
                    raise
        self.sent += 1
        return path, answer

    def judge(self, request, caller, path, answer):
        faults = self.document.faults(request.operation, answer)
        if request.expected == RIGHT:
            if answer.status in (400, 405, 406, 415):
                faults.append("the document allows what the server does not understand")
            if answer.status == 422 and {each["code"] for each in answer.json["error"].get("details", [])} & FORM:
                faults.append("the document allows a body that the server does not")
        elif answer.status < 400:
            faults.append("the server takes what the document does not allow")
        if answer.status >= 500:
            faults.append("a fault of the server")
        if faults:
            body = request.body if isinstance(request.body, bytes) else json.dumps(request.body)
            self.faults.append(f"{caller}: {request.operation.method} {path} ({request.expected}: {request.what}) {body[:300]!r}\n"
                               f"    got {answer.status} {answer.body[:300]!r}\n    " + "\n    ".join(faults))

    def remember(self, request, answer):
        """Ids of rows that are there, for requests to come."""
        if answer.status not in (200, 201) or "/auth/" in request.operation.path or request.operation.method == "HEAD":
            return
        schema = request.operation.raw["responses"][str(answer.status)].get("content", {}).get("application/json", {}).get("schema", {})
        type_name = schema.get("$ref", "").rsplit("/", 1)[-1]
        for suffix in ("CreateAnswer", "ListAnswer", "Answer"):
            if type_name.endswith(suffix):
                type_name = type_name.removesuffix(suffix)
                break
        data = answer.json.get("data", [])
        for row in data if isinstance(data, list) else [data]:
            if "id" in row and row["id"] not in self.rows[type_name]:
                self.rows[type_name].append(row["id"])


class Judge(unittest.TestCase):
    """What the contract test goes by is not blind."""

    DOCUMENT = {
        "paths": {"/a": {"get": {"operationId": "a", "tags": ["A"], "security": [], "responses": {
            "200": {"headers": {"X-Request-Id": {}, "ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
        "components": {"schemas": {"A": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]}}}}
    HEADERS = [("X-Request-Id", "1"), ("Content-Type", "application/json")]
    BODY = b'{"id": "019bc0e4-7d40-7000-8000-000000000001"}'

    def faults(self, status=200, headers=(), body=BODY, without=()):
        document = Document(self.DOCUMENT)
        kept = [each for each in self.HEADERS if each[0] not in without]
        return " ".join(document.faults(document.operations[0], Answer(status, [*kept, *headers], body)))

    def test_takes_what_is_described(self):
        self.assertEqual(self.faults(headers=[("ETag", '"1"'), ("Date", "now")]), "")

    def test_sees_what_is_not(self):
        for fault, told in ((self.faults(404), "404 is not described"), (self.faults(headers=[("X-Price", "1")]), "x-price is not described"),
                            (self.faults(without=["X-Request-Id"]), "x-request-id is missing"), (self.faults(without=["Content-Type"]), "media type"),
                            (self.faults(body=b'{"id": "1"}'), "uuid"), (self.faults(body=b"{}"), "required"),
                            (self.faults(body=self.BODY[:-1] + b', "secret": 1}'), "secret")):
            with self.subTest(told):
                self.assertIn(told, fault)


class Contract(unittest.TestCase):
    sent = 0

    def test_answers_are_described(self):
        wanted = os.environ.get("APP")
        for app, callers in APPS.items() if wanted is None else [(wanted, None)]:
            with self.subTest(app):
                self.converse(app, callers)
        if wanted is None:
            self.assertGreaterEqual(Contract.sent, LEAST_REQUESTS)

    def converse(self, app, callers):
        with AppServer(app) as server:
            document = Document(server.document())
            conversation = Conversation(server, document)
            started, statuses = time.monotonic(), collections.Counter()
            # Twice: the first caller's rows are what the second one meets.
            for number, caller in enumerate(callers or server.tokens):
                requests = Requests(document, conversation.ids, most=2 if number == 0 else 1)
                for request in requests.all():
                    path, answer = conversation.send(request, server.tokens[caller])
                    conversation.judge(request, caller, path, answer)
                    conversation.remember(request, answer)
                    statuses[answer.status] += 1
            for operation in document.operations:
                request = requests.plain(operation)
                path, answer = conversation.send(request, None)
                conversation.judge(request, "guest", path, answer)
                statuses[answer.status] += 1
            conversation.connection.close()
        Contract.sent += conversation.sent
        print(f"{app}: {conversation.sent} requests in {time.monotonic() - started:.1f} s: {dict(sorted(statuses.items()))}")
        shown = "\n".join(conversation.faults[:20])
        self.assertFalse(conversation.faults, f"{len(conversation.faults)} answers are not described, such as\n{shown}")


if __name__ == "__main__":
    unittest.main()
