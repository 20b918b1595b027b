"""GraphQL over HTTP: the audit suite of npm's graphql-http, and graphql-request as a client, against the real server."""
import json
import pathlib
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "blackbox"))
from server import ROOT, Server  # noqa: E402


class GraphqlOverHttp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(ROOT / "tests/apps/blog/schema.graphql").start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def post(self, path, body, token=None, content_type="application/json"):
        headers = {"Content-Type": content_type}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.server.url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def register(self, name):
        status, answer = self.post("/api/v1/auth/register", {"email": f"{name}@example.org", "name": name, "password": "correct horse battery"})
        self.assertEqual(status, 201, answer)
        return answer["data"]["accessToken"]

    def test_the_audits_are_green_and_a_client_works(self):
        token = self.register("ann")
        result = subprocess.run(["node", str(HERE / "over_http.mjs"), self.server.url + "/graphql", token], capture_output=True, text=True, timeout=300)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_a_form_of_another_site_changes_nothing(self):
        token = self.register("bob")
        mutation = {"query": 'mutation { createPost(input: {title: "forged", body: ""}) { errors { code } } }'}
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            self.assertEqual(self.post("/graphql", mutation, token, content_type)[0], 415, content_type)
        status, answer = self.post("/graphql", {"query": '{ posts(filter: {title: {eq: "forged"}}) { totalCount } }'}, token)
        self.assertEqual((status, answer), (200, {"data": {"posts": {"totalCount": 0}}}))

    def test_rest_and_graphql_give_the_same_rows(self):
        token = self.register("cat")
        made = {"query": 'mutation { createPosts(input: [{title: "same 1", body: "x", published: true}, {title: "same 2", body: "y"}]) { errors { code } } }'}
        self.assertEqual(self.post("/graphql", made, token), (200, {"data": {"createPosts": {"errors": []}}}))
        for caller in (token, self.register("dan")):
            request = urllib.request.Request(self.server.url + "/api/v1/posts?title%5BstartsWith%5D=same&sort=title&fields=title,published&include=author&fields%5Bauthor%5D=name",
                                             headers={"Authorization": f"Bearer {caller}"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                rest = json.loads(answer.read())["data"]
            _, graphql = self.post("/graphql", {"query": '{ posts(filter: {title: {startsWith: "same"}}, sort: [{field: title}]) { nodes { title published author { name } } } }'}, caller)
            self.assertEqual(graphql["data"]["posts"]["nodes"], rest)


if __name__ == "__main__":
    unittest.main()
