#!/usr/bin/env python3
"""Writes make-regression-hashes.json: hashes of what scikit-learn's make_regression gives for many settings.

Needs scikit-learn 1.2 on a NumPy that uses the reference BLAS, as Debian 12's python3-sklearn with libblas3 does:
    /usr/bin/python3 make_regression_hashes.py > make-regression-hashes.json
X and y are hashed as little-endian doubles in row-major order, with SHA-256.
"""
import hashlib
import json
import random

from sklearn.datasets import make_regression

KEYS = ("samples", "features", "informative", "targets", "noise", "bias", "shuffle", "randomState")

EDGES = [
    (1, 1, 1, 1, 20.0, 0.0, True, 1),
    (1, 50, 50, 1, 0.0, 0.0, True, 2),
    (1, 7, 3, 5, 1.0, -1.5, False, 3),
    (2, 2, 0, 1, 0.0, 0.0, True, 4),
    (2, 2, 0, 2, 0.5, 3.0, True, 5),
    (3, 1, 0, 3, 0.0, 0.25, False, 6),
    (257, 1, 1, 1, 20.0, 0.0, True, 2**32 - 1),
    (256, 3, 2, 1, 20.0, 0.0, True, 2**31),
    (100, 50, 50, 1, 1e-12, 1e6, True, 0),
    (64, 200, 150, 1, 2.0, 0.0, True, 8),
    (64, 200, 150, 9, 2.0, 0.0, True, 9),
    (5000, 2, 2, 2, 0.0, 0.0, True, 10),
    (70000, 1, 1, 1, 20.0, 0.0, True, 11),
]


def settings():
    yield from EDGES
    choose = random.Random(1)
    for features in range(1, 51):
        for shuffle in (True, False):
            yield (choose.randint(1, 300), features, choose.randint(0, features), choose.choice((1, 1, 2, 3, 8)),
                   choose.choice((0.0, 1.0, 20.0)), choose.choice((0.0, 2.5, -1e3)), shuffle, choose.randrange(2**32))


def digest(array):
    return hashlib.sha256(array.astype("<f8").tobytes()).hexdigest()


def case(setting):
    samples, features, informative, targets, noise, bias, shuffle, seed = setting
    x, y = make_regression(n_samples=samples, n_features=features, n_informative=informative, n_targets=targets,
                           noise=noise, bias=bias, shuffle=shuffle, random_state=seed)
    return dict(zip(KEYS, setting), x=digest(x), y=digest(y))


print("[\n" + ",\n".join(json.dumps(case(setting)) for setting in settings()) + "\n]")
