#!/usr/bin/env python3
"""Golden numbers for the metrics of labelled tasks: class_metrics.json, from scikit-learn.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1
    /tmp/golden/bin/python tests/golden/make_class_metrics.py tests/golden/class_metrics.json

Each case: the truth (labels [N], bits [N, K], or masks [N, P] with 255 ignored), probabilities ([N, K], or [N, K, P]) as
32-bit floats, rounded so that ties occur, the metrics overall, and `parts` by class (null: not defined).
Where scikit-learn gives no number the mean is taken over its one-vs-rest values of the classes that have one. Mean IoU is
jaccard_score over the classes in truth or prediction. log_loss gets the probabilities clipped at the epsilon of floats, as it
clips floats itself. The calibration error has no scikit-learn function: NumPy's digitize after Guo et al., equation 3.
Read by tests/unit/data/class_metrics_test.cpp, which asks for 1e-12.
"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

EPSILON = float(np.finfo(np.float32).eps)


def soft(rng, n, k, labels, pull, digits):
    logits = rng.normal(size=(n, k))
    logits[np.arange(n), labels] += pull
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p = np.round(p, digits)
    p[:, -1] = np.maximum(1 - p[:, :-1].sum(axis=1), 0)
    return (p / p.sum(axis=1, keepdims=True)).astype(np.float32)


def quiet(function, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = float(function(*args, **kwargs))
        except ValueError:
            return None
    return None if np.isnan(value) else value


def mean_defined(values):
    values = [v for v in values if v is not None]
    return float(np.mean(values)) if values else None


def calibration_error(p, y):
    top, hit = p.max(axis=1), p.argmax(axis=1) == y
    bins = np.digitize(top, np.linspace(0, 1, 16), right=True)
    return float(sum(abs(hit[bins == b].mean() - top[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)))


def of_counts(y, predicted, k):
    labels = sorted(set(y) | set(predicted))
    values = {
        "accuracy": m.accuracy_score(y, predicted),
        "balanced-accuracy": quiet(m.balanced_accuracy_score, y, predicted),
        "macro-f1": quiet(m.f1_score, y, predicted, average="macro"),
        "mcc": quiet(m.matthews_corrcoef, y, predicted),
    }
    parts = [{
        "precision": quiet(m.precision_score, y == c, predicted == c, zero_division=0) if c in labels else None,
        "recall": quiet(m.recall_score, y == c, predicted == c) if c in set(y) else None,
        "f1": quiet(m.f1_score, y == c, predicted == c) if c in labels else None,
        "support": int((y == c).sum()),
    } for c in range(k)]
    return values, parts


def rankings(truth, p, parts):
    for c, part in enumerate(parts):
        part["auroc"] = quiet(m.roc_auc_score, truth[:, c], p[:, c]) if 0 < truth[:, c].sum() < len(truth) else None
        part["average-precision"] = quiet(m.average_precision_score, truth[:, c], p[:, c]) if truth[:, c].any() else None


def classes_case(name, y, p):
    k, wide = p.shape[1], p.astype(np.float64)
    values, parts = of_counts(y, wide.argmax(axis=1), k)
    rankings(y[:, None] == np.arange(k), wide, parts)
    if k == 2:
        values |= {key: parts[1][key] for key in ("auroc", "average-precision")}
        if values["auroc"] is not None:
            assert abs(values["auroc"] - m.roc_auc_score(y, wide[:, 1])) < 1e-15
    else:
        values |= {key: mean_defined([part[key] for part in parts]) for key in ("auroc", "average-precision")}
        if len(set(y)) == k:
            normal = wide / wide.sum(axis=1, keepdims=True)
            assert abs(m.roc_auc_score(y, normal, multi_class="ovr") -
                       mean_defined([m.roc_auc_score(y == c, normal[:, c]) for c in range(k)])) < 1e-15
            assert abs(m.average_precision_score(y, wide) - values["average-precision"]) < 1e-15
    values["cross-entropy"] = quiet(m.log_loss, y, np.clip(wide, EPSILON, 1 - EPSILON), labels=range(k))
    assert abs(values["cross-entropy"] - quiet(m.log_loss, y, p, labels=range(k))) < 1e-5
    values["ece"] = calibration_error(wide, y)
    return {"name": name, "kind": "class", "classes": k, "labels": y.tolist(), "probabilities": wide.ravel().tolist(),
            "metrics": values, "parts": parts}


def labels_case(name, bits, p):
    wide, k = p.astype(np.float64), p.shape[1]
    predicted = wide > 0.5
    parts = []
    for c in range(k):
        absent = not bits[:, c].any() and not predicted[:, c].any()
        parts.append({
            "precision": None if absent else quiet(m.precision_score, bits[:, c], predicted[:, c], zero_division=0),
            "recall": quiet(m.recall_score, bits[:, c], predicted[:, c]) if bits[:, c].any() else None,
            "f1": None if absent else quiet(m.f1_score, bits[:, c], predicted[:, c]),
            "support": int(bits[:, c].sum()),
        })
    rankings(bits, wide, parts)
    clipped = np.clip(wide, EPSILON, 1 - EPSILON)
    values = {
        "accuracy": m.accuracy_score(bits, predicted),
        "macro-f1": quiet(m.f1_score, bits, predicted, average="macro", zero_division=0),
        "auroc": mean_defined([part["auroc"] for part in parts]),
        "micro-map": quiet(m.average_precision_score, bits, wide, average="micro"),
        "macro-map": quiet(m.average_precision_score, bits, wide, average="macro"),
        "cross-entropy": float(np.mean([m.log_loss(bits[:, c], clipped[:, c], labels=[0, 1]) for c in range(k)])),
    }
    return {"name": name, "kind": "multi-label", "classes": k, "bits": bits.astype(int).ravel().tolist(),
            "probabilities": wide.ravel().tolist(), "metrics": values, "parts": parts}


def masks_case(name, masks, p):
    n, k, pixels = p.shape
    wide = p.astype(np.float64).transpose(0, 2, 1).reshape(-1, k)
    scored = masks.ravel() != 255
    y, wide = masks.ravel()[scored].astype(int), wide[scored]
    predicted = wide.argmax(axis=1)
    values, parts = of_counts(y, predicted, k)
    present = sorted(set(y) | set(predicted))
    values["miou"] = quiet(m.jaccard_score, y, predicted, average="macro", labels=present)
    values["cross-entropy"] = quiet(m.log_loss, y, np.clip(wide, EPSILON, 1 - EPSILON), labels=range(k))
    values["ece"] = calibration_error(wide, y)
    for c, part in enumerate(parts):
        part["iou"] = quiet(m.jaccard_score, y == c, predicted == c) if c in present else None
    return {"name": name, "kind": "mask", "classes": k, "pixels": pixels, "masks": masks.ravel().tolist(),
            "probabilities": p.astype(np.float64).ravel().tolist(), "metrics": values, "parts": parts}


def cases():
    rng = np.random.RandomState(5)
    y = rng.binomial(1, 0.3, 150)
    yield classes_case("two classes, ties", y, soft(rng, 150, 2, y, 0.8, 1))
    yield classes_case("two classes, fine", y, soft(rng, 150, 2, y, 0.8, 6))
    yield classes_case("two classes, one prediction", y, np.tile(np.float32([0.6, 0.4]), (150, 1)))
    yield classes_case("two classes, certain", y, np.float32(np.eye(2)[np.where(rng.rand(150) < 0.1, 1 - y, y)]))
    only = np.zeros(20, int)
    yield classes_case("two classes, one true", only, soft(rng, 20, 2, only, 1.0, 2))
    y = rng.choice(4, 200, p=[0.5, 0.3, 0.15, 0.05])
    yield classes_case("four classes", y, soft(rng, 200, 4, y, 1.0, 1))
    y = rng.choice([0, 2, 3], 120)
    p = soft(rng, 120, 6, y, 1.2, 2)
    p[:, 5] = 0  # in neither; class 1 and 4 in the prediction alone
    p = p / p.sum(axis=1, keepdims=True)
    yield classes_case("six classes, three true, one never predicted", y, p.astype(np.float32))

    bits = rng.rand(90, 6) < np.array([0.5, 0.3, 0.1, 0.0, 1.0, 0.0])
    p = np.round(np.clip(0.35 * bits + 0.7 * rng.rand(90, 6), 0, 1), 2).astype(np.float32)
    p[:, 5] = 0.1  # neither true nor predicted
    yield labels_case("six labels, two that none has, one that all have", bits, p)

    masks = rng.choice([0, 1, 3, 255], (5, 42), p=[0.5, 0.3, 0.1, 0.1])
    masks[3] = 255  # nothing to score
    safe = np.where(masks == 255, 0, masks).ravel()
    p = soft(rng, masks.size, 4, safe, 1.0, 2).reshape(5, 42, 4).transpose(0, 2, 1)
    yield masks_case("four classes, ignored pixels", masks, p)


def main():
    text = json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": list(cases())})
    with open(sys.argv[1], "w") as file:
        file.write(text + "\n")


main()
