#!/usr/bin/env python3
"""Runs one file of unittest tests and writes what came of each as JSON, for tools/run_tests.py.

Usage: run_python_tests.py FILE REPORT [NAME]    with NAME only the tests whose id contains it
"""
import importlib.util
import json
import pathlib
import sys
import time
import unittest


class Result(unittest.TextTestResult):
    """Keeps an outcome and a duration per test. A subtest that fails makes its test fail."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.outcomes = {}
        self.started = {}

    def startTest(self, test):
        self.started[test.id()] = time.monotonic()
        super().startTest(test)

    def record(self, test, outcome):
        seconds = time.monotonic() - self.started.get(test.id(), time.monotonic())
        if self.outcomes.get(test.id(), {}).get("outcome") != "failed":
            self.outcomes[test.id()] = {"name": test.id(), "outcome": outcome, "seconds": seconds}

    def addSuccess(self, test):
        super().addSuccess(test)
        self.record(test, "passed")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.record(test, "failed")

    def addError(self, test, error):
        super().addError(test, error)
        self.record(test, "failed")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.record(test, "skipped")

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.record(test, "passed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.record(test, "failed")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self.record(test, "failed")


def load(path):
    """The file as a module; its folder can be imported from, as if it were run."""
    sys.path.insert(0, str(path.parent))
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    specification.loader.exec_module(module)
    return module


def main():
    path, report = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    loader = unittest.TestLoader()
    if len(sys.argv) > 3:
        loader.testNamePatterns = [f"*{sys.argv[3]}*"]
    suite = loader.loadTestsFromModule(load(path))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite)
    report.write_text(json.dumps(list(result.outcomes.values())))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
