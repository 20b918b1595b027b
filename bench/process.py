"""Processes of a run: their end, their CPU, their ports."""
import atexit
import os
import pathlib
import socket
import subprocess


def stop_at_exit(process):
    """However this program ends, what it started does not outlive it."""
    atexit.register(lambda: process.poll() is None and process.terminate())


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
