"""The published package fracast 0.1.0 (fp32 weights, one thread) on the series of fracast_bench.cpp.

Needs Python packages fracast, torch and numpy:  python3 fracast_bench_peer.py
"""
import time

import numpy as np
import torch
from fracast import FracastModel

torch.set_num_threads(1)
model = FracastModel.from_pretrained(weights="fp32")
t = np.arange(2048)
series = (10 * np.sin(2 * np.pi * t / 24) + 0.05 * t + 3 * (t % 7 == 0)).astype(np.float32)
for batch in (1, 8):
    rows = np.tile(series, (batch, 1))
    model.forecast_batch(rows, horizon=48)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        model.forecast_batch(rows, horizon=48)
        times.append((time.perf_counter() - start) / batch * 1e3)
    print(f"batch {batch}: median {np.median(times):.1f} ms a series, least {min(times):.1f}")
