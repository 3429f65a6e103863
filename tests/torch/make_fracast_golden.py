"""Golden medians of Fracast-0 for foundation_test.cpp, from the published package (fp32 weights, one thread).

Needs Python packages fracast 0.1.0, torch and numpy; printed with torch 2.15.0.
"""
import numpy as np
import torch
from fracast import FracastModel

torch.set_num_threads(1)
model = FracastModel.from_pretrained(weights="fp32")


def series(count):
    t = np.arange(count, dtype=np.float64)
    return 2 * np.sin(0.3 * t) + 0.1 * ((t * 37) % 11) + 0.002 * t


def show(name, values, horizon, steps):
    quantiles = np.asarray(model.forecast(values.astype(np.float32), horizon=horizon))
    print(name, "medians", [f"{quantiles[s, 4]:.6f}" for s in steps], "step 0", [f"{q:.6f}" for q in quantiles[0]])


show("short", series(20), 48, [0, 23, 47])
gaps = series(700)
t = np.arange(700)
gaps[(t % 5 == 3) | ((t >= 200) & (t < 230))] = np.nan
show("missing values", gaps, 96, [0, 23, 47, 48, 95])
show("longer than the context", 1e4 + 100 * series(3000), 96, [0, 23, 47, 48, 95])
show("constant", np.full(64, 3.0), 48, [0, 47])
