"""Crops of a random image: enlarged and turned by scikit-image, shrunk by Pillow (both in floating point).

Run: python -P resample.py > resample.json   (scikit-image 0.26, pillow 13, numpy 2.4; -P: random.py lies beside)
"""
import json
import numpy as np
from PIL import Image
from skimage.transform import SimilarityTransform, warp

random = np.random.default_rng(7)
image = random.integers(0, 256, (30, 40, 3), dtype=np.uint8)


def turned(name, scale, angle, x, y, size):
    transform = SimilarityTransform(scale=scale, rotation=angle, translation=(x, y))
    crop = warp(image.astype(float), transform.inverse, output_shape=(size, size), order=1, mode="edge", preserve_range=True)
    return {"name": name, "transform": {"scale": scale, "angle": angle, "x": x, "y": y}, "size": size, "crop": crop.round(3).ravel().tolist()}


def shrunk(name, left, top, side, size):
    bands = [Image.fromarray(image[..., c].astype(np.float32)) for c in range(3)]
    box = (left, top, left + side, top + side)
    crop = np.stack([np.asarray(b.resize((size, size), Image.BILINEAR, box=box)) for b in bands], -1)
    scale = size / side
    # Pillow measures a box from the edge of the first pixel, not from its centre.
    shift = [(0.5 - start) * scale - 0.5 for start in (left, top)]
    return {"name": name, "transform": {"scale": scale, "angle": 0, "x": shift[0], "y": shift[1]}, "size": size, "crop": crop.astype(float).round(3).ravel().tolist()}


crops = [
    turned("as it is", 1, 0, -3, -2, 9),
    turned("turned by 25 degrees", 1, np.deg2rad(25), 2, -9, 10),
    turned("enlarged and turned", 1.7, -2, 21, 50, 11),
    turned("beyond the edges", 2.3, 0.5, 3, 5, 10),
    shrunk("by 1.5", 8, 6, 12, 8),
    shrunk("by 2.7", 9.5, 7.25, 13.5, 5),
]
print(json.dumps({"image": image.ravel().tolist(), "width": 40, "height": 30, "crops": crops}))
