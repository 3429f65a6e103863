#!/usr/bin/env python3
"""Golden numbers for the KPSS test: kpss.json, from statsmodels.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install statsmodels==0.15.0
    /tmp/golden/bin/python tests/golden/make_kpss.py tests/golden/kpss.json

Each case: values (rounded to 6 decimals, so that both sides start from the same numbers), eta and lags of
kpss(values, regression="ct", nlags="auto"), and, where five rows are left, `differenced_etas` of the series differenced 0,
1, 2 times, with the `difference` that Auto-AR derives (first d with p > 0.05, else 2; null: too short).
Read by tests/unit/contenders/kpss_test.cpp, which asks for 1e-9 relative.
"""
import json
import sys
import warnings

import numpy as np
import statsmodels
from statsmodels.tsa.stattools import kpss


def series():
    rng = np.random.RandomState(20250101)
    noise = rng.normal(size=2000)
    walk = np.cumsum(noise[:400])
    t = np.arange(300)
    ar = np.zeros(512)  # 512^(2/9) is 4 but for rounding, 513^(2/9) just above: the lags of the autocovariances change
    for i in range(1, 512):
        ar[i] = 0.9 * ar[i - 1] + noise[i + 400]
    return {
        "white noise": noise[:250],
        "random walk": walk,
        "trend and noise": 0.05 * t + noise[1000:1300],
        "twice integrated": np.cumsum(np.cumsum(noise[1300:1500])),
        "autoregression, 512 rows": ar,
        "autoregression, 513 rows": np.append(ar, 0.3),
        "season of 24": np.sin(2 * np.pi * t / 24) + 0.1 * noise[:300],
        "level shift": np.where(t < 150, 0.0, 3.0) + noise[300:600],
        "alternating": np.where(t[:99] % 2 == 0, 1.0, -1.0) + 0.01 * noise[:99],
        "ten rows": noise[:10],
        "three rows": noise[:3],
    }


def statistic(values):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # p outside the table
        eta, p, lags, _ = kpss(values, regression="ct", nlags="auto")
    return float(eta), float(p), int(lags)


def case(name, values):
    values = np.round(values, 6)
    eta, p, lags = statistic(values)
    etas, chosen = [], None
    for d in range(3):
        if len(values) - d < 5:
            break
        e, pd, _ = statistic(np.diff(values, n=d))
        etas.append(e)
        if chosen is None and pd > 0.05:
            chosen = d
    if chosen is None and len(etas) == 3:
        chosen = 2
    return {"name": name, "values": values.tolist(), "eta": eta, "p": p, "lags": lags, "differenced_etas": etas,
            "difference": chosen}


def main():
    golden = {"made_by": "tests/golden/make_kpss.py", "statsmodels": statsmodels.__version__, "numpy": np.__version__,
              "cases": [case(name, values) for name, values in series().items()]}
    with open(sys.argv[1], "w") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


main()
