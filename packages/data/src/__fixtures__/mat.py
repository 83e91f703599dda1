"""MATLAB 5 files as SciPy writes them.

Run: python -P mat.py > mat.json   (scipy 1.17, numpy 2.4; -P, since a module of Python is named as random.py beside this)
"""
import base64
import io
import json
import sys
import numpy as np
from scipy.io import savemat


def saved(variables, compressed):
    file = io.BytesIO()
    savemat(file, variables, do_compression=compressed)
    # the header names the system and the time: fixed, so that the fixture is reproducible
    return base64.b64encode(b"MATLAB 5.0 MAT-file".ljust(116) + file.getvalue()[116:]).decode()


grid = [[1, 2, 3], [4, 5, 6]]
arrays = {name: np.array(grid, name) for name in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32"]}
arrays["float64"] = np.array([[1.5, -2, np.pi], [0, 1e300, -1e-300]])
arrays["negative"] = np.array([[-1, -300]], "int16")
arrays["logical"] = np.array([[True, False, True]])
arrays["one"] = np.array([[7]], "uint8")
arrays["none"] = np.zeros((0, 0))
arrays["cube"] = np.arange(24.0).reshape(2, 3, 4)
others = {"text": "words", "cell": np.array([1, "a"], object), "structure": {"left": 1.0}, "complex": np.array([[1 + 2j]])}

# Six images of three classes in the layout of 102 Category Flower.
labels = {"labels": np.array([[2, 1, 3, 1, 2, 3]], "uint8")}
sets = {"trnid": np.array([[1, 2]], "uint16"), "valid": np.array([[3]], "uint16"), "tstid": np.array([[6, 4, 5]], "uint16")}

json.dump(
    {
        "arrays": {name: {"shape": list(a.shape), "values": a.astype(float).flatten("F").tolist()} for name, a in arrays.items()},
        "plain": saved({**arrays, **others}, False),
        "compressed": saved({**arrays, **others}, True),
        "imagelabels": saved(labels, True),
        "setid": saved(sets, True),
    },
    sys.stdout,
    indent=1,
)
print()
