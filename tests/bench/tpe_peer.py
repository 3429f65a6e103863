#!/usr/bin/env python3
"""Cost of a suggestion in Optuna: the peer of tests/bench/tpe_bench.cpp, same spaces and sizes.

Usage: python tpe_peer.py        (needs `pip install optuna==5.0.0`; about six minutes)

A study in memory is filled with 1,000 or 5,000 finished trials drawn from the prior; then `study.ask()` and the ten
suggest calls are timed, 15 times, each followed by `study.tell` (not timed). Printed: median of the processor time, in ms
(like the CPU column of Google Benchmark: it does not grow when the machine is busy).
Modes: 5.0's default (multivariate, constant liar), the same without constant liar (what ours computes), and univariate
without constant liar (the default of Optuna 2 to 4).
"""

import os
import statistics
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

REALS = {f"x{i}": FloatDistribution(0.0, 1.0) for i in range(10)}
MIXED = {
    **{f"x{i}": FloatDistribution(0.0, 1.0) for i in range(4)},
    **{f"log{i}": FloatDistribution(1e-5, 1.0, log=True) for i in range(2)},
    **{f"whole{i}": IntDistribution(1, 100) for i in range(2)},
    "width": IntDistribution(8, 1024, log=True),
    "loss": CategoricalDistribution(["mse", "mae", "huber"]),
}
FINE = {f"x{i}": IntDistribution(0, 1000000) for i in range(10)}
MODES = {
    "default": {},
    "multivariate": {"multivariate": True, "constant_liar": False},
    "univariate": {"multivariate": False, "constant_liar": False},
}
REPEATS = 15


def value_of(space, params):
    total = 0.0
    for name, distribution in space.items():
        if not isinstance(distribution, CategoricalDistribution):
            share = (params[name] - distribution.low) / (distribution.high - distribution.low)
            total += (share - 0.3) ** 2
    return total


def milliseconds(space, trials, mode):
    random = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    for _ in range(trials):
        trial = random.ask(space)
        random.tell(trial, value_of(space, trial.params))
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1, **MODES[mode]))
    study.add_trials(random.trials)
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        trial = study.ask(space)
        times.append((time.process_time() - start) * 1e3)
        study.tell(trial, value_of(space, trial.params))
    return statistics.median(times)


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore")
    print(f"Optuna {optuna.__version__}, NumPy {numpy.__version__}, Python {sys.version.split()[0]}")
    for name, space, sizes in (("reals", REALS, (1000, 5000)), ("mixed", MIXED, (1000, 5000)), ("fine grids", FINE, (1000,))):
        for trials in sizes:
            for mode in MODES:
                print(f"{name:10} {trials:5} trials {mode:13} {milliseconds(space, trials, mode):8.2f} ms", flush=True)


if __name__ == "__main__":
    main()
