"""Writes the golden files that packages/annotations compares itself with.

Not run by the tests. Needs Python 3.11 or newer with pycocotools==2.0.11 and numpy==2.4.6 in an environment of its own:

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy==2.4.6
    venv/bin/python bench/goldens/pycocotools_goldens.py

Everything is drawn from the seeds below; a second run writes the same bytes.
"""

import contextlib
import copy
import io
import json
import pathlib

import numpy as np
from pycocotools import mask as mask_utils
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "packages" / "annotations" / "src"
PROVENANCE = "bench/goldens/pycocotools_goldens.py, pycocotools 2.0.11, numpy 2.4.6, seed "


def write(path, value):
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n")
    print(path.relative_to(PACKAGE.parents[2]), path.stat().st_size, "bytes")


def text(rle):
    return {"size": [int(v) for v in rle["size"]], "counts": rle["counts"].decode("ascii")}


def ring_around(rng, height, width, points, spread, decimals):
    """A ring around a centre; `spread` above 0.5 lets it leave the image, unsorted angles let it cross itself."""
    centre = rng.uniform([0, 0], [width, height])
    angles = rng.uniform(0, 2 * np.pi, points)
    if rng.random() < 0.7:
        angles = np.sort(angles)
    radius = rng.uniform(0.1, spread, points) * min(height, width)
    xy = centre + np.stack([np.cos(angles), np.sin(angles)], 1) * radius[:, None]
    return [round(float(v), decimals) for v in xy.reshape(-1)]


def rasterisation(seed=20261123):
    rng = np.random.default_rng(seed)
    cases = []
    for _ in range(160):
        height, width = (int(v) for v in rng.integers(1, 60, 2))
        ring = ring_around(rng, height, width, int(rng.integers(3, 12)), float(rng.choice([0.3, 0.6, 1.5])), int(rng.choice([0, 1, 2, 9])))
        if rng.random() < 0.2:
            ring = ring[:2] + ring  # a point twice
        cases.append({"ring": ring, "rle": text(mask_utils.frPyObjects([ring], height, width)[0])})
    boxes = []
    for _ in range(40):
        height, width = (int(v) for v in rng.integers(1, 60, 2))
        box = [round(float(v), int(rng.choice([0, 1, 7]))) for v in rng.uniform([-5, -5, 0, 0], [width, height, width, height])]
        boxes.append({"boxXywhPx": box, "rle": text(mask_utils.frPyObjects(np.array([box]), height, width)[0])})
    return {"provenance": PROVENANCE + str(seed), "rings": cases, "boxes": boxes}


def run_lengths(seed=20261124):
    rng = np.random.default_rng(seed)
    groups = []
    for _ in range(24):
        height, width = (int(v) for v in rng.integers(1, 24, 2))
        density = float(rng.choice([0.0, 0.05, 0.5, 0.95, 1.0]))
        masks = [(rng.random((height, width)) < density).astype(np.uint8) for _ in range(3)]
        if rng.random() < 0.5:
            masks[2][:] = masks[0]
        rles = [mask_utils.encode(np.asfortranarray(mask)) for mask in masks]
        crowd = [0, 1, int(rng.integers(0, 2))]
        groups.append(
            {
                "masksRowMajor": ["".join(map(str, mask.reshape(-1))) for mask in masks],
                "rles": [text(rle) for rle in rles],
                "areas": [int(v) for v in mask_utils.area(rles)],
                "boxes": [[float(v) for v in box] for box in mask_utils.toBbox(rles)],
                "union": text(mask_utils.merge(rles)),
                "intersection": text(mask_utils.merge(rles, intersect=True)),
                "isCrowd": crowd,
                "iou": [[float(v) for v in row] for row in mask_utils.iou(rles, rles, crowd)],
            }
        )
    long = np.zeros((700, 900), np.uint8)
    long[3:690, 5:8] = 1
    long[0, 800] = 1
    boxes = [[float(v) for v in box] for box in np.round(rng.uniform(0, 30, (12, 4)), 3)]
    crowd = [int(v) for v in rng.integers(0, 2, 12)]
    iou = mask_utils.iou(np.array(boxes), np.array(boxes), crowd)
    return {
        "provenance": PROVENANCE + str(seed),
        "groups": groups,
        "longRuns": text(mask_utils.encode(np.asfortranarray(long))),
        "boxes": {"boxesXywhPx": boxes, "isCrowd": crowd, "iou": [[float(v) for v in row] for row in iou]},
    }


if __name__ == "__main__":
    write(PACKAGE / "geometry" / "rasterisation.golden.json", rasterisation())
    write(PACKAGE / "geometry" / "runLengths.golden.json", run_lengths())
