"""GraphiQL at the address of GraphQL: for browsers, from this server alone, not in production. SCREENSHOT=FILE keeps a picture."""
import json
import os
import pathlib
import re
import sys
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "openapi")]

from app_server import AppServer  # noqa: E402
from browser import Browser  # noqa: E402

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}
FILES = ["graphiql.min.css", "graphiql_page.css", "react.production.min.js", "react-dom.production.min.js", "graphiql.min.js", "graphiql_page.js", "LICENSE", "LICENSE.react"]
# Addresses in the packages' code that are names or links for people; they load none of them. A new one wants a look before it joins the list.
KNOWN = {"www.w3.org", "github.com", "reactjs.org", "codemirror.net", "commonmark.org", "en.wikipedia.org", "graphql.org", "spec.graphql.org", "fb.me"}


class GraphiqlPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = AppServer("blog").start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.own_folder.cleanup()

    def test_comes_from_this_server_alone(self):
        page = self.server.get("/graphql", headers=BROWSER)
        self.assertEqual((page.status, page.headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("accept", page.headers["vary"].lower())
        self.assertIn("default-src 'none'; script-src 'self';", page.headers["content-security-policy"])
        self.assertNotRegex(page.body.decode(), r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|https?://")
        named = re.findall(r'(?:src|href)="([^"]+)"', page.body.decode())
        self.assertEqual(sorted(named), sorted(["data:,", *("/graphiql/" + name for name in FILES if not name.startswith("LICENSE"))]))
        for name in FILES:
            answer = self.server.get("/graphiql/" + name)
            with self.subTest(name):
                self.assertEqual(answer.status, 200)
                hosts = set(re.findall(r"(?:https?|wss?)://([A-Za-z0-9.-]+)", answer.body.decode()))
                self.assertLessEqual(hosts, KNOWN)
                again = self.server.get("/graphiql/" + name, headers={"If-None-Match": answer.headers["etag"]})
                self.assertEqual((again.status, again.body), (304, b""))

    def test_clients_get_answers_at_the_same_address(self):
        query = "?query=" + urllib.parse.quote("{ __typename }")
        for accept in ("application/json", "application/graphql-response+json", "*/*", "application/json, text/html"):
            answer = self.server.get("/graphql" + query, headers={"Accept": accept})
            self.assertEqual((accept, answer.status, answer.json), (accept, 200, {"data": {"__typename": "Query"}}))

    def test_shows_the_schema_and_runs_a_query_in_a_browser(self):
        query = "{ tags(first: 3) { totalCount } }"
        with Browser() as browser:
            browser.open(self.server.url + "/graphql?query=" + urllib.parse.quote(query))
            browser.wait_for("document.readyState === 'complete' && !!document.querySelector('.graphiql-container .graphiql-execute-button')")
            browser.evaluate("document.querySelector('button[aria-label=\"Show Documentation Explorer\"]').click()")
            browser.wait_for("(document.querySelector('.graphiql-doc-explorer') || {innerText: ''}).innerText.includes('Query')")
            browser.evaluate("[...document.querySelectorAll('.graphiql-doc-explorer a')].find(each => each.innerText === 'Query').click()")
            browser.wait_for("document.querySelector('.graphiql-doc-explorer').innerText.includes('TagConnection')")
            browser.evaluate("document.querySelector('.graphiql-execute-button').click()")
            browser.wait_for("(document.querySelector('.result-window') || {innerText: ''}).innerText.includes('totalCount')")
            if "SCREENSHOT" in os.environ:
                browser.screenshot(os.environ["SCREENSHOT"])
            self.assertIn(self.server.url + "/graphql", browser.requested())
            elsewhere = [url for url in browser.requested() if not url.startswith((self.server.url + "/", "data:", "blob:" + self.server.url))]
            self.assertEqual(elsewhere, [])
            self.assertEqual(browser.complaints(), [])

    def test_is_not_there_in_production_unless_asked_for(self):
        secret = {"TENON_SECRET": "x" * 40, "TENON_ENV": "production"}
        for wanted, there in ((None, False), ("on", True), ("off", False)):
            with self.subTest(wanted):
                server = AppServer("blog", {**secret, **({"TENON_DOCS": wanted} if wanted else {})})
                server.run("migrate", "up", "--schema", server.schema)
                with server:
                    page = server.get("/graphql", headers=BROWSER)
                    self.assertEqual(b"graphiql" in page.body, there)
                    self.assertEqual(server.get("/graphql", headers={"Accept": "text/html"}).status, 200 if there else 406)
                    self.assertEqual(server.get("/graphiql/graphiql_page.js").status, 200 if there else 404)
                    asked = server.post("/graphql", {"query": "{ __typename }"})
                    self.assertEqual((asked.status, json.loads(asked.body)), (200, {"data": {"__typename": "Query"}}))


if __name__ == "__main__":
    unittest.main()
