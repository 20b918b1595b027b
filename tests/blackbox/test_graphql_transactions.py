"""GraphQL mutations in one transaction on PostgreSQL, where two of them may wait for each other: what is told is what was done."""
import pathlib
import tempfile
import threading
import unittest

from postgres import Database, psql
from server import Server

OPEN = '@public(ops: [READ, CREATE, UPDATE]) @waive(lint: "open-write", reason: "a test")'
SCHEMA = f"""
type Row @resource {OPEN} {{ text: String! }}
type Log @resource {OPEN} {{ text: String! }}
"""
MUTATION = """mutation ($first: ID!, $second: ID!, $text: String!) {
  log: createLog(input: {text: $text}) { log { text } errors { code } }
  a: updateRow(id: $first, input: {text: $text}) { row { text } errors { code } }
  b: updateRow(id: $second, input: {text: $text}) { row { text } errors { code } }
}"""
ROUNDS = 6


class TransactionsTest(unittest.TestCase):
    def setUp(self):
        self.database = Database()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="tenon-test-")))
        (folder / "schema.graphql").write_text(SCHEMA)
        self.server = self.enterContext(Server(folder / "schema.graphql", {"DATABASE_URL": self.database.url, "TENON_LOG_LEVEL": "error"}))

    def ask(self, first, second, text, answers):
        answer = self.server.post("/graphql", {"query": MUTATION, "variables": {"first": first, "second": second, "text": text},
                                               "extensions": {"transaction": True}})
        answers[text] = answer.json

    def test_what_lost_against_another_and_was_run_again_is_told_as_done(self):
        first, second = (self.server.post("/api/v1/rows", {"text": "-"}).json["data"]["id"] for _ in range(2))
        answers = {}
        for number in range(ROUNDS):
            # In opposite orders each holds what the other one wants.
            both = [threading.Thread(target=self.ask, args=(*ids, f"{name} {number}", answers))
                    for name, ids in (("there", (first, second)), ("back", (second, first)))]
            for each in both:
                each.start()
            for each in both:
                each.join(60)
        self.assertEqual(len(answers), 2 * ROUNDS)
        done = {text for text, answer in answers.items() if "errors" not in answer}
        for text in done:
            row = {"row": {"text": text}, "errors": []}
            self.assertEqual(answers[text], {"data": {"log": {"log": {"text": text}, "errors": []}, "a": row, "b": row}})
        self.assertEqual(sorted(psql(self.database.url, "SELECT text FROM logs").splitlines()), sorted(done))
        self.assertNotEqual(psql(self.database.url, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"), "0",
                            "none lost: the test shows nothing")


if __name__ == "__main__":
    unittest.main()
