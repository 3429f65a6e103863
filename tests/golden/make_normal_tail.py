#!/usr/bin/env python3
"""Coefficients of the normal tail in engine/search/kernel_math_loops.inc, printed for the source file.

Usage: python make_normal_tail.py        (needs `pip install mpmath`)

With x = 3.75 (1 + t)/(1 - t): p(t) = (1 + 2x) exp(x^2) erfc(x) is smooth on [-1, 1]. Its Chebyshev series is computed in
40 digits, cut after degree 24 (next term 2e-18) and rewritten in powers of t, lowest first. Also prints the greatest
relative error of the formula in double precision against mpmath's erfc, by range of z.
Source: Shepherd and Laframboise 1981, Mathematics of Computation 36.
"""

import math
import random

from mpmath import cos, erfc, exp, mp, mpf, pi, sqrt

mp.dps = 40
SHIFT = mpf("3.75")
DEGREE = 24
NODES = 200


def smooth(t):
    x = SHIFT * (1 + t) / (1 - t)
    if x < 1e4:
        return (1 + 2 * x) * exp(x * x) * erfc(x)
    total = term = mpf(1)
    for n in range(1, 20):
        term *= -(2 * n - 1) / (2 * x * x)
        total += term
    return (1 + 2 * x) * total / (x * sqrt(pi))


def chebyshev():
    angles = [pi * (mpf(k) + mpf(1) / 2) / NODES for k in range(NODES)]
    values = [smooth(cos(angle)) for angle in angles]
    series = [2 / mpf(NODES) * sum(v * cos(j * a) for v, a in zip(values, angles)) for j in range(DEGREE + 1)]
    series[0] /= 2
    return series


def powers(series):
    before, now = [mpf(1)], [mpf(0), mpf(1)]
    total = [mpf(0)] * (DEGREE + 1)
    for j, coefficient in enumerate(series):
        polynomial = before if j == 0 else now
        for i, value in enumerate(polynomial):
            total[i] += coefficient * value
        if j > 0:
            after = [mpf(0)] + [2 * v for v in now]
            for i, value in enumerate(before):
                after[i] -= value
            before, now = now, after
    return [float(v) for v in total]


def tail(z, coefficients):
    x = z * (0.5 * math.sqrt(2.0))
    t = (x - 3.75) / (x + 3.75)
    p = 0.0
    for value in reversed(coefficients):
        p = p * t + value
    return 0.5 * p / (1.0 + 2.0 * x) * math.exp(-0.5 * z * z)


def main():
    coefficients = powers(chebyshev())
    for value in coefficients:
        print(repr(value))
    random.seed(1)
    for low, high in ((0, 0.5), (0.5, 1), (1, 3), (3, 8), (8, 20), (20, 37)):
        worst = 0.0
        for _ in range(2000):
            z = random.uniform(low, high)
            exact = erfc(mpf(z) / sqrt(mpf(2))) / 2
            worst = max(worst, float(abs(mpf(tail(z, coefficients)) - exact) / exact))
        print(f"z in [{low}, {high}]: {worst:.1e}")


if __name__ == "__main__":
    main()
