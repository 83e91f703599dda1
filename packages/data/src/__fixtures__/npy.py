"""Headers and whole files as NumPy writes them.

Run: python npy.py > npy.json   (numpy 2.4)
"""
import base64
import io
import itertools
import json
import numpy as np
from numpy.lib import format as npy


def header(descr, shape):
    file = io.BytesIO()
    npy.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return base64.b64encode(file.getvalue()).decode()


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


# The shape whose dictionary fills a line of 64 bytes to the last one: NumPy adds a whole line of spaces.
full = next(
    (9,) + tuple(10**d for d in digits)
    for digits in itertools.product(range(9), repeat=4)
    if (10 + len(f"{{'descr': '|u1', 'fortran_order': False, 'shape': {(9,) + tuple(10**d for d in digits)}, }}") + 20 + 1) % 64 == 0
)
shapes = [("|u1", (100000, 128, 128, 3)), ("|u1", (0, 32, 32, 1)), ("|u1", (7, 64, 64, 3)), ("<i4", (100000,)), ("<i4", (0,)), ("|u1", full)]
images = np.arange(2 * 3 * 4 * 3, dtype=np.uint8).reshape(2, 3, 4, 3)
labels = np.array([0, 1, -1, 2147483647, -2147483648], dtype=np.int32)
print(
    json.dumps(
        {
            "headers": [{"type": d, "shape": s, "base64": header(d, s)} for d, s in shapes],
            "images": {"shape": images.shape, "base64": saved(images)},
            "labels": {"values": labels.tolist(), "base64": saved(labels)},
            "fortran": saved(np.asfortranarray(images)),
            "float": saved(images.astype(np.float32)),
            "version2": base64.b64encode(
                (lambda f: (npy.write_array(f, images, version=(2, 0)), f.getvalue())[1])(io.BytesIO())
            ).decode(),
        },
        indent=1,
    )
)
