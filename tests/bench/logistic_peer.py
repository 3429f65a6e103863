#!/usr/bin/env python3
"""Peer of logistic_bench: scikit-learn's LogisticRegression on the same k-mer counts of GUE tf/0.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install scikit-learn==1.9.1
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /tmp/peer/bin/python tests/bench/logistic_peer.py DATA/genomics/GUE/tf/0/train.csv

Counts of all 3- to 6-mers (timed in CPU seconds, as everything here), then lbfgs from nothing at its default tolerance and at 1e-7, and along a path of strengths;
the objective is in the sum, as in logistic_bench, so that their distances from the optimum compare.
"""
import csv
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore", ConvergenceWarning)


def objective(model, x, y):
    z = model.decision_function(x)
    return float(np.logaddexp(0, np.where(y == 1, -z, z)).sum() + (model.coef_ ** 2).sum() / (2 * model.C))


def main():
    with open(sys.argv[1]) as file:
        rows = list(csv.reader(file))[1:]
    y = np.array([int(label) for _, label in rows])
    start = time.process_time()
    x = CountVectorizer(analyzer="char", ngram_range=(3, 6), lowercase=False, dtype=np.float64).fit_transform(r[0] for r in rows)
    print(f"scikit-learn {sklearn.__version__}: {x.shape[0]} x {x.shape[1]}, {x.nnz} values, {time.process_time() - start:.2f} s")
    for strength in (0.1, 0.01, 0.001):
        for tolerance in (1e-4, 1e-7):
            model = LogisticRegression(C=strength, tol=tolerance, max_iter=5000)
            start = time.process_time()
            model.fit(x, y)
            seconds = time.process_time() - start
            print(f"C {strength}, tol {tolerance}: {seconds:.2f} s, {model.n_iter_[0]} steps, objective {objective(model, x, y):.6f}")
    model = LogisticRegression(tol=1e-7, max_iter=5000, warm_start=True)
    start = time.process_time()
    for model.C in (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1):
        model.fit(x, y)
    print(f"path of six strengths, tol 1e-7: {time.process_time() - start:.2f} s")


main()
