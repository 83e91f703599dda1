"""Oracles of the tests: numpy 2.4 and scipy 1.17 on seeded data. Run: python metrics.py > metrics.json"""

import json

import numpy as np
import scipy.special
import scipy.stats


def mulberry32(seed):
    """The generator that divides samples into splits, written anew from its public description."""
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (state ^ (state >> 15)) * (state | 1) & 0xFFFFFFFF
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 2**32


def assignments(n, splits, seed):
    """Which split each sample falls into: a fresh Fisher-Yates order for every `splits` samples, taken from its end."""
    draws = mulberry32(seed)
    result = []
    while len(result) < n:
        order = list(range(splits))
        for last in range(splits - 1, 0, -1):
            other = int(next(draws) * (last + 1))
            order[last], order[other] = order[other], order[last]
        result += order[::-1]
    return np.array(result[:n])


def score(p):
    """exp(E KL(p(y|x) || p(y))) by scipy's relative entropy."""
    return float(np.exp(np.mean([scipy.stats.entropy(row, p.mean(axis=0)) for row in p])))


def classifier_score(rng, n, classes, splits, seed):
    p = scipy.special.softmax(rng.normal(size=(n, classes)) * 3, axis=1).astype(np.float32).astype(np.float64)
    split = assignments(n, splits, seed)
    per_split = [score(p[split == s]) for s in range(splits)]
    return {
        "probabilities": p.tolist(), "splits": splits, "seed": seed, "perSplit": per_split,
        "mean": float(np.mean(per_split)), "standardDeviation": float(np.std(per_split)),
    }


def intra_class(rng):
    shape = (11, 3, 2, 2)
    images = rng.uniform(-1, 1, size=shape).astype(np.float32)
    labels = np.array([4, 1, 1, 4, 0, 1, 0, 4, 4, 1, 4])
    deviations = {int(c): float(images[labels == c].astype(np.float64).std(axis=0, ddof=1).mean()) for c in np.unique(labels)}
    return {
        "images": images.ravel().astype(float).tolist(), "shape": shape, "labels": labels.tolist(),
        "deviations": deviations, "mean": float(np.mean(list(deviations.values()))),
    }


def top_one(rng):
    scores = rng.normal(size=(40, 6)).astype(np.float32)
    labels = rng.integers(0, 5, size=40)
    return {"scores": scores.astype(float).tolist(), "labels": labels.tolist(), "correct": int((scores.argmax(axis=1) == labels).sum())}


if __name__ == "__main__":
    rng = np.random.default_rng(5)
    print(json.dumps({
        "classifierScore": [classifier_score(rng, 24, 5, 1, 0), classifier_score(rng, 23, 4, 3, 9)],
        "intraClassDeviation": intra_class(rng),
        "topOneAccuracy": top_one(rng),
    }))
