#!/usr/bin/env python3
"""Golden numbers for the k-mers of sequences: kmers.json, from scikit-learn's vectorisers.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1
    /tmp/golden/bin/python tests/golden/make_kmers.py tests/golden/kmers.json

Sequences with ambiguous letters; for each choice of lengths and strands the counts and the tf-idf (sublinear, learnt from the
first `learnt` sequences) of each sequence by k-mer. The analyser is a plain loop: k-mers of A, C, G and T alone, where both
strands are joined under the alphabetically first of a k-mer and its reverse complement.
Read by tests/unit/contenders/features_test.cpp, which asks for equal counts and 1e-6 in tf-idf (32-bit floats).
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

TURNED = str.maketrans("ACGT", "TGCA")


def analyser(shortest, longest, joined):
    def analyse(text):
        for k in range(shortest, longest + 1):
            for i in range(len(text) - k + 1):
                mer = text[i:i + k]
                if set(mer) <= set("ACGT"):
                    turned = mer.translate(TURNED)[::-1]
                    yield min(mer, turned) if joined else mer
    return analyse


def by_name(matrix, names):
    return [{names[j]: float(row[j]) for j in np.flatnonzero(row)} for row in matrix.toarray()]


def main():
    rng = np.random.RandomState(3)
    texts = ["".join(rng.choice(list("ACGTNR"), n, p=[0.3, 0.2, 0.2, 0.24, 0.04, 0.02])) for n in (40, 40, 33, 40, 25, 40)]
    texts += ["N" * 10, "ACGTACGTAC"]
    learnt, cases = 5, []
    for shortest, longest, joined in ((3, 6, False), (1, 4, False), (2, 3, True), (5, 5, True)):
        analyse = analyser(shortest, longest, joined)
        counts = CountVectorizer(analyzer=analyse).fit(texts)
        # Every k-mer that there is, so that those which the first sequences lack have a weight too.
        names = sorted(counts.vocabulary_)
        weights = TfidfVectorizer(analyzer=analyse, sublinear_tf=True, lowercase=False, vocabulary=names).fit(texts[:learnt])
        counts = CountVectorizer(analyzer=analyse, lowercase=False, vocabulary=names)
        cases.append({"shortest": shortest, "longest": longest, "joined": joined,
                      "counts": by_name(counts.transform(texts), names),
                      "tfidf": by_name(weights.transform(texts), names)})
    text = json.dumps({"scikit-learn": sklearn.__version__, "sequences": texts, "learnt": learnt, "cases": cases})
    with open(sys.argv[1], "w") as file:
        file.write(text + "\n")


main()
