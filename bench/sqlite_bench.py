"""Tenon on SQLite beside the bare statements in a C++ loop and a static nginx answer."""
import json
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import tempfile

import nested
from load import load, script
from report import progress, say
from rows import Rows, fill_sqlite
from servers import ROOT, Nginx, Tenon


def bare(folder, mode, seconds, caller):
    output = subprocess.run([ROOT / "build/release/bare_sqlite", f"{folder}/bare.db", f"{folder}/ids", mode, str(seconds), caller],
                            capture_output=True, text=True, check=True).stdout
    result = json.loads(output)
    return {"rps": result["operations"] / result["seconds"], "cpu_us": result["cpu_us"]}


def run(options):
    scale = 10 if options.small else 1

    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name:
        folder = pathlib.Path(name)
        tenon = Tenon(folder, f"sqlite:{folder}/bench.db")
        tenon.command("migrate", "up")
        say("filling the tables ...")
        rows = Rows(scale)
        ids = rows.published
        fill_sqlite(folder / "bench.db", rows)
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
            "nested": ("GET", nested.REST, None, None),
            "graphql": ("POST", "/graphql", nested.graphql_body(), None),
            "create": ("POST", "/api/v1/posts", new_post, "create-group"),
        }
        scripts, nginxes, checked = {}, {}, {}
        for each in ids[:50]:
            nested.check(tenon.call(nested.REST.replace("ID", each), None, token),
                         tenon.call("/graphql", json.loads(nested.graphql_body().replace('"ID"', f'"{each}"')), token))
        for case, (method, path, body, _) in cases.items():
            scripts[case] = script(folder, case, method, path, token, body)
            answer = tenon.call(path.replace("ID", ids[0]), json.loads(body.replace('"ID"', f'"{ids[0]}"')) if body else None, token)
            checked[case] = len(json.dumps(answer, separators=(",", ":")))
            if case == "get":
                assert answer["data"]["id"] == ids[0], answer
            if case == "list":
                assert len(answer["data"]) == 20, answer
            if case == "include":
                assert answer["data"]["author"]["name"], answer
            if method == "GET" and case != "nested":
                nginxes[case] = Nginx(folder, case, checked[case])
        nginx_script = script(folder, "nginx", "GET", "/answer", "")

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
        if case == "nested":
            continue
        if case == "graphql":
            # An error would be answered with 200 as well, but not at this length.
            sizes = [median(each, "tenon", "bytes") for each in ("nested", "graphql")]
            assert abs(sizes[0] - sizes[1]) < 0.15 * sizes[0], f"the answers are of different lengths: {sizes}"
            ratio = cpu / median("nested", "tenon", "cpu_us")
            say(f"{'':<50}{'':>11}   {ratio:.2f}x our REST include, \"nested\" (first bar 1.3x)")
            result[case]["ratio"] = ratio
            continue
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
    return result
