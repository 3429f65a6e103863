#!/usr/bin/env python3
"""Peer of auto_ar_bench: statsforecast's AutoARIMA on taylor, and every AR order by plain least squares in NumPy.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install statsforecast==2.1.1
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /tmp/peer/bin/python tests/bench/auto_ar_peer.py resources/samples/timeseries/taylor.csv

AutoARIMA: season_length 1 (48 was not done after 240 s), fitted on the training rows (2,822) and timed on its second run,
when Numba has compiled; refitted on training and validation rows, then forecasting every 20th test window (horizon 48) by
forward(), the time scaled to all 759. NumPy: least squares of four orders, their times interpolated to the sum over 513.
"""
import sys
import time
from pathlib import Path

import numpy as np
import statsforecast
from statsforecast.models import AutoARIMA

HORIZON, ORDERS, EVERY = 48, 512, 20


def clock(call):
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def least_squares(x, order):
    windows = np.lib.stride_tricks.sliding_window_view(x, ORDERS + 1)
    design = np.hstack([np.ones((len(windows), 1)), windows[:, ORDERS - order:ORDERS][:, ::-1]])
    return np.linalg.lstsq(design, windows[:, -1], rcond=None)[0]


def main():
    raw = np.loadtxt(Path(sys.argv[1]), delimiter=",", skiprows=1)[:, 1]
    n = len(raw)
    train, test = n * 7 // 10, n // 5
    x = (raw - raw[:train].mean()) / raw[:train].std()
    print(f"statsforecast {statsforecast.__version__}, numpy {np.__version__}, taylor: {train} training rows")

    _, first = clock(lambda: AutoARIMA(season_length=1).fit(x[:train]))
    _, second = clock(lambda: AutoARIMA(season_length=1).fit(x[:train]))
    print(f"AutoARIMA fit: {second:.3f} s (first call, with compilation: {first:.3f} s)")

    model, refit = clock(lambda: AutoARIMA(season_length=1).fit(x[:n - test]))
    origins = range(n - test, n - HORIZON + 1, EVERY)
    errors, seconds = clock(lambda: [
        np.mean((model.forward(y=x[:t], h=HORIZON)["mean"] - x[t:t + HORIZON]) ** 2) for t in origins])
    windows = test - HORIZON + 1
    print(f"AutoARIMA on training and validation: {refit:.3f} s; {len(errors)} of {windows} test windows: {seconds:.2f} s "
          f"(all: {seconds / len(errors) * windows:.1f} s), mse {np.mean(errors):.5f}, model {model.model_['arma']}")

    some = [64, 128, 256, 512]
    times = [clock(lambda p=p: least_squares(x[:train], p))[1] for p in some]
    total = np.trapezoid(np.interp(np.arange(ORDERS + 1), [0] + some, [0.0] + times))
    print("least squares: " + ", ".join(f"order {p}: {t * 1e3:.1f} ms" for p, t in zip(some, times)) +
          f"; every order 0..{ORDERS}: about {total:.1f} s")


main()
