"""The peer of asha_bench: Optuna with ASHA pruning, four reports a trial, on SQLite and in memory.

Usage: python3 asha_peer.py [trials=500]; needs `pip install optuna`. Prints trials per second for both storages.
"""
import sys
import tempfile
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
TRIALS = int(sys.argv[1]) if len(sys.argv) > 1 else 500


def objective(trial):
    x = trial.suggest_float("x", 0.0, 1.0)
    value = 0.0
    for step in range(1, 5):
        value = abs(x - 0.3) + 1.0 / step
        trial.report(value, step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return value


def speed(storage, trials):
    study = optuna.create_study(
        storage=storage,
        sampler=optuna.samplers.RandomSampler(seed=0),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2),
    )
    start = time.perf_counter()
    study.optimize(objective, n_trials=trials)
    return trials / (time.perf_counter() - start)


print("optuna", optuna.__version__)
with tempfile.TemporaryDirectory() as folder:
    print(f"SQLite    {speed(f'sqlite:///{folder}/study.db', min(TRIALS, 200)):10.1f} trials/s")
print(f"in memory {speed(None, TRIALS):10.1f} trials/s")
