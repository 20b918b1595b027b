"""A page of another origin calls the API with the browser's fetch: what CORS allows works whole, and a page that is not allowed gets nothing."""
import functools
import http.server
import json
import pathlib
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "docs"), str(HERE.parent / "openapi")]

from app_server import AppServer  # noqa: E402
from browser import Browser  # noqa: E402

# In the page: one request, and everything of its answer that a script of that page can see.
CALL = """
async function call(method, path, options = {}) {
  const headers = {...(options.headers || {})};
  if (options.token) headers["Authorization"] = "Bearer " + options.token;
  if (options.body !== undefined) headers["Content-Type"] = options.type || "application/json";
  try {
    const answer = await fetch(API + path, {method, headers, body: options.body === undefined ? undefined : JSON.stringify(options.body)});
    const text = await answer.text();
    return {status: answer.status, headers: Object.fromEntries(answer.headers.entries()), body: text === "" ? null : JSON.parse(text)};
  } catch (fault) {
    return {failed: fault.name};
  }
}
"""


class Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Origin:
    """A server of pages on a loopback port of its own: another origin than the API's."""

    def __init__(self, folder):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=folder))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class FetchTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tenon-pages-")
        pathlib.Path(cls.folder.name, "page.html").write_text("<!doctype html><title>page</title><link rel=icon href=data:,>")
        cls.allowed, cls.other = Origin(cls.folder.name), Origin(cls.folder.name)
        cls.server = AppServer("blog", {"TENON_CORS_ORIGINS": cls.allowed.url, "TENON_MAX_BODY_BYTES": "10000"}).start()
        cls.browser = Browser().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.server.stop()
        if cls.server.database:
            cls.server.database.drop()
        cls.server.own_folder.cleanup()
        for origin in (cls.allowed, cls.other):
            origin.close()
        cls.folder.cleanup()

    def open(self, origin):
        self.browser.open(origin.url + "/page.html")
        self.browser.wait_for(f"location.origin === {json.dumps(origin.url)} && document.title === 'page'")
        self.browser.evaluate(f"globalThis.API = {json.dumps(self.server.url)}; {CALL}; globalThis.call = call; 0")

    def call(self, method, path, caller=None, **options):
        if caller:
            options["token"] = self.server.tokens[caller]
        return self.browser.evaluate(f"call({json.dumps(method)}, {json.dumps(path)}, {json.dumps(options)})")

    def test_an_allowed_page_uses_the_whole_api(self):
        self.open(self.allowed)
        made = self.call("POST", "/api/v1/posts", "owner", body={"title": "From a page", "body": "…"})
        self.assertEqual(made["status"], 201)
        row = made["body"]["data"]
        place = made["headers"]["location"]
        self.assertEqual(place, f"/api/v1/posts/{row['id']}")
        self.assertRegex(made["headers"]["etag"], '^"')
        self.assertIn("x-request-id", made["headers"])

        read = self.call("GET", place, "owner")
        self.assertEqual((read["status"], read["body"]["data"]["title"]), (200, "From a page"))
        self.assertEqual(read["headers"]["etag"], made["headers"]["etag"])
        same = self.call("GET", place, "owner", headers={"If-None-Match": read["headers"]["etag"]})
        self.assertIn(same["status"], (200, 304))

        changed = self.call("PATCH", place, "owner", body={"title": "Changed"}, type="application/merge-patch+json",
                            headers={"If-Match": read["headers"]["etag"]})
        self.assertEqual((changed["status"], changed["body"]["data"]["title"]), (200, "Changed"))
        late = self.call("PATCH", place, "owner", body={"title": "Too late"}, headers={"If-Match": read["headers"]["etag"]})
        self.assertEqual((late["status"], late["body"]["error"]["code"]), (412, "PRECONDITION_FAILED"))
        put = self.call("PUT", place, "owner", body={"title": "Replaced", "body": "all of it"}, headers={"Idempotency-Key": "page-1"})
        self.assertEqual((put["status"], put["body"]["data"]["body"]), (200, "all of it"))

        self.assertEqual(self.call("DELETE", place, "owner", headers={"If-Match": put["headers"]["etag"]})["status"], 204)
        self.assertEqual(self.call("GET", place, "owner")["status"], 404)

    def test_a_page_can_page(self):
        self.open(self.allowed)
        self.call("POST", "/api/v1/posts", "owner", body=[{"title": f"Page {number}", "body": ""} for number in range(3)])
        seen, cursor = [], ""
        while True:
            page = self.call("GET", f"/api/v1/posts?title[startsWith]=Page&limit=2{cursor}", "owner")
            self.assertEqual(page["status"], 200)
            seen += [row["title"] for row in page["body"]["data"]]
            if not page["body"]["meta"]["nextCursor"]:
                break
            cursor = "&cursor=" + page["body"]["meta"]["nextCursor"]
        self.assertEqual(seen, ["Page 0", "Page 1", "Page 2"])

    def test_faults_are_readable_too(self):
        self.open(self.allowed)
        fault = self.call("POST", "/api/v1/posts", "owner", body={"title": ""})
        self.assertEqual((fault["status"], fault["body"]["error"]["code"]), (422, "VALIDATION_ERROR"))
        self.assertEqual(fault["headers"]["x-request-id"], fault["body"]["meta"]["requestId"])
        stranger = self.call("POST", "/api/v1/posts", body={"title": "x", "body": ""})
        self.assertEqual(stranger["status"], 401)
        self.assertIn("Bearer", stranger["headers"]["www-authenticate"])
        self.assertEqual(self.call("GET", "/api/v1/nothing")["status"], 404)
        wrong = self.call("DELETE", "/api/v1/tags", "owner")
        self.assertEqual(wrong["status"], 405)
        self.assertIn("GET", wrong["headers"]["allow"])
        # Refused before there is a request.
        large = self.call("POST", "/api/v1/posts", "owner", body={"title": "x", "body": "x" * 20_000})
        self.assertEqual((large["status"], large["body"]["error"]["code"]), (413, "PAYLOAD_TOO_LARGE"))

    def test_the_other_entrances_answer_too(self):
        self.open(self.allowed)
        signed_in = self.call("POST", "/api/v1/auth/login", body={"email": "user@example.org", "password": "correct horse battery"})
        self.assertEqual(signed_in["status"], 200)
        me = self.call("GET", "/api/v1/auth/me", token=signed_in["body"]["data"]["accessToken"])
        self.assertEqual(me["body"]["data"]["email"], "user@example.org")
        asked = self.call("POST", "/graphql", "user", body={"query": "{ tags(first: 1) { pageInfo { hasNextPage } } }"})
        self.assertEqual((asked["status"], asked["body"]["data"]["tags"]["pageInfo"]["hasNextPage"]), (200, False))
        self.assertEqual(self.call("GET", "/openapi.json")["status"], 200)
        self.assertEqual(self.call("GET", "/livez")["status"], 200)

    def test_a_page_that_is_not_allowed_reads_and_writes_nothing(self):
        before = len(self.server.get("/api/v1/posts?limit=100", self.server.tokens["admin"]).json["data"])
        self.open(self.other)
        for method, path, options in (("GET", "/api/v1/tags", {}), ("GET", "/api/v1/nothing", {}),
                                      ("POST", "/api/v1/posts", {"body": {"title": "From elsewhere", "body": ""}}),
                                      # No preflight goes before this one: the server sees it, and refuses what it is.
                                      ("POST", "/api/v1/posts", {"body": {"title": "From elsewhere", "body": ""}, "type": "text/plain"}),
                                      ("DELETE", "/api/v1/posts/1", {})):
            with self.subTest(f"{method} {path}"):
                self.assertEqual(self.call(method, path, "owner" if "type" not in options else None, **options), {"failed": "TypeError"})
        self.assertEqual(len(self.server.get("/api/v1/posts?limit=100", self.server.tokens["admin"]).json["data"]), before)

    def test_cookies_do_not_come_along(self):
        self.open(self.allowed)
        outcome = self.browser.evaluate("fetch(API + '/api/v1/tags', {credentials: 'include'}).then(answer => answer.status, fault => fault.name)")
        self.assertEqual(outcome, "TypeError")


if __name__ == "__main__":
    unittest.main()
