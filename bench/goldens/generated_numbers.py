"""packages/model/src/random/random.ts and src/goldens/generated.ts in numpy: the same numbers from the same names."""

import math
import re

import numpy as np


def mix(value):
    x = np.asarray(value, dtype=np.uint32)
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
        x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def key_of(parts):
    key = np.uint32(0x9E3779B9)
    for part in parts:
        key = mix(key ^ mix(part & 0xFFFFFFFF) ^ np.uint32(part >> 32))
    return key


def key_of_name(name):
    key = 0x811C9DC5
    for character in name.encode():
        key = ((key ^ character) * 0x01000193) & 0xFFFFFFFF
    return key


def uniform(name, count, seed):
    """The first `count` numbers in [0, 1) of the stream that belongs to the name, in double precision."""
    counters = (np.arange(count, dtype=np.uint64) + 0x6D2B79F5).astype(np.uint32)
    return mix(mix(counters) ^ key_of([seed, key_of_name(name)])).astype(np.float64) / 4294967296


def generated(name, shape, seed, centre=0.0, spread=1.0):
    values = centre + (2 * uniform(name, math.prod(shape), seed) - 1) * spread
    return values.astype(np.float32).reshape(shape)


def generated_boxes(name, count, seed, height, width, min_size, max_size):
    """`[count, 4]` x1, y1, x2, y2; some reach over the right and lower border."""
    u = uniform(name, count * 4, seed).reshape(count, 4)
    left = u[:, 0] * width * 0.8
    top = u[:, 1] * height * 0.8
    right = left + min_size + u[:, 2] * (max_size - min_size)
    bottom = top + min_size + u[:, 3] * (max_size - min_size)
    return np.stack([left, top, right, bottom], 1).astype(np.float32)


def generated_pixels(name, height, width, seed):
    """RGB bytes: squares of 8 pixels a side of random colours, and noise."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    squares = uniform(f"{name}.squares", 64 * 64 * 3, seed)[((y // 8) * 64 + x // 8) * 3 + c]
    noise = uniform(f"{name}.noise", height * width * 3, seed).reshape(height, width, 3)
    return np.floor(squares * 160 + noise * 96).astype(np.uint8)


def ellipse(box, height, width):
    """A mask that fills its box."""
    left, top, right, bottom = box
    y, x = np.meshgrid(np.arange(height) + 0.5, np.arange(width) + 0.5, indexing="ij")
    across = (x - (left + right) / 2) / ((right - left) / 2)
    down = (y - (top + bottom) / 2) / ((bottom - top) / 2)
    return (across * across + down * down <= 1).astype(np.uint8)


NORM_BIAS = re.compile(r"(bn\d|downsample\.1)\.bias$")

# What a parameter's numbers spread around, by the end of its name. The rest are weights: around 0, by fan in.
VECTORS = [
    (".running_mean", 0.0, 0.2),
    (".running_var", 1.0, 0.5),
    (".bias", 0.0, 0.1),
]

# Kept small: saturated scores tie, and boxes that leave the image are all alike.
GAINS = [("rpn.head.cls_logits", 0.2), ("rpn.head.bbox_pred", 0.1), ("box_predictor.cls_score", 0.3)]


def generated_parameter(name, shape, seed):
    """`shape` is torch's."""
    if NORM_BIAS.search(name):
        # Away from 0, and so is most of what goes into a ReLU: the fewer sums there are whose sign rounding decides.
        shift = generated(name, shape, seed)
        return np.where(shift < 0, shift / 4 - 1, shift / 4 + 1).astype(np.float32)
    for suffix, centre, spread in VECTORS:
        if name.endswith(suffix):
            return generated(name, shape, seed, centre, spread)
    if len(shape) == 1:
        return generated(name, shape, seed, 0.5, 0.25)
    gain = next((gain for part, gain in GAINS if part in name), 1.0)
    return generated(name, shape, seed, 0.0, gain * math.sqrt(6 / math.prod(shape[1:])))
