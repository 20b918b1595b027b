"""What the test runner counts, held against files that pass, fail, crash, hang and leave servers behind."""
import json
import pathlib
import tempfile
import time
import unittest

import run_tests

REPORT = {"testsuites": [{"name": "Suite", "testsuite": [
    {"name": "Good", "status": "RUN", "result": "COMPLETED", "time": "0.5s"},
    {"name": "Bad", "status": "RUN", "result": "COMPLETED", "time": "0s", "failures": [{"failure": "x"}]},
    {"name": "Later", "status": "RUN", "result": "SKIPPED", "time": "0s"},
    {"name": "DISABLED_Off", "status": "NOTRUN", "result": "SUPPRESSED", "time": "0s"}]}]}


def runs(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class RunTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_binary(self, script):
        path = self.folder / "fake_test"
        path.write_text(f"#!/bin/sh\nreport=${{1#--gtest_output=json:}}\n{script}\n")
        path.chmod(0o755)
        file = run_tests.GoogleTest(path, self.folder)
        file.run("", set())
        return file

    def run_python(self, text):
        path = run_tests.ROOT / "tools" / "fake_test.py"  # named, never written: the name is made relative to the checkout
        file = run_tests.PythonTest(path, self.folder)
        file.path = self.folder / "test_fake.py"
        file.path.write_text("import unittest, os\nclass Fake(unittest.TestCase):\n" + text)
        file.run("", set())
        return file

    def counts(self, file):
        return tuple(file.count(outcome) for outcome in ("passed", "failed", "skipped"))

    def test_reads_the_report_of_a_binary(self):
        file = self.run_binary(f"echo '{json.dumps(REPORT)}' > $report; exit 1")
        self.assertEqual(self.counts(file), (1, 1, 1))
        self.assertEqual(file.trouble, "")

    def test_counts_a_crash_beside_what_was_printed_before_it(self):
        file = self.run_binary("echo '[       OK ] Suite.One (3 ms)'; echo '[  FAILED  ] Suite.Two (0 ms)'; kill -SEGV $$")
        self.assertEqual(self.counts(file), (1, 2, 0))
        self.assertEqual(file.trouble, "ended by SIGSEGV")

    def test_counts_a_bad_exit_after_tests_that_passed(self):
        passed = {"testsuites": [{"name": "Suite", "testsuite": REPORT["testsuites"][0]["testsuite"][:1]}]}
        file = self.run_binary(f"echo '{json.dumps(passed)}' > $report; exit 23")
        self.assertEqual(self.counts(file), (1, 1, 0))
        self.assertEqual(file.trouble, "ended with exit code 23")

    def test_counts_a_file_without_tests_as_a_failure(self):
        self.assertEqual(self.run_binary("exit 0").trouble, "has no tests")
        self.assertEqual(self.run_python("    pass\n").trouble, "has no tests")

    def test_ends_what_takes_too_long(self):
        self.addCleanup(setattr, run_tests, "FILE_SECONDS", run_tests.FILE_SECONDS)
        run_tests.FILE_SECONDS = 0.3
        started = time.monotonic()
        file = self.run_binary("sleep 60")
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual(self.counts(file), (0, 1, 0))
        self.assertIn("took longer", file.trouble)

    def test_ends_what_a_test_left_running(self):
        self.run_binary(f"sleep 60 & echo $! > {self.folder}/pid")
        pid = (self.folder / "pid").read_text().strip()
        deadline = time.monotonic() + 10
        while runs(pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertFalse(runs(pid))

    def test_counts_python_tests_and_their_subtests(self):
        file = self.run_python("""
    def test_good(self): pass
    def test_bad(self): self.fail()
    def test_broken(self): raise OSError()
    def test_parts(self):
        for i in range(3):
            with self.subTest(i): self.assertNotEqual(i, 1)
    @unittest.skip("not now")
    def test_later(self): pass
""")
        self.assertEqual(self.counts(file), (1, 3, 1))

    def test_counts_a_python_file_that_cannot_be_loaded(self):
        self.assertEqual(self.counts(self.run_python("  nonsense nonsense")), (0, 1, 0))

    def test_begins_with_those_that_take_longest(self):
        for name in ("base_test", "query_test"):
            (self.folder / name).write_text("")
            (self.folder / name).chmod(0o755)
        names = [file.name for file in run_tests.find_files(self.folder)]
        there = [name for name in run_tests.LONGEST if not name.startswith(("migrate_test", "db_test", "auth_test"))]
        self.assertEqual(names[:len(there)], there)
        self.assertIn("base_test", names[len(there):])

    def test_counts_a_python_file_that_dies(self):
        file = self.run_python("    def test_a(self): pass\n    def test_b(self): os._exit(3)\n")
        self.assertEqual(self.counts(file), (1, 1, 0))


if __name__ == "__main__":
    unittest.main()
