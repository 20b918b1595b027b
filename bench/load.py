"""Requests by wrk, and what each cost the server."""
import json
import subprocess

from process import cpu_seconds

CONNECTIONS = 64

LUA = """
local ids = {}
for line in io.lines("%(ids)s") do ids[#ids + 1] = line end
math.randomseed(os.time() + tonumber(tostring({}):match("0x(%%x+)"), 16) %% 100000)
local headers = { ["Authorization"] = "Bearer %(token)s", ["Content-Type"] = "application/json" }
local body = %(body)s
local number = math.random(1000000) * 1000
request = function()
  local id = ids[math.random(#ids)]
  number = number + 1
  return wrk.format("%(method)s", (string.gsub("%(path)s", "ID", id)), headers, body and (string.gsub((string.gsub(body, '"ID"', '"' .. id .. '"')), "NUMBER", number)))
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests": %%d, "seconds": %%f, "errors": %%d, "bytes": %%d, "p99_us": %%d}\\n', summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout, summary.bytes, latency:percentile(99)))
end
"""


def script(folder, name, method, path, token, body=None):
    """A wrk script with random ids of the file `ids` where the path says ID, or the body "ID", and a new number where the body says NUMBER."""
    file = folder / f"{name}.lua"
    file.write_text(LUA % {"ids": folder / "ids", "token": token, "method": method, "path": path, "body": f"[[{body}]]" if body else "nil"})
    return file


def load(url, pid, seconds, script):
    before = cpu_seconds(pid)
    output = subprocess.run(["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", script, url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    result = json.loads(output.split("RESULT ", 1)[1].splitlines()[0])
    if result["errors"]:
        raise SystemExit(f"{result['errors']} errors while measuring {script}: the run is void")
    return {"rps": result["requests"] / result["seconds"], "seconds": result["seconds"], "cpu_us": used * 1e6 / result["requests"], "p99_us": result["p99_us"], "bytes": result["bytes"] / result["requests"]}
