"""Tenon beside services that a developer would write by hand with other frameworks: the same rows, the same operations, the same rule, in one run.

What each peer is and what it leaves out: peers/README.md. A peer whose answers differ voids the run; one that cannot run here is named with what it needs.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

from load import load, script
from peers import answers, graphql, services
from postgres_bench import PostgresServer
from process import cpu_seconds
from report import progress, say
from rows import Rows, copy_script, fill_sqlite
from servers import Tenon

WARM_UP_SECONDS = 100
PERSON = {"email": "bench@example.org", "name": "Bench", "password": "correct horse battery"}
NEW_POST = {"title": "A new post from the benchmark", "body": "x" * 200}
CASES = {
    "get": ("GET", "/api/v1/posts/ID", None),
    "list": ("GET", "/api/v1/posts?sort=-createdAt&limit=20", None),
    "detail": ("GET", "/api/v1/posts/ID/detail", None),
    "create": ("POST", "/api/v1/posts", json.dumps(NEW_POST)),
}
TENON_CASES = {**CASES, "detail": ("GET", "/api/v1/posts/ID?include=author,comments&limit[comments]=10", None)}


def prepared(peers, options):
    """The peers that can run here, built; the others are told with their reason."""
    ready, skipped = {}, {}
    for name, (label, prepare, bar) in peers.items():
        if options.peer and name not in options.peer:
            continue
        try:
            command, version = prepare()
            ready[name] = (f"{label} {version}", command, bar)
        except services.Skipped as reason:
            skipped[name] = str(reason)
            say(f"{label}: skipped: {reason}")
    return ready, skipped


class Contender:
    """One of those measured: where it listens, what is sent to it, and what it costs."""

    def __init__(self, label, bar, url, pid, folder, name, cases, token):
        self.label, self.bar, self.url, self.pid = label, bar, url, pid
        self.folder, self.name, self.cases = folder, name, cases
        self.use(token)

    def use(self, token):
        self.scripts = {case: script(self.folder, f"{self.name}-{case}", method, path, token, body) for case, (method, path, body) in self.cases.items()}

    def measure(self, case, seconds):
        return load(self.url, self.pid, seconds, self.scripts[case])


def sign_in(tenon):
    """A token of Tenon lasts 15 minutes: each round has its own."""
    return tenon.call("/api/v1/auth/login", {name: PERSON[name] for name in ("email", "password")})["data"]["accessToken"]


def warm_up(contender, requests):
    """Node.js compiles what has run thousands of times: before that a request costs it several times as much."""
    until, reads = time.monotonic() + WARM_UP_SECONDS, [case for case in contender.cases if case != "create"]
    contender.measure("create", 3)
    while requests > 0 and time.monotonic() < until:
        for case in reads:
            sample = contender.measure(case, 1)
            requests -= sample["rps"] * sample["seconds"]
    if requests > 0:
        say(f"{contender.label}: {requests:.0f} requests short of a full warm-up, which {WARM_UP_SECONDS} s did not suffice for")


def measured(contenders, tenon, options, database_pid=None):
    """Samples by case and contender, interleaved."""
    samples, step = {}, 0
    cases = list(contenders["tenon"].cases)
    for name in services.ON_NODE & contenders.keys():
        progress(0, 1, f"warming up: {name}")
        warm_up(contenders[name], options.warm_up)
    for _ in range(options.rounds):
        contenders["tenon"].use(sign_in(tenon))
        for case in cases:
            for name, contender in contenders.items():
                step += 1
                progress(step, options.rounds * len(cases) * len(contenders), f"{case}: {name}")
                before = cpu_seconds(database_pid) if database_pid else 0
                sample = contender.measure(case, options.seconds)
                if database_pid:
                    requests = sample["rps"] * sample["seconds"]
                    sample["database_us"] = (cpu_seconds(database_pid) - before) * 1e6 / requests
                samples.setdefault((case, name), []).append(sample)
    return cases, samples


def report(title, contenders, cases, samples):
    def median(case, name, what):
        return statistics.median(sample[what] for sample in samples[case, name])

    say()
    with_database = "database_us" in next(iter(samples.values()))[0]
    say(f"{title:<10} {'who':<44} {'requests/s':>11} {'CPU us':>8} {'p99 us':>8} {'bytes':>6}{' database us' if with_database else ''}   beside Tenon")
    result = {}
    for case in cases:
        own = median(case, "tenon", "cpu_us")
        for name, contender in contenders.items():
            figures = {what: median(case, name, what) for what in samples[case, name][0]}
            verdict = ""
            if name != "tenon":
                figures["ratio"] = figures["cpu_us"] / own
                verdict = f"{figures['ratio']:.2f}x the CPU (bar {contender.bar}x{'' if figures['ratio'] >= contender.bar else ': MISSED'})"
            database = f" {figures['database_us']:11.1f}" if with_database else ""
            say(f"{case if name == 'tenon' else '':<10} {contender.label:<44} {figures['rps']:11.0f} {figures['cpu_us']:8.1f} {figures['p99_us']:8.0f} "
                f"{figures['bytes']:6.0f}{database}   {verdict}")
            result.setdefault(case, {})[name] = figures
    return result


def run_sqlite(peers, options):
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name:
        folder = pathlib.Path(name)
        tenon = Tenon(folder, f"sqlite:{folder}/bench.db")
        tenon.command("migrate", "up")
        say("filling the tables ...")
        rows = Rows(10 if options.small else 1)
        fill_sqlite(folder / "bench.db", rows)
        (folder / "ids").write_text("\n".join(rows.published) + "\n")
        for peer in peers:
            shutil.copy(folder / "bench.db", folder / f"{peer}.db")
        tenon.start()
        account = tenon.call("/api/v1/auth/register", PERSON)["data"]
        caller = account["user"]["id"]
        contenders = {"tenon": Contender("Tenon", None, tenon.url, tenon.process.pid, folder, "tenon", TENON_CASES, account["accessToken"])}
        started = []
        for peer, (label, command, bar) in peers.items():
            database = sqlite3.connect(folder / f"{peer}.db")
            database.execute("INSERT INTO users (id, email, name, role, created_at, updated_at) VALUES (?, ?, ?, 'user', 0, 0)", (caller, PERSON["email"], PERSON["name"]))
            database.commit()
            database.close()
            service = services.Service(peer, command, folder / f"{peer}.db", folder)
            started.append(service)
            token = services.token(caller)
            answers.check(service, token, tenon, account["accessToken"], rows)
            contenders[peer] = Contender(label, bar, service.url, service.process.pid, folder, peer, CASES, token)
        cases, samples = measured(contenders, tenon, options)
        for service in started:
            service.stop()
        tenon.stop()
    return report("SQLite", contenders, cases, samples)


def run_postgres(peers, options):
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name, PostgresServer() as server:
        os.chmod(name, 0o755)
        folder = pathlib.Path(name)
        tenon = Tenon(folder, server.new_database("bench"))
        tenon.command("migrate", "up")
        say("filling the tables ...")
        rows = Rows(10 if options.small else 1)
        (folder / "ids").write_text("\n".join(rows.published) + "\n")
        psql = [server.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1"]
        subprocess.run([*psql, server.url("bench")], input=copy_script(rows), text=True, check=True, stdout=subprocess.DEVNULL)
        for peer in peers:
            server.query(f"CREATE DATABASE {peer} TEMPLATE bench")
        tenon.start()
        account = tenon.call("/api/v1/auth/register", PERSON)["data"]
        caller = account["user"]["id"]
        contenders = {"tenon": Contender("Tenon, GraphQL", None, tenon.url, tenon.process.pid, folder, "tenon", graphql.CASES["tenon"], account["accessToken"])}
        started = []
        for peer, (label, command, bar) in peers.items():
            subprocess.run([*psql, "-f", services.HERE / "node/rules.sql", server.url(peer)], check=True, stdout=subprocess.DEVNULL)
            server.query(f"INSERT INTO users (id, email, name, role, created_at, updated_at) VALUES ('{caller}', '{PERSON['email']}', '{PERSON['name']}', 'user', now(), now())", peer)
            server.query("VACUUM ANALYZE", peer)
            service = services.Service(peer, command, server.url(peer, user=peer), folder)
            started.append(service)
            token = services.token(caller)
            answers.check_graphql(service, token, tenon, account["accessToken"], rows)
            contenders[peer] = Contender(label, bar, service.url, service.process.pid, folder, peer, graphql.CASES[peer], token)
        cases, samples = measured(contenders, tenon, options, server.process.pid)
        for service in started:
            service.stop()
        tenon.stop()
    return report("PostgreSQL", contenders, cases, samples)


def run(options):
    unknown = set(options.peer or ()) - {*services.ON_SQLITE, *services.ON_POSTGRES}
    if unknown:
        raise SystemExit(f"there is no peer {', '.join(sorted(unknown))}: {', '.join([*services.ON_SQLITE, *services.ON_POSTGRES])}")
    result = {"skipped": {}}
    for database, peers, measure in (("sqlite", services.ON_SQLITE, run_sqlite), ("postgres", services.ON_POSTGRES, run_postgres)):
        ready, skipped = prepared(peers, options)
        result["skipped"].update(skipped)
        if ready:
            result[database] = measure(ready, options)
    for name, reason in result["skipped"].items():
        say(f"{name}: skipped: {reason}")
    return result
