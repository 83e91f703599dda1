"""Oracle of batch norm in training with an activation, and of bias and activation: float64 NumPy, gradients by central differences.

The loss is sum(weights * y).
Run: python batch-norm.py > batch-norm.json   (numpy 2.4)
"""
import json
import numpy as np

random = np.random.default_rng(5)
draw = lambda *shape: random.standard_normal(shape).astype(np.float32).astype(np.float64)
EPSILON = 1e-5


def activate(z, activation, alpha):
    if activation == "none":
        return z
    return np.where(z > 0, z, (alpha if activation == "leakyRelu" else 0) * z)


def batch_norm(x, scale, offset, activation, alpha):
    rows = tuple(range(x.ndim - 1))
    mean, variance = x.mean(rows), x.var(rows)
    return activate((x - mean) / np.sqrt(variance + EPSILON) * scale + offset, activation, alpha), mean, variance


def gradient(f, x, step=1e-6):
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[index] += step
        minus[index] -= step
        result[index] = (f(plus) - f(minus)) / (2 * step)
    return result


def plain(value):
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return [float(f"{v:.9g}") for v in value.ravel()]
    return value


cases = []
for shape in ([3, 2, 2, 3], [6, 5], [1, 4, 1, 2]):
    for activation, alpha in (("none", 0), ("relu", 0), ("leakyRelu", 0.2)):
        channels = shape[-1]
        x = draw(*shape) * (1 + np.arange(channels)) + 3 * draw(channels)
        scale, offset, weights = draw(channels), draw(channels), draw(*shape)
        y, mean, variance = batch_norm(x, scale, offset, activation, alpha)
        loss = lambda x, s, o: (weights * batch_norm(x, s, o, activation, alpha)[0]).sum()
        bias_loss = lambda x, b: (weights * activate(x + b, activation, alpha)).sum()
        cases.append(
            dict(
                shape=shape, activation=activation, alpha=alpha, x=x, scale=scale, offset=offset, weights=weights,
                y=y, mean=mean, variance=variance,
                dx=gradient(lambda v: loss(v, scale, offset), x),
                dscale=gradient(lambda v: loss(x, v, offset), scale),
                doffset=gradient(lambda v: loss(x, scale, v), offset),
                bias=dict(
                    y=activate(x + offset, activation, alpha),
                    dx=gradient(lambda v: bias_loss(v, offset), x),
                    dbias=gradient(lambda v: bias_loss(x, v), offset),
                ),
            )
        )
print(json.dumps([plain(case) for case in cases]))
