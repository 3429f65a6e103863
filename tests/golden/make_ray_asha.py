#!/usr/bin/env python3
"""Decisions of Ray Tune's ASHA, against which tests/unit/search/asha_stopping_test.cpp checks ours.

Usage: python make_ray_asha.py [ray_asha.json]        (needs `pip install "ray[tune]==2.60.0"`)

Each trace feeds one ASHAScheduler with reports (trial, epoch, value) in the order given. Trials report every epoch, or
skip some, and are interleaved at random; values are rounded to one or three digits so that many are equal. A report is
[trial, epoch, value, stop, cutoff]: `stop` is Ray's answer; `cutoff` is what it compared with at the report's rung, in its
own sign (null: it compared with nothing).
"""

import json
import random
import sys
from types import SimpleNamespace

import ray
from ray.tune.schedulers import ASHAScheduler


def cutoff_before(scheduler, trial, epoch):
    for milestone, recorded in scheduler._brackets[0]._rungs:
        if epoch >= milestone and trial not in recorded:
            cutoff = scheduler._brackets[0].cutoff(recorded)
            return None if cutoff is None else float(cutoff)
    return None


def trace(seed, grace, maximum, factor, mode, trials, digits, skip):
    rng = random.Random(seed)
    scheduler = ASHAScheduler(
        time_attr="epoch", metric="value", mode=mode, max_t=maximum, grace_period=grace, reduction_factor=factor
    )
    running, epochs, reports, started = [], {}, [], 0
    while running or started < trials:
        if started < trials and (len(running) < 4 or rng.random() < 0.3):
            trial = SimpleNamespace(trial_id=started)
            scheduler.on_trial_add(None, trial)
            running.append(trial)
            epochs[started] = 0
            started += 1
        trial = rng.choice(running)
        number = trial.trial_id
        epochs[number] += 1 + (rng.randrange(3) if rng.random() < skip else 0)
        epoch = epochs[number]
        quality = random.Random(seed * 1000 + number).random()
        value = round(quality + rng.gauss(0, 0.1) / epoch**0.5, digits)
        cutoff = None if epoch >= maximum else cutoff_before(scheduler, number, epoch)
        action = scheduler.on_trial_result(None, trial, {"epoch": epoch, "value": value})
        reports.append([number, epoch, value, action == "STOP", cutoff])
        if action == "STOP":
            running.remove(trial)
    milestones = sorted(milestone for milestone, _ in scheduler._brackets[0]._rungs)
    return {
        "grace": grace,
        "max": maximum,
        "factor": factor,
        "mode": mode,
        "milestones": [m for m in milestones if m < maximum],
        "reports": reports,
    }


def main():
    traces = []
    for seed, (grace, maximum, factor) in enumerate([(1, 20, 2), (1, 16, 2), (1, 40, 4), (2, 27, 3), (5, 7, 2)]):
        for mode in ("min", "max"):
            for digits, skip in ((1, 0.0), (3, 0.0), (3, 0.4)):
                traces.append(trace(seed * 10 + digits, grace, maximum, factor, mode, 25, digits, skip))
    golden = {"made_by": "tests/golden/make_ray_asha.py", "ray": ray.__version__, "traces": traces}
    path = sys.argv[1] if len(sys.argv) > 1 else "ray_asha.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
