"""sfc32 seeded by cyrb128, as published, in Python integers (masked to 32 bits): the oracle of keyedUniform.

Run: python random.py > random.json   (no packages)
"""
import json

MASK = 0xFFFFFFFF


def cyrb128(text):
    h = [1779033703, 3144134277, 1013904242, 2773480762]
    for character in text:
        k = ord(character)
        h[0] = h[1] ^ (((h[0] ^ k) * 597399067) & MASK)
        h[1] = h[2] ^ (((h[1] ^ k) * 2869860233) & MASK)
        h[2] = h[3] ^ (((h[2] ^ k) * 951274213) & MASK)
        h[3] = h[0] ^ (((h[3] ^ k) * 2716044179) & MASK)
    h[0] = ((h[2] ^ (h[0] >> 18)) * 597399067) & MASK
    h[1] = ((h[3] ^ (h[1] >> 22)) * 2869860233) & MASK
    h[2] = ((h[0] ^ (h[2] >> 17)) * 951274213) & MASK
    h[3] = ((h[1] ^ (h[3] >> 19)) * 2716044179) & MASK
    return h[0] ^ h[1] ^ h[2] ^ h[3], h[1] ^ h[0], h[2] ^ h[0], h[3] ^ h[0]


def sfc32(a, b, c, counter):
    while True:
        t = (a + b + counter) & MASK
        counter = (counter + 1) & MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & MASK
        c = ((c << 21) | (c >> 11)) & MASK
        c = (c + t) & MASK
        yield t


def draws(key, count):
    stream = sfc32(*cyrb128(key))
    for _ in range(15):
        next(stream)
    return [next(stream) for _ in range(count)]


print(json.dumps({key: draws(key, 6) for key in ["", "0/rows/0", "7/flip/1200", "-3/rows of 12/5"]}, indent=1))
