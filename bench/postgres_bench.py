"""Tenon on PostgreSQL beside pgbench, which runs the same prepared statements with no HTTP, no token and no rule to check."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from load import load, script
from report import progress, say
from rows import FIRST_POST, POST_PREFIX, Rows, copy_script
from servers import ROOT, Tenon

sys.path.insert(0, str(ROOT / "tests/blackbox"))
from postgres_server import PostgresServer  # noqa: E402

CLIENTS = 32

# The caller's id stands where Tenon binds it. The id is put together by the database, as pgbench has no text functions: about a microsecond.
POST = "id, title, body, published, views, author_id, created_at, updated_at"
ID = f"('{POST_PREFIX}' || :n)::uuid"
VISIBLE = "(published OR author_id = 'CALLER'::uuid)"
PGBENCH = {
    "get": f"SELECT {POST} FROM posts WHERE id = {ID} AND {VISIBLE};",
    "list": f"SELECT {POST} FROM posts WHERE {VISIBLE} ORDER BY created_at DESC, id DESC LIMIT 21;",
    "create": "INSERT INTO posts (id, title, body, published, views, author_id, created_at, updated_at) VALUES (gen_random_uuid(), "
              f"'A new post from the benchmark', '{'x' * 200}', false, 0, 'CALLER'::uuid, now(), now()) RETURNING {POST};",
}
# Of the quality page: at least this part of pgbench's rate, and where it should end.
BARS = {"get": (0.5, 1.0), "create": (0.7, 2.0)}


def pgbench(programs, folder, database_url, case, seconds, posts, caller):
    file = folder / f"{case}.sql"
    file.write_text(f"\\set n random({FIRST_POST}, {FIRST_POST + posts - 1})\n{PGBENCH[case].replace('CALLER', caller)}\n")
    done = subprocess.run([programs / "pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", file, database_url],
                          capture_output=True, text=True)
    rate = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode != 0 or not rate or "number of failed transactions: 0 " not in done.stdout:
        raise SystemExit(f"pgbench failed: {done.stdout}{done.stderr}")
    return {"rps": float(rate.group(1))}


def run(options):
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name, PostgresServer() as server:
        os.chmod(name, 0o755)
        folder = pathlib.Path(name)
        database_url = server.new_database("bench")
        tenon = Tenon(folder, database_url)
        tenon.command("migrate", "up")
        say("filling the tables ...")
        rows = Rows(10 if options.small else 1)
        (folder / "ids").write_text("\n".join(rows.published) + "\n")
        subprocess.run([server.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", database_url], input=copy_script(rows), text=True, check=True,
                       stdout=subprocess.DEVNULL)
        tenon.start()
        account = tenon.call("/api/v1/auth/register", {"email": "bench@example.org", "name": "Bench", "password": "correct horse battery"})["data"]
        token, caller = account["accessToken"], account["user"]["id"]

        new_post = json.dumps({"title": "A new post from the benchmark", "body": "x" * 200})
        cases = {
            "get": ("GET", "/api/v1/posts/ID", None),
            "list": ("GET", "/api/v1/posts?sort=-createdAt&limit=20", None),
            "include": ("GET", "/api/v1/posts/ID?include=author,comments&limit[comments]=10", None),
            "create": ("POST", "/api/v1/posts", new_post),
        }
        scripts = {}
        for case, (method, path, body) in cases.items():
            scripts[case] = script(folder, case, method, path, token, body)
            answer = tenon.call(path.replace("ID", rows.published[0]), json.loads(body) if body else None, token)
            assert answer["data"], answer
        samples = {}
        steps, step = options.rounds * (len(cases) + len(PGBENCH)), 0
        for _ in range(options.rounds):
            for case in cases:
                step += 1
                progress(step, steps, f"{case}: tenon")
                samples.setdefault((case, "tenon"), []).append(load(tenon.url, tenon.process.pid, options.seconds, scripts[case]))
                if case not in PGBENCH:
                    continue
                step += 1
                progress(step, steps, f"{case}: pgbench")
                samples.setdefault((case, "pgbench"), []).append(pgbench(server.programs, folder, database_url, case, options.seconds, rows.posts, caller))
        tenon.stop()
    return report(cases, samples)


def report(cases, samples):
    def median(case, who, what):
        return statistics.median(sample[what] for sample in samples[case, who])

    say()
    say(f"{'PostgreSQL':<10} {'beside':<28} {'requests/s':>11} {'CPU us':>8} {'p99 us':>8}   ratio")
    result = {}
    for case in cases:
        measured = {what: median(case, "tenon", what) for what in ("rps", "cpu_us", "p99_us")}
        say(f"{case:<10} {'tenon':<28} {measured['rps']:11.0f} {measured['cpu_us']:8.1f} {measured['p99_us']:8.0f}")
        result[case] = measured
        if (case, "pgbench") not in samples:
            continue
        rate = median(case, "pgbench", "rps")
        say(f"{'':<10} {f'pgbench -M prepared -c {CLIENTS}':<28} {rate:11.0f}")
        bar = f" (first bar {BARS[case][0]:.0%}, to end at {BARS[case][1]:.0%})" if case in BARS else ""
        say(f"{'':<50}{'':>11}   {measured['rps'] / rate:.0%} of pgbench's rate{bar}")
        result[case].update(pgbench_rps=rate, of_pgbench=measured["rps"] / rate)
    return result
