"""Python's side of bench/rle.mjs: pycocotools 2.0.11. Prints CPU seconds, the better of one mask a call and ten."""

import json
import pathlib
import sys
import time

import numpy as np
from pycocotools import mask as api

rles = [{"size": r["size"], "counts": r["counts"].encode()} for r in json.loads(pathlib.Path(sys.argv[1]).read_text())]
rounds = int(sys.argv[2])
masks = [api.decode(r) for r in rles]
tens = [np.asfortranarray(np.stack(masks[i : i + 10], axis=2)) for i in range(0, len(masks), 10)]
rows = [np.ascontiguousarray(mask) for mask in masks]
ten_rles = [rles[i : i + 10] for i in range(0, len(rles), 10)]
for mask, rle in zip(masks, rles, strict=True):
    assert api.encode(mask)["counts"] == rle["counts"], "the two do not encode alike"


def measure(work, items):
    for item in items:
        work(item)
    start = time.process_time()
    for _ in range(rounds):
        for item in items:
            work(item)
    return time.process_time() - start


print(
    json.dumps(
        {
            "encode": min(measure(api.encode, masks), measure(api.encode, tens)),
            "encodeRows": measure(lambda mask: api.encode(np.asfortranarray(mask)), rows),
            "decode": min(measure(api.decode, rles), measure(api.decode, ten_rles)),
        }
    )
)
