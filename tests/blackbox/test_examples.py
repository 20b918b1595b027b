"""The README of the blog is run as it is written, and its sample data is loaded and counted."""
import json
import re
import subprocess
import sys
import unittest

from server import BINARY, ROOT, Server

BLOG = ROOT / "examples/blog"


def blocks(text):
    """(shell text, expected status or None, expected JSON or None) in order."""
    pattern = re.compile(r"```sh\n(.*?)```(?:\n```expect (\d+)\n(.*?)```)?", re.S)
    for shell, status, body in pattern.findall(text):
        yield shell, int(status) if status else None, json.loads(body) if body and body.strip() else None


def contains(actual, expected, path="$"):
    """Every member of `expected` is in `actual`; lists must match element by element."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert isinstance(actual, dict) and key in actual, f"{path}.{key} is missing in {actual}"
            contains(actual[key], value, f"{path}.{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list) and len(actual) == len(expected), f"{path}: {actual} is not {expected}"
        for i, (left, right) in enumerate(zip(actual, expected)):
            contains(left, right, f"{path}[{i}]")
    else:
        assert actual == expected, f"{path}: {actual!r} is not {expected!r}"


def run_readme(test, server, text):
    script, expectations = ["set -e"], []
    for shell, status, body in blocks(text):
        shell = shell.replace("http://127.0.0.1:8080", server.url)
        if status is None:
            script.append(shell)
            continue
        # Only what is expected gets its status written behind it.
        script += ["curl() { command curl -w '\\n%{http_code}\\n' \"$@\"; }", f"echo; echo '---{len(expectations)}'", shell, "unset -f curl"]
        expectations.append((shell, status, body))
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, timeout=300)
    test.assertEqual(done.returncode, 0, done.stderr)
    test.assertGreater(len(expectations), 2)
    for number, (shell, status, body) in enumerate(expectations):
        answer = done.stdout.split(f"---{number}\n", 1)[1].split("\n---", 1)[0].strip().rsplit("\n", 1)
        with test.subTest(shell):
            test.assertEqual(int(answer[-1]), status, answer)
            if body is not None:
                contains(json.loads(answer[0]), body)


class ExamplesTest(unittest.TestCase):
    def test_the_lines_of_the_blog_s_readme_give_what_it_says(self):
        with Server(BLOG / "schema.graphql") as server:
            run_readme(self, server, (BLOG / "README.md").read_text())

    def test_the_lines_of_the_readme_give_what_it_says(self):
        with Server(BLOG / "schema.graphql") as server:
            text = (ROOT / "README.md").read_text()
            # `./dev serve` and `./dev test` are this test run itself.
            run_readme(self, server, text.replace(text[text.index("## Two commands"):text.index("## Ten lines")], ""))

    def test_the_lines_of_the_todo_list_s_readme_give_what_it_says(self):
        with Server(ROOT / "examples/todo/schema.graphql") as server:
            run_readme(self, server, (ROOT / "examples/todo/README.md").read_text())

    def test_the_lines_about_safe_writes_give_what_they_say(self):
        with Server(BLOG / "schema.graphql") as server:
            run_readme(self, server, (ROOT / "docs/how-to/safe-writes.md").read_text())

    def test_the_sample_data_loads_and_is_all_there(self):
        with Server(BLOG / "schema.graphql") as server:
            done = subprocess.run([sys.executable, BLOG / "load.py", "--url", server.url, "--tenon", BINARY], cwd=server.folder, env=server.environment,
                                  capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            login = server.post("/api/v1/auth/login", {"email": "moderator@example.org", "password": "correct horse battery"})
            token = login.json["data"]["accessToken"]
            for resource, count in (("posts", 120), ("comments", 300), ("tags", 10), ("users", 9)):
                answer = server.get(f"/api/v1/{resource}?page=1&perPage=1", token)
                self.assertEqual(answer.json["meta"]["total"], count, resource)
            self.assertEqual(server.get("/api/v1/todos", token).json["data"], [], "somebody else's todos")


if __name__ == "__main__":
    unittest.main()
