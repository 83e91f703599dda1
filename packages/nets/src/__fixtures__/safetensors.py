"""Bytes written by the reference implementation of safetensors, and what is in them.

Run: python safetensors.py > safetensors.json   (numpy 2.4, safetensors 0.8)
"""
import base64
import json
import sys

sys.path = sys.path[1:]  # this file has the library's name
import numpy as np
from safetensors.numpy import save

values = {
    "deconv1/kernel": np.array([[0.5, -1.25, 3.0], [1e-8, 65504.0, -0.0]], dtype=np.float32),
    "double": np.array([np.pi], dtype=np.float64),
    "flags": np.array([True, False, True]),
    "ids": np.array([[-2147483648], [2147483647]], dtype=np.int32),
    "pixels": np.arange(5, dtype=np.uint8),
    "scalar": np.array(7, dtype=np.float32),
    "none": np.zeros((0, 4), dtype=np.float32),
}
metadata = {"spec": '{"width": 0.25}', "name": "Ümläut \u2603"}
# The names in the order of the file: the library sorts by size of the type, then by name.
print(
    json.dumps(
        {
            "base64": base64.b64encode(save(values, metadata)).decode(),
            "onlyFloats": base64.b64encode(save({k: v for k, v in values.items() if v.dtype == np.float32})).decode(),
            "metadata": metadata,
            "tensors": {k: {"shape": list(v.shape), "values": v.ravel().astype(float).tolist()} for k, v in values.items()},
        },
        indent=1,
    )
)
