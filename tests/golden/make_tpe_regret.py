#!/usr/bin/env python3
"""Regret of Optuna's TPE, against which tests/unit/search/tpe_regret_test.cpp measures ours.

Usage: python make_tpe_regret.py [tpe_regret.json]        (needs `pip install optuna==5.0.0`; about four minutes)

For each function and both modes of optuna.samplers.TPESampler: the best value after 100 trials minus the known minimum,
over 30 seeds (0..29): mean, standard error of the mean, and all 30 values. The functions are defined twice, here and in
the test, with the same parameter names, ranges and order.
"""

import json
import math
import sys
import warnings

import optuna

TRIALS = 100
SEEDS = 30


def sphere5(trial):
    return sum(trial.suggest_float(f"x{i}", -5.0, 10.0) ** 2 for i in range(5))


def branin(trial):
    x = trial.suggest_float("x0", -5.0, 10.0)
    y = trial.suggest_float("x1", 0.0, 15.0)
    bowl = y - 5.1 / (4.0 * math.pi**2) * x**2 + 5.0 / math.pi * x - 6.0
    return bowl**2 + 10.0 * (1.0 - 1.0 / (8.0 * math.pi)) * math.cos(x) + 10.0


HARTMANN_ALPHA = [1.0, 1.2, 3.0, 3.2]
HARTMANN_A = [
    [10.0, 3.0, 17.0, 3.5, 1.7, 8.0],
    [0.05, 10.0, 17.0, 0.1, 8.0, 14.0],
    [3.0, 3.5, 1.7, 10.0, 17.0, 8.0],
    [17.0, 8.0, 0.05, 10.0, 0.1, 14.0],
]
HARTMANN_P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0.0, 1.0) for i in range(6)]
    return -sum(
        alpha * math.exp(-sum(a * (xi - p) ** 2 for a, xi, p in zip(row, x, centre)))
        for alpha, row, centre in zip(HARTMANN_ALPHA, HARTMANN_A, HARTMANN_P)
    )


def rosenbrock4(trial):
    x = [trial.suggest_float(f"x{i}", -2.048, 2.048) for i in range(4)]
    return sum(100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2 for i in range(3))


OPTIMISER_LOSS = {"sgd": 0.4, "adam": 0.0, "rmsprop": 0.2, "adagrad": 0.6}


def mixed(trial):
    rate = trial.suggest_float("rate", 1e-5, 1.0, log=True)
    optimiser = trial.suggest_categorical("optimiser", list(OPTIMISER_LOSS))
    layers = trial.suggest_int("layers", 1, 12)
    width = trial.suggest_int("width", 8, 1024, log=True)
    dropout = trial.suggest_float("dropout", 0.0, 0.5, step=0.05)
    return (
        (math.log10(rate) + 2.5) ** 2
        + OPTIMISER_LOSS[optimiser]
        + ((layers - 5) / 3.0) ** 2
        + (math.log2(width) - 7.0) ** 2 / 4.0
        + 4.0 * (dropout - 0.2) ** 2
    )


FUNCTIONS = {  # name: (function, minimum)
    "sphere5": (sphere5, 0.0),
    "branin": (branin, 0.397887357729739),
    "hartmann6": (hartmann6, -3.322368011415514),
    "rosenbrock4": (rosenbrock4, 0.0),
    "mixed": (mixed, 0.0),
}


def regret(function, minimum, multivariate, seed):
    sampler = optuna.samplers.TPESampler(multivariate=multivariate, seed=seed)
    study = optuna.create_study(direction="minimize", sampler=sampler)
    study.optimize(function, n_trials=TRIALS)
    return study.best_value - minimum


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore")
    results = []
    for name, (function, minimum) in FUNCTIONS.items():
        for multivariate in (False, True):
            values = [regret(function, minimum, multivariate, seed) for seed in range(SEEDS)]
            mean = sum(values) / SEEDS
            variance = sum((v - mean) ** 2 for v in values) / (SEEDS - 1)
            results.append(
                {
                    "function": name,
                    "multivariate": multivariate,
                    "minimum": minimum,
                    "mean_regret": mean,
                    "standard_error": math.sqrt(variance / SEEDS),
                    "regrets": values,
                }
            )
            print(name, multivariate, f"{mean:.4f} +- {math.sqrt(variance / SEEDS):.4f}", flush=True)
    golden = {
        "made_by": "tests/golden/make_tpe_regret.py",
        "optuna": optuna.__version__,
        "sampler": "optuna.samplers.TPESampler, all defaults but `multivariate` and `seed`",
        "trials": TRIALS,
        "seeds": SEEDS,
        "results": results,
    }
    path = sys.argv[1] if len(sys.argv) > 1 else "tpe_regret.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
