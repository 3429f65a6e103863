#!/usr/bin/env python3
"""Golden numbers for logistic regression: logistic.json, from scikit-learn.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1
    /tmp/golden/bin/python tests/golden/make_logistic.py tests/golden/logistic.json

Each case: features [rows, columns] (rounded, 32-bit floats), the truth, C, class weights or none, and the optimum:
coefficients [columns, outputs], intercepts [outputs], the probabilities of every row and the objective in the sum. Solved by
Newton's method with Cholesky factors to the last digits: scikit-learn's default, L-BFGS, stops up to 6e-7 before.
Read by tests/unit/contenders/logistic_fit_test.cpp, which asks for 1e-4 at the default tolerance and less at a finer one.
"""
import json
import sys
import warnings

import numpy as np
import sklearn
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("error")


def solve(x, y, strength, weights=None):
    model = LogisticRegression(C=strength, tol=1e-14, max_iter=1000, solver="newton-cholesky", class_weight=weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the line search ends at rounding
        return model.fit(x, y)


def case(name, x, y, strength, weights=None):
    model = solve(x, y, strength, weights)
    p = model.predict_proba(x)
    s = np.ones(len(y)) if weights is None else np.array([weights[label] for label in y])
    objective = -(s * np.log(p[np.arange(len(y)), y])).sum() + (model.coef_ ** 2).sum() / (2 * strength)
    return {"name": name, "kind": "class", "classes": p.shape[1], "C": strength, "rows": x.tolist(), "labels": y.tolist(),
            "weights": None if weights is None else [weights[k] for k in range(p.shape[1])],
            "coefficients": model.coef_.T.tolist(), "intercepts": model.intercept_.tolist(), "probabilities": p.tolist(),
            "objective": float(objective)}


def labels_case(name, x, bits, strength):
    models = [solve(x, bits[:, k], strength) for k in range(bits.shape[1])]
    coefficients = np.stack([m.coef_[0] for m in models], axis=1)
    intercepts = np.array([m.intercept_[0] for m in models])
    p = expit(x @ coefficients + intercepts)
    objective = -np.log(np.where(bits == 1, p, 1 - p)).sum() + (coefficients ** 2).sum() / (2 * strength)
    return {"name": name, "kind": "multi-label", "classes": bits.shape[1], "C": strength, "rows": x.tolist(),
            "bits": bits.ravel().tolist(), "weights": None, "coefficients": coefficients.tolist(),
            "intercepts": intercepts.tolist(), "probabilities": p.tolist(), "objective": float(objective)}


def rounded(x):
    return np.round(x * 64) / 64  # exact in 32 bits


def drawn(rng, x, classes, size):
    logits = x / x.std(axis=0) @ rng.normal(size=(x.shape[1], classes)) * size
    return (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)


def cases():
    rng = np.random.RandomState(7)
    x = rounded(rng.normal(size=(80, 5)))
    y = drawn(rng, x, 2, 0.7)
    for strength in (0.01, 1.0, 100.0):
        yield case(f"two classes, C {strength}", x, y, strength)
    yield case("two classes, weighted", x, y, 1.0, {0: 0.5, 1: 3.0})
    far = rounded(x * np.array([0.02, 30, 1, 5, 1]) + np.array([3, 200, 0, -50, 1]))
    yield case("two classes, unlike columns far from 0", far, y, 1.0)
    apart = rounded(np.vstack([rng.normal(size=(30, 3)) + 3, rng.normal(size=(30, 3)) - 3]))
    yield case("two classes that a plane separates", apart, np.repeat([0, 1], 30), 10.0)
    counts = rng.poisson(0.3, size=(120, 30)).astype(float)
    counts[:, 7] = 0  # never there
    yield case("two classes, counts", counts, drawn(rng, counts[:, :3] + 0.01 * rng.normal(size=(120, 3)), 2, 1.0), 0.3)
    x = rounded(rng.normal(size=(150, 6)))
    y = drawn(rng, x, 4, 0.8)
    for strength in (0.05, 20.0):
        yield case(f"four classes, C {strength}", x, y, strength)
    yield case("four classes, weighted", x, y, 0.5, {0: 1.0, 1: 0.25, 2: 2.0, 3: 1.0})
    yield case("three classes, one rare", x, np.where(y == 3, np.where(x[:, 0] > 0.8, 2, 0), y % 2), 1.0)
    bits = np.stack([drawn(rng, x, 2, 0.7), (rng.rand(150) < 0.05).astype(int), drawn(rng, x, 2, 2.0)], axis=1)
    yield labels_case("three labels", x, bits, 2.0)


def main():
    text = json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": list(cases())})
    with open(sys.argv[1], "w") as file:
        file.write(text + "\n")


main()
