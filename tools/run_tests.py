#!/usr/bin/env python3
"""Runs every test of the checkout, some files at a time, and ends with one line: `N passed, N failed[, N skipped]`.

Test files are the binaries BUILD/*_test (GoogleTest), tests/**/test_*.py and tools/*_test.py (unittest). Each runs as a process of its own
with TENON_BINARY (the built server), TENON_BUILD_DIR and TENON_SOURCE_DIR in its environment. A crash, a time-out or a sanitizer's report
counts as one failed test beside those that the file had reported. The exit code is 1 on any failure, and when no test ran.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_SECONDS = 600
# What runs once more on PostgreSQL: the file, and which of its tests ask a database.
ON_POSTGRES = {
    "tests/apps/test_scenarios.py": "",
    "tests/apps/test_any_request.py": "",
    "tests/graphql/test_same_reads.py": "",
    "tests/blackbox/test_abuse.py": "",
    "tests/blackbox/test_batch.py": "",
    "tests/blackbox/test_idempotency.py": "",
    "tests/blackbox/test_explain.py": "",
    "tests/blackbox/test_examples.py": "",
    "query_test": "Engine*:RuleAgreement*",
    "auth_test": "Accounts*:Identify*:Sessions*",
    "api_test": "AccountsApi*:ExecutorTest*:KeptOperations*:NodeTest*",
}
POSTGRES_ENVIRONMENT = {"TENON_TEST_DATABASE": "postgres", "TENON_AGREEMENT_SEED": "1001", "TENON_AGREEMENT_MODELS": "25"}
# These take longest and begin first: one that is left over at the end keeps one core waiting. The others follow in the order of their names.
LONGEST = [
    "query_test on PostgreSQL",
    "tests/blackbox/test_transfer.py",
    "query_test",
    "tests/openapi/test_linters.py",
    "tests/apps/test_scenarios.py on PostgreSQL",
    "migrate_test",
    "db_test",
    "tests/blackbox/test_move.py",
    "tests/apps/test_scenarios.py",
    "tests/blackbox/test_explain.py on PostgreSQL",
    "tests/openapi/test_clients.py",
    "tests/graphql/test_same_reads.py on PostgreSQL",
    "tests/blackbox/test_migrate_postgres.py",
    "tests/blackbox/test_kill.py",
    "auth_test on PostgreSQL",
    "tests/blackbox/test_explain.py",
    "tests/openapi/test_contract.py",
    "tests/blackbox/test_migrate.py",
]
SLOW_SECONDS = 1.0
SLOW_SHOWN = 10
MOST_OUTPUT = 20_000

COLOURED = sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def colour(text, code):
    return f"\x1b[{code}m{text}\x1b[0m" if COLOURED else text


class TestFile:
    """One process: how to start it, and how to read what it reports."""

    def __init__(self, path, build, postgres=False):
        self.path = path
        self.build = build
        self.name = path.name if path.parent == build else path.relative_to(ROOT).as_posix()
        self.only = ON_POSTGRES[self.name] if postgres else ""
        self.more_environment = POSTGRES_ENVIRONMENT if postgres else {}
        if postgres:
            self.name += " on PostgreSQL"
        self.outcomes = []  # dicts of name, outcome, seconds
        self.output = ""
        self.trouble = ""  # what went wrong with the process itself
        self.seconds = 0.0

    def count(self, outcome):
        return sum(test["outcome"] == outcome for test in self.outcomes) + (outcome == "failed" and bool(self.trouble))

    def run(self, filter_text, running):
        with tempfile.TemporaryDirectory(prefix="tenon-test-", ignore_cleanup_errors=True) as folder:
            report = pathlib.Path(folder, "report.json")
            started = time.monotonic()
            # Into a file: a pipe stays open as long as anything that the test left running.
            with open(pathlib.Path(folder, "output"), "w+b") as output:
                process = subprocess.Popen(self.command(report, filter_text), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                           cwd=folder, env=self.environment(folder), start_new_session=True)
                running.add(process)
                try:
                    process.wait(FILE_SECONDS)
                except subprocess.TimeoutExpired:
                    self.trouble = f"took longer than {FILE_SECONDS} seconds"
                end_group(process)
                running.discard(process)
                output.seek(0)
                self.output = output.read().decode(errors="replace")
            self.seconds = time.monotonic() - started
            self.outcomes = self.read_report(report)
        self.trouble = self.trouble or self.trouble_of(process.returncode, filter_text)

    def trouble_of(self, code, filter_text):
        if code < 0:
            return f"ended by {signal.Signals(-code).name}"
        if code > 0 and not self.count("failed"):
            return f"ended with exit code {code}"
        return "" if self.outcomes or filter_text else "has no tests"

    def environment(self, folder):
        options = {"ASAN_OPTIONS": "detect_stack_use_after_return=1", "UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "second_deadlock_stack=1"}
        return {**options, **os.environ, **self.more_environment, "TENON_BINARY": str(self.build / "tenon"), "TENON_BUILD_DIR": str(self.build), "TENON_SOURCE_DIR": str(ROOT),
                "TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}


class GoogleTest(TestFile):
    LINE = re.compile(r"^\[ *(OK|FAILED|SKIPPED) *\] (\S+)(?:, where .*)? \((\d+) ms\)$", re.MULTILINE)
    WORDS = {"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}

    def command(self, report, filter_text):
        wanted = f"*{filter_text}*" if filter_text else self.only
        filters = [f"--gtest_filter={wanted}"] if wanted else []
        return [str(self.path), f"--gtest_output=json:{report}", "--gtest_color=no", *filters]

    def read_report(self, report):
        try:
            suites = json.loads(report.read_text())["testsuites"]
        except (OSError, ValueError, KeyError):
            # It died before it could write the report: what it printed until then counts.
            return [{"name": name, "outcome": self.WORDS[word], "seconds": int(millis) / 1000} for word, name, millis in self.LINE.findall(self.output)]
        outcomes = []
        for suite in suites:
            for test in suite["testsuite"]:
                if test.get("result") == "SUPPRESSED" or test.get("status") == "NOTRUN":
                    continue
                outcome = "failed" if test.get("failures") else "skipped" if test.get("result") == "SKIPPED" else "passed"
                outcomes.append({"name": f"{suite['name']}.{test['name']}", "outcome": outcome, "seconds": float(test["time"].rstrip("s"))})
        return outcomes


class PythonTest(TestFile):
    LINE = re.compile(r"^\S+ \((\S+)\)(?:\n.*)?? \.\.\. (ok|FAIL|ERROR|skipped)", re.MULTILINE)
    WORDS = {"ok": "passed", "FAIL": "failed", "ERROR": "failed", "skipped": "skipped"}

    def command(self, report, filter_text):
        return [sys.executable, str(ROOT / "tools/run_python_tests.py"), str(self.path), str(report), *([filter_text] if filter_text else [])]

    def read_report(self, report):
        try:
            return json.loads(report.read_text())
        except (OSError, ValueError):
            return [{"name": name, "outcome": self.WORDS[word], "seconds": 0.0} for name, word in self.LINE.findall(self.output)]


def end_group(process):
    """The file, if it still runs, and all that it left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def find_files(build):
    python = [path for path in sorted((ROOT / "tests").glob("**/test_*.py")) if "node_modules" not in path.parts] + sorted((ROOT / "tools").glob("*_test.py"))
    binaries = [path for path in sorted(build.glob("*_test")) if path.is_file() and os.access(path, os.X_OK)]
    files = []
    for kind, paths in ((PythonTest, python), (GoogleTest, binaries)):
        for path in paths:
            files.append(kind(path, build))
            if files[-1].name in ON_POSTGRES:
                files.append(kind(path, build, postgres=True))
    return sorted(files, key=lambda file: LONGEST.index(file.name) if file.name in LONGEST else len(LONGEST))


class Progress:
    """One line for each file that is done, and on a terminal what is running below them."""

    def __init__(self, total):
        self.total = total
        self.done = 0
        self.active = []
        self.lock = threading.Lock()

    def start(self, file):
        with self.lock:
            self.active.append(file.name)
            self.show()

    def finish(self, file):
        with self.lock:
            self.active.remove(file.name)
            self.done += 1
            self.clear()
            if file.outcomes or file.trouble:
                print(describe(file), flush=True)
            self.show()

    def show(self):
        if COLOURED:
            width = shutil.get_terminal_size().columns - 1
            self.clear()
            print(f"[{self.done}/{self.total}] {', '.join(self.active)}"[:width], end="", flush=True)

    def clear(self):
        if COLOURED:
            print("\r\x1b[K", end="")


def describe(file):
    failed, skipped = file.count("failed"), file.count("skipped")
    word = colour("FAIL", "31") if failed else colour("ok  ", "32")
    counts = f"{file.count('passed')} passed" + (f", {failed} failed" if failed else "") + (f", {skipped} skipped" if skipped else "")
    return f"{word} {file.name:<44} {counts:<34} {file.seconds:6.1f} s"


def show_failures(files):
    for file in files:
        if not file.count("failed"):
            continue
        print(f"\n{colour('=== ' + file.name, '1')}" + (f": {file.trouble}" if file.trouble else ""))
        for test in file.outcomes:
            if test["outcome"] == "failed":
                print(f"    failed: {test['name']}")
        output = file.output.strip()
        print(output if len(output) <= MOST_OUTPUT else f"{output[:MOST_OUTPUT // 2]}\n\n[...]\n\n{output[-MOST_OUTPUT // 2:]}")


def show_slow(files):
    slow = [(test["seconds"], f"{file.name}: {test['name']}") for file in files for test in file.outcomes if test["seconds"] >= SLOW_SECONDS]
    if slow:
        print("\nSlowest:")
        for seconds, name in sorted(slow, reverse=True)[:SLOW_SHOWN]:
            print(f"  {seconds:6.1f} s  {name}")


def run_all(files, filter_text, jobs):
    progress = Progress(len(files))
    running = set()

    def run_one(file):
        progress.start(file)
        file.run(filter_text, running)
        progress.finish(file)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        try:
            for future in [pool.submit(run_one, file) for file in files]:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(running):
                end_group(process)
            raise


def main():
    arguments = argparse.ArgumentParser(description="Runs the tests.")
    arguments.add_argument("--build", default="build/dev", help="where the test binaries are")
    arguments.add_argument("--jobs", type=int, default=2, help="how many files run at a time")
    arguments.add_argument("--list", action="store_true", help="only name the files")
    arguments.add_argument("name", nargs="?", default="", help="only files, or else tests, whose name contains this")
    options = arguments.parse_args()

    files = find_files(pathlib.Path(options.build).resolve())
    filter_text = options.name
    by_name = [file for file in files if filter_text in file.name]
    if by_name:
        files, filter_text = by_name, ""
    if options.list:
        print("\n".join(file.name for file in files))
        return 0

    # Whoever ends the run, by Ctrl-C or by a time limit, ends what it has started: the files run in sessions of their own.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run_all(files, filter_text, max(1, options.jobs))
    except KeyboardInterrupt:
        print("\ninterrupted")
        return 130
    show_failures(files)
    show_slow(files)
    passed, failed, skipped = (sum(file.count(outcome) for file in files) for outcome in ("passed", "failed", "skipped"))
    if passed + failed == 0:
        print("\nNo test ran.")
    print()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
