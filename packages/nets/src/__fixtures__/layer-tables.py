"""Layer tables of the networks at width 1, Z = 256, K = 10, three colours, from the papers' tables alone.

A row is [name, output shape of one sample, trainable parameters]. Convolutions followed by batch norm have no bias; batch norm has
a scale and an offset a channel.
Run: python layer-tables.py > layer-tables.json
"""
import json
from math import ceil, prod

Z, K, COLOURS = 256, 10, 3

conv = lambda k, i, o: k * k * i * o
norm = lambda c: 2 * c
full = lambda i, o: i * o + o


def half(n):
    return ceil(n / 2)


def googlenet(size):
    rows = []
    n = half(size)
    rows.append(["conv1", [n, n, 64], conv(7, COLOURS, 64) + norm(64)])
    if size > 32:
        n = half(n)
        rows.append(["pool1", [n, n, 64], 0])
    rows.append(["conv2reduce", [n, n, 64], conv(1, 64, 64) + norm(64)])
    rows.append(["conv2", [n, n, 192], conv(3, 64, 192) + norm(192)])
    n = half(n)
    rows.append(["pool2", [n, n, 192], 0])
    # Szegedy et al., 2014, Table 1: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj.
    table = """3a 64 96 128 16 32 32
3b 128 128 192 32 96 64
pool3
4a 192 96 208 16 48 64
4b 160 112 224 24 64 64
4c 128 128 256 24 64 64
4d 112 144 288 32 64 64
4e 256 160 320 32 128 128
pool4
5a 256 160 320 32 128 128
5b 384 192 384 48 128 128"""
    c = 192
    for line in table.splitlines():
        label, *numbers = line.split()
        if not numbers:
            n = half(n)
            rows.append([label, [n, n, c], 0])
            continue
        one, r3, c3, r5, c5, proj = map(int, numbers)
        weights = conv(1, c, one) + conv(1, c, r3) + conv(3, r3, c3) + conv(1, c, r5) + conv(5, r5, c5) + conv(1, c, proj)
        rows.append([f"inception{label}", [n, n, one + c3 + c5 + proj], weights + sum(map(norm, map(int, numbers)))])
        c = one + c3 + c5 + proj
    rows.append(["averagePool", [c], 0])
    rows.append(["posterior", [2 * Z], full(c + K, 2 * Z)])
    return rows


def deconv(size):
    # Bao et al., 2017, Section 5.
    channels, kernels = [256, 256, 128, 92, 64, COLOURS], [3, 3, 5, 5, 5, 5]
    skip = {128: 0, 64: 1, 32: 2}[size]
    rows = [["fc1", [1024], full(Z + K, 1024)], ["fc2", [1024], full(1024, 2 * 2 * 256)]]
    n, c = 2, 256
    for index, (o, k) in enumerate(list(zip(channels, kernels))[skip:]):
        n *= 2
        last = n == size
        rows.append([f"deconv{index + 1}", [n, n, o], conv(k, c, o) + (o if last else norm(o))])
        c = o
    assert n == size
    return rows


def dcgan(size):
    rows, n, c = [], size, COLOURS
    while n > 4:
        o = 64 * 2 ** len(rows)
        n //= 2
        rows.append([f"conv{len(rows) + 1}", [n, n, o], conv(5, c, o) + (norm(o) if rows else o)])
        c = o
    rows.append(["fc", [1], full(n * n * c, 1)])
    return rows


def alexnet(size):
    kernel, stride = {128: (11, 4), 64: (7, 2), 32: (5, 2)}[size]
    n = size // stride
    rows = [["conv1", [n, n, 96], conv(kernel, COLOURS, 96) + norm(96)]]
    n = half(n)
    rows.append(["pool1", [n, n, 96], 0])
    rows.append(["conv2", [n, n, 256], conv(5, 96, 256) + norm(256)])
    n = half(n)
    rows.append(["pool2", [n, n, 256], 0])
    rows.append(["conv3", [n, n, 384], conv(3, 256, 384) + norm(384)])
    rows.append(["conv4", [n, n, 384], conv(3, 384, 384) + norm(384)])
    rows.append(["conv5", [n, n, 256], conv(3, 384, 256) + norm(256)])
    n = half(n)
    rows.append(["pool5", [n, n, 256], 0])
    rows.append(["fc6", [4096], full(n * n * 256, 4096)])
    rows.append(["fc7", [4096], full(4096, 4096)])
    rows.append(["fc8", [K], full(4096, K)])
    return rows


print(
    json.dumps(
        {
            str(size): {f.__name__: f(size) for f in (googlenet, deconv, dcgan, alexnet)}
            for size in (128, 64, 32)
        }
    )
)
