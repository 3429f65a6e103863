#!/usr/bin/env python3
"""Time from the start of the process to its first painted window, on a display of its own (Xvfb).

usage: tests/bench/window_start.py [RUNS [PROJECT]]      (after packaging/build)

Prints the median, the 95th percentile and the slowest of RUNS warm starts (default 30), in milliseconds; the first start
of all is not counted. With PROJECT, the window opens that project.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "build/release/bin/touchstone"


def start(environment, arguments):
    began = time.monotonic_ns()
    done = subprocess.run([PROGRAM, "--first-paint", *arguments], env=environment, capture_output=True, text=True,
                          check=True)
    return (int(done.stdout) - began) / 1e6


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    read_end, write_end = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1440x900x24"],
                              pass_fds=[write_end], stderr=subprocess.DEVNULL)
    try:
        display = ":" + os.read(read_end, 16).decode().strip()
        with tempfile.TemporaryDirectory() as settings:
            environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": settings}
            start(environment, sys.argv[2:3])
            times = sorted(start(environment, sys.argv[2:3]) for _ in range(runs))
    finally:
        server.terminate()
    print(f"first painted window: median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * (runs - 1))]:.0f} ms, "
          f"slowest {times[-1]:.0f} ms of {runs} starts")


if __name__ == "__main__":
    main()
