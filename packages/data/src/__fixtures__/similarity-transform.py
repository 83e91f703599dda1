"""Least-squares similarity transforms as scikit-image estimates them (Umeyama 1991, by singular values), and where they take points.

Run: python -P similarity-transform.py > similarity-transform.json   (scikit-image 0.26, numpy 2.4; -P: random.py lies beside)
"""
import json
import numpy as np
from skimage.transform import SimilarityTransform

random = np.random.default_rng(1991)
face = np.array([[38.3, 51.7], [73.5, 51.5], [56.0, 71.7], [41.5, 92.4], [70.7, 92.2]])
mirrored = (111 - face[:, 0:1], face[:, 1:2])


def turned(points, scale, degrees, shift, noise):
    angle = np.deg2rad(degrees)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return scale * points @ rotation.T + shift + noise * random.standard_normal(points.shape)


cases = {
    "exact": (face, turned(face, 2.5, 30, [100, -40], 0)),
    "noisy": (face, turned(face, 0.4, -70, [12, 300], 1.5)),
    "upside down": (face, turned(face, 1, 180, [0, 0], 0.5)),
    "far from the origin": (face + 1e6, turned(face, 3, 12, [-5e5, 2e5], 2)),
    "two points": (face[:2], turned(face[:2], 1.7, 100, [3, 4], 0)),
    "on one line": (np.array([[0, 0], [1, 2], [2, 4], [5, 10]]), turned(np.array([[0, 0], [1, 2], [2, 4], [5, 10]]), 2, 20, [1, 1], 0)),
    "mirrored": (face, turned(np.hstack(mirrored), 1.2, 10, [5, 6], 0)),
    "any": (random.standard_normal((40, 2)), random.standard_normal((40, 2))),
}
result = []
for name, (source, target) in cases.items():
    transform = SimilarityTransform.from_estimate(source, target)
    result.append(
        {
            "name": name,
            "from": source.tolist(),
            "to": target.tolist(),
            "scale": float(transform.scale),
            "angle": float(transform.rotation),
            "taken": transform(source).tolist(),
        }
    )
print(json.dumps(result, indent=1))
