#!/usr/bin/env python3
"""What Tenon costs beside the bare statements and a static nginx answer, in one run on one machine.

Server CPU (user and system, of all its processes) per request is the measure, because the load generator shares the cores.
Rounds are interleaved and the median counts. Every answer is checked before, and wrk counts errors during; an error voids the run.
"""
import argparse
import atexit
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CONNECTIONS = 64


def say(text=""):
    print(text, flush=True)


def stop_at_exit(process):
    """However this program ends, what it started does not outlive it."""
    atexit.register(lambda: process.poll() is None and process.terminate())


def progress(done, total, label):
    if sys.stderr.isatty():
        filled = 30 * done // total
        print(f"\r  [{'#' * filled}{'.' * (30 - filled)}] {label:<32}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def cpu_seconds(pid):
    """User and system time of a process and the children it has now."""
    ticks = 0
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    for process in [str(pid), *children]:
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def uuid_at(millis, sequence):
    tail = f"{random.getrandbits(62):016x}"
    return f"{millis >> 16:08x}-{millis & 0xffff:04x}-7{sequence & 0xfff:03x}-8{tail[1:4]}-{tail[4:]}"


def fill(path, users, posts, comments):
    """Rows straight into the tables: the server is not what is measured here."""
    random.seed(7)
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous=OFF")
    start = 1_750_000_000_000
    user_ids = [uuid_at(start + i, i) for i in range(users)]
    post_ids = [uuid_at(start + users + i, i) for i in range(posts)]
    text = "The quick brown fox jumps over the lazy dog, and writes it down for a benchmark. "

    def insert(table, rows):
        names = list(rows[0])
        database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})",
                             [tuple(row.values()) for row in rows])

    def stamps(i):
        micros = (start + i) * 1000
        return {"created_at": micros, "updated_at": micros}

    insert("users", [{"id": user_ids[i], "email": f"user{i}@example.org", "name": f"User {i}", "role": "user", **stamps(i)} for i in range(users)])
    published = [random.random() < 0.9 for _ in range(posts)]
    insert("posts", [{"id": post_ids[i], "title": f"Post {i}", "body": (text * 3)[:200], "published": int(published[i]), "views": i % 1000,
                      "author_id": random.choice(user_ids), **stamps(users + i)} for i in range(posts)])
    insert("comments", [{"id": uuid_at(start + users + posts + i, i), "post_id": random.choice(post_ids), "author_id": random.choice(user_ids),
                         "body": text[: 40 + i % 40], **stamps(users + posts + i)} for i in range(comments)])
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("ANALYZE")
    database.commit()
    database.close()
    return [post_ids[i] for i in range(posts) if published[i]]


class Tenon:
    def __init__(self, folder):
        self.binary = ROOT / "build/release/tenon"
        self.folder = folder
        self.environment = {**os.environ, "DATABASE_URL": f"sqlite:{folder}/bench.db", "PORT": "0", "HOST": "127.0.0.1",
                            "TENON_ENV": "production", "TENON_SECRET": "bench-" + "x" * 40, "TENON_LOG_LEVEL": "warning"}

    def command(self, *words):
        subprocess.run([self.binary, *words, "--schema", HERE / "schema.graphql"], check=True, env=self.environment, cwd=self.folder,
                       stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen([self.binary, "serve", "--schema", HERE / "schema.graphql"], env=self.environment, cwd=self.folder,
                                        stdout=subprocess.PIPE, text=True)
        stop_at_exit(self.process)
        for line in self.process.stdout:
            if "listening on " in line:
                self.url = line.split("listening on ", 1)[1].strip()
                return
        raise SystemExit("the server did not start")

    def call(self, path, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if body is not None else None, headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


class Nginx:
    """One static JSON answer as long as the one it stands beside."""

    def __init__(self, folder, name, length):
        self.folder = folder / f"nginx-{name}"
        self.folder.mkdir()
        self.port = free_port()
        (self.folder / "answer").write_text(json.dumps({"data": "x" * max(0, length - 12)}))
        (self.folder / "nginx.conf").write_text(f"""
{'user root; ' if os.getuid() == 0 else ''}daemon off; worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path {self.folder}/b; proxy_temp_path {self.folder}/p; fastcgi_temp_path {self.folder}/f;
  uwsgi_temp_path {self.folder}/u; scgi_temp_path {self.folder}/s;
  open_file_cache max=10; sendfile on; tcp_nopush on;
  server {{ listen 127.0.0.1:{self.port}; root {self.folder}; }} }}""")
        binary = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([binary, "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)])
        stop_at_exit(self.process)
        self.url = f"http://127.0.0.1:{self.port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(self.url + "/answer").read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx did not start")

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)


LUA = """
local ids = {}
for line in io.lines("%(ids)s") do ids[#ids + 1] = line end
math.randomseed(os.time() + tonumber(tostring({}):match("0x(%%x+)"), 16) %% 100000)
local headers = { ["Authorization"] = "Bearer %(token)s", ["Content-Type"] = "application/json" }
request = function() return wrk.format("%(method)s", (string.gsub("%(path)s", "ID", ids[math.random(#ids)])), headers, %(body)s) end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests": %%d, "seconds": %%f, "errors": %%d, "p99_us": %%d}\\n', summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
"""


def load(url, pid, seconds, script):
    before = cpu_seconds(pid)
    output = subprocess.run(["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    result = json.loads(output.split("RESULT ", 1)[1].splitlines()[0])
    if result["errors"]:
        raise SystemExit(f"{result['errors']} errors while measuring {script}: the run is void")
    return {"rps": result["requests"] / result["seconds"], "cpu_us": used * 1e6 / result["requests"], "p99_us": result["p99_us"]}


def bare(folder, mode, seconds, caller):
    output = subprocess.run([ROOT / "build/release/bare_sqlite", f"{folder}/bare.db", f"{folder}/ids", mode, str(seconds), caller],
                            capture_output=True, text=True, check=True).stdout
    result = json.loads(output)
    return {"rps": result["operations"] / result["seconds"], "cpu_us": result["cpu_us"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    parser.add_argument("--small", action="store_true", help="a tenth of the rows: a quick look, not a result")
    parser.add_argument("--json", type=pathlib.Path, help="write the medians to this file too")
    options = parser.parse_args()
    scale = 10 if options.small else 1

    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name:
        folder = pathlib.Path(name)
        tenon = Tenon(folder)
        tenon.command("migrate", "up")
        say("filling the tables ...")
        ids = fill(folder / "bench.db", 1000 // scale, 100_000 // scale, 300_000 // scale)
        (folder / "ids").write_text("\n".join(ids) + "\n")
        shutil.copy(folder / "bench.db", folder / "bare.db")
        tenon.start()
        account = tenon.call("/api/v1/auth/register", {"email": "bench@example.org", "name": "Bench", "password": "correct horse battery"})["data"]
        token, caller = account["accessToken"], account["user"]["id"]
        bare_database = sqlite3.connect(folder / "bare.db")
        bare_database.execute("INSERT INTO users (id, email, name, role, created_at, updated_at) VALUES (?, 'bench@example.org', 'Bench', 'user', 0, 0)", (caller,))
        bare_database.commit()
        bare_database.close()

        new_post = json.dumps({"title": "A new post from the benchmark", "body": "x" * 200})
        cases = {
            "static": ("GET", "/livez", None, None),
            "get": ("GET", "/api/v1/posts/ID", None, "get"),
            "list": ("GET", "/api/v1/posts?sort=-createdAt&limit=20", None, "list"),
            "include": ("GET", "/api/v1/posts/ID?include=author,comments&limit[comments]=10", None, "include"),
            "create": ("POST", "/api/v1/posts", new_post, "create-group"),
        }
        scripts, nginxes, checked = {}, {}, {}
        for case, (method, path, body, _) in cases.items():
            scripts[case] = folder / f"{case}.lua"
            scripts[case].write_text(LUA % {"ids": folder / "ids", "token": token, "method": method, "path": path, "body": f"[[{body}]]" if body else "nil"})
            answer = tenon.call(path.replace("ID", ids[0]), json.loads(body) if body else None, token)
            checked[case] = len(json.dumps(answer, separators=(",", ":")))
            if case == "get":
                assert answer["data"]["id"] == ids[0], answer
            if case == "list":
                assert len(answer["data"]) == 20, answer
            if case == "include":
                assert answer["data"]["author"]["name"], answer
            if method == "GET":
                nginxes[case] = Nginx(folder, case, checked[case])
        nginx_script = folder / "nginx.lua"
        nginx_script.write_text(LUA % {"ids": folder / "ids", "token": "", "method": "GET", "path": "/answer", "body": "nil"})

        samples = {}
        steps = options.rounds * (len(cases) * 2 + 4 + len(nginxes) - len(cases))
        step = 0
        for _ in range(options.rounds):
            for case, (_, _, _, mode) in cases.items():
                runs = {"tenon": lambda case=case: load(tenon.url, tenon.process.pid, options.seconds, scripts[case])}
                if case in nginxes:
                    runs["nginx"] = lambda case=case: load(nginxes[case].url, nginxes[case].process.pid, options.seconds, nginx_script)
                if mode:
                    runs["bare"] = lambda mode=mode: bare(folder, mode, options.seconds, caller)
                if case == "create":
                    runs["each"] = lambda: bare(folder, "create-each", options.seconds, caller)
                for who, run in runs.items():
                    step += 1
                    progress(min(step, steps), steps, f"{case}: {who}")
                    samples.setdefault((case, who), []).append(run())
        for nginx in nginxes.values():
            nginx.stop()
        tenon.stop()

    def median(case, who, what):
        return statistics.median(sample[what] for sample in samples[case, who])

    say()
    say(f"{'operation':<10} {'beside':<28} {'requests/s':>11} {'CPU us':>8} {'p99 us':>8}   ratio")
    result = {}
    for case, (_, _, _, mode) in cases.items():
        rps, cpu, p99 = (median(case, "tenon", what) for what in ("rps", "cpu_us", "p99_us"))
        say(f"{case:<10} {'tenon':<28} {rps:11.0f} {cpu:8.1f} {p99:8.0f}")
        result[case] = {"rps": rps, "cpu_us": cpu, "p99_us": p99}
        floor = 0.0
        for who, label in (("bare", "bare SQLite loop"), ("nginx", "static nginx")):
            if (case, who) not in samples:
                continue
            floor += median(case, who, "cpu_us")
            shown = label if case != "create" else "bare, 64 in one commit"
            say(f"{'':<10} {shown:<28} {median(case, who, 'rps'):11.0f} {median(case, who, 'cpu_us'):8.1f}")
            result[case][who] = median(case, who, "cpu_us")
        if case == "create":
            say(f"{'':<10} {'bare, one commit each':<28} {median(case, 'each', 'rps'):11.0f} {median(case, 'each', 'cpu_us'):8.1f}")
            group, each = rps / median(case, "bare", "rps"), rps / median(case, "each", "rps")
            say(f"{'':<50}{'':>11}   {group:.0%} of the group's rate (first bar 50 %), {each:.1f}x one commit each (first bar 8x)")
            result[case].update(of_group=group, of_each=each)
            continue
        nginx = median(case, "nginx", "cpu_us")
        bars = {"static": ("static nginx", nginx, 1.2), "get": ("static nginx", nginx, 3), "list": ("bare + nginx", floor, 2),
                "include": ("bare + nginx", floor, 2.5)}
        what, base, bar = bars[case]
        say(f"{'':<50}{'':>11}   {cpu / base:.2f}x {what} (first bar {bar}x)")
        result[case]["ratio"] = cpu / base
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
