#!/usr/bin/env python3
"""Densities of Optuna's Parzen estimator, against which tests/unit/search/parzen_density_test.cpp checks ours.

Usage: python make_tpe_density.py [tpe_density.json]        (needs `pip install optuna==5.0.0`)

Each case is a search space, observations in trial order, and points with Optuna's log density there: of each parameter
alone, and of the whole points. Where observations of a numeric parameter coincide, NumPy's argsort gives the two neighbours'
spreads to them in no defined order, which matters once they differ in weight or in other parameters; such cases keep to
one parameter and fewer than 25 observations.
"""

import json
import math
import random
import sys
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

PARAMETERS = {
    "real": ({"kind": "real", "low": -2.0, "high": 3.0}, FloatDistribution(-2.0, 3.0)),
    "log": ({"kind": "log", "low": 1e-5, "high": 0.5}, FloatDistribution(1e-5, 0.5, log=True)),
    "stepped": ({"kind": "stepped", "low": 0.0, "high": 0.5, "step": 0.05}, FloatDistribution(0.0, 0.5, step=0.05)),
    "whole": ({"kind": "whole", "low": 1, "high": 400, "step": 1}, IntDistribution(1, 400)),
    "threes": ({"kind": "whole", "low": 3, "high": 301, "step": 3}, IntDistribution(3, 300, step=3)),
    "few": ({"kind": "whole", "low": 1, "high": 7, "step": 1}, IntDistribution(1, 7)),
    "logwhole": ({"kind": "logwhole", "low": 8, "high": 4096}, IntDistribution(8, 4096, log=True)),
    "category": ({"kind": "category", "choices": 4}, CategoricalDistribution([0, 1, 2, 3])),
}


def draw(rng, distribution):
    if isinstance(distribution, CategoricalDistribution):
        return float(rng.randrange(len(distribution.choices)))
    low, high = distribution.low, distribution.high
    if distribution.log:
        value = math.exp(rng.uniform(math.log(low), math.log(high)))
    else:
        value = rng.uniform(low, high)
    if distribution.step:
        value = low + round((value - low) / distribution.step) * distribution.step
    return float(min(max(value, low), high))


def distinct(rng, distribution, count):
    values = []
    while len(values) < count:
        value = draw(rng, distribution)
        if isinstance(distribution, CategoricalDistribution) or value not in values:
            values.append(value)
    return values


def case(rng, name, params, count, coincide=False, options=None):
    distributions = {p: PARAMETERS[p][1] for p in params}
    options = {"prior_weight": 1.0, "magic_clip": True, "endpoints": False} | (options or {})
    take = (lambda d, n: [draw(rng, d) for _ in range(n)]) if coincide else (lambda d, n: distinct(rng, d, n))
    observed = {p: np.asarray(take(d, count), dtype=float) for p, d in distributions.items()}
    points = {p: np.asarray([draw(rng, d) for _ in range(12)] + ends(d), dtype=float) for p, d in distributions.items()}
    settings = _ParzenEstimatorParameters(
        options["prior_weight"], options["magic_clip"], options["endpoints"], default_weights, True
    )
    joint = _ParzenEstimator(observed, distributions, settings)
    alone = {p: _ParzenEstimator({p: observed[p]}, {p: distributions[p]}, settings) for p in params}
    return {
        "name": name,
        "options": options,
        "params": [PARAMETERS[p][0] | {"name": p} for p in params],
        "observations": [[float(observed[p][i]) for p in params] for i in range(count)],
        "points": [[float(points[p][i]) for p in params] for i in range(14)],
        "log_density": [[float(v) for v in alone[p].log_pdf({p: points[p]})] for p in params],
        "log_density_of_points": [float(v) for v in joint.log_pdf(points)],
    }


def ends(distribution):
    if isinstance(distribution, CategoricalDistribution):
        return [0.0, float(len(distribution.choices) - 1)]
    return [float(distribution.low), float(distribution.high)]


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(20240601)
    cases = []
    for param in PARAMETERS:
        for count in (0, 1, 2, 3, 5, 24):
            if param not in ("few", "stepped") or count <= 5:  # they have too few distinct values
                cases.append(case(rng, f"{param} {count}", [param], count))
    for param in ("few", "stepped", "threes", "category"):
        cases.append(case(rng, f"{param} coinciding", [param], 20, coincide=True))
    for param in ("real", "log", "whole", "logwhole", "category"):
        for count in (26, 60, 130):
            cases.append(case(rng, f"{param} {count}", [param], count))
    mixed = ["real", "log", "whole", "logwhole", "threes", "category"]
    for count in (0, 1, 4, 24, 40, 97, 100):
        cases.append(case(rng, f"mixed {count}", mixed, count))
    cases.append(case(rng, "reals 600", ["real", "log"], 600))
    cases.append(case(rng, "no clip", ["real", "category"], 9, options={"magic_clip": False}))
    cases.append(case(rng, "endpoints", ["real", "log"], 9, options={"endpoints": True}))
    cases.append(case(rng, "heavy prior", mixed, 9, options={"prior_weight": 3.5}))
    golden = {"made_by": "tests/golden/make_tpe_density.py", "optuna": optuna.__version__, "cases": cases}
    path = sys.argv[1] if len(sys.argv) > 1 else "tpe_density.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
