#!/usr/bin/env python3
"""Golden numbers for autoregressions by least squares: ar_ols.json, from statsmodels.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install statsmodels==0.15.0
    /tmp/golden/bin/python tests/golden/make_ar_ols.py tests/golden/ar_ols.json

One series of 240 values (season 12, trend, noise). `common`: coefficients [const, lag 1, ..., lag p] of
AutoReg(values, p, trend="c", hold_back=24) for p = 0..24, that is on the rows t >= 24 that all orders share; `own`: of
AutoReg(values, 13, trend="c"), on all rows t >= 13; `forecast`: its 20 next values.
Read by tests/unit/contenders/order_fits_test.cpp, which asks for 1e-8 relative.
"""
import json
import sys

import numpy as np
import statsmodels
from statsmodels.tsa.ar_model import AutoReg

HOLD_BACK = 24


def main():
    rng = np.random.RandomState(7)
    t = np.arange(240)
    values = np.round(0.01 * t + np.sin(2 * np.pi * t / 12) + 0.3 * rng.normal(size=240), 6)
    common = [AutoReg(values, p, trend="c", hold_back=HOLD_BACK).fit().params.tolist() for p in range(HOLD_BACK + 1)]
    own = AutoReg(values, 13, trend="c").fit()
    golden = {"made_by": "tests/golden/make_ar_ols.py", "statsmodels": statsmodels.__version__, "numpy": np.__version__,
              "values": values.tolist(), "hold_back": HOLD_BACK, "common": common, "own_order": 13,
              "own": own.params.tolist(), "forecast": own.forecast(20).tolist()}
    with open(sys.argv[1], "w") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


main()
