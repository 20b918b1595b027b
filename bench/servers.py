"""What is loaded: Tenon, and nginx beside it."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.request

from process import free_port, stop_at_exit

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


class Tenon:
    def __init__(self, folder, database_url):
        self.binary = ROOT / "build/release/tenon"
        self.folder = folder
        self.environment = {**os.environ, "DATABASE_URL": database_url, "PORT": "0", "HOST": "127.0.0.1",
                            "TENON_ENV": "production", "TENON_SECRET": "bench-" + "x" * 40, "TENON_LOG_LEVEL": "warning",
                            # All clients of a benchmark have one address.
                            "TENON_RATE_LIMIT": "off", "TENON_RATE_LIMIT_ADDRESS": "off"}

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
