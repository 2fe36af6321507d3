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


def rounded(values, decimals):
    return [round(float(v), decimals) for v in values]


def scene(seed, images, classes, size, first_annotation_id, crowded):
    """Ground truth and detections with everything that has ever told two evaluators apart: score ties, equal IoUs,
    crowds, category id 0 and a gap, a class nobody shows, images without ground truth, without detections, without
    both, areas exactly on a limit, and (crowded) more than 100 detections of a class in an image."""
    rng = np.random.default_rng(seed)
    width, height = size
    category_ids = [0, 1, 3, 7][:classes]
    truth = {
        "images": [{"id": 10 + 3 * i, "width": width, "height": height} for i in range(images)],
        "categories": [{"id": c, "name": f"class {c}"} for c in category_ids] + [{"id": 90, "name": "nobody"}],
        "annotations": [],
    }
    results = []
    annotation_id = first_annotation_id
    for i, image in enumerate(truth["images"]):
        objects = 0 if i % 5 == 4 else int(rng.integers(1, 9))
        for _ in range(objects):
            side = np.exp(rng.uniform(np.log(6), np.log(min(size) * 0.8), 2))
            if rng.random() < 0.1:
                side = np.array([32.0, 32.0])
            corner = rng.uniform([0, 0], np.maximum(1, np.array(size) - side))
            x, y = rounded(corner, 1)
            w, h = rounded(np.minimum(side, np.array(size) - corner), 1)
            category = int(rng.choice(category_ids))
            is_crowd = int(rng.random() < 0.12)
            ring = rounded([x, y + h / 3, x + w / 2, y, x + w, y + h / 2, x + w / 2, y + h], 1)
            rle = mask_utils.frPyObjects([ring], height, width)[0]
            if is_crowd:
                segmentation = text(rle)
            else:
                segmentation = [ring]
            annotation = {
                "id": annotation_id,
                "image_id": image["id"],
                "category_id": category,
                "iscrowd": is_crowd,
                "bbox": [x, y, w, h],
                "area": 1024.0 if w == 32.0 and h == 32.0 else round(float(mask_utils.area(rle)), 1),
                "segmentation": segmentation,
            }
            annotation_id += 1
            truth["annotations"].append(annotation)
            if i % 7 == 3:
                continue
            for _ in range(int(rng.integers(0, 4))):
                moved = np.array([x, y, w, h]) + rng.normal(0, 0.08, 4) * np.array([w, h, w, h])
                if rng.random() < 0.3:
                    moved = np.array([x, y, w, h])
                add_detection(rng, results, image, category if rng.random() < 0.85 else int(rng.choice(category_ids)), moved, size)
        if i % 7 != 3:
            for _ in range(130 if crowded and i < 2 else int(rng.integers(0, 3))):
                box = np.concatenate([rng.uniform([0, 0], np.array(size) * 0.8), rng.uniform(4, min(size) / 2, 2)])
                add_detection(rng, results, image, category_ids[0] if crowded and i < 2 else int(rng.choice(category_ids)), box, size)
    return truth, results


def add_detection(rng, results, image, category, box, size):
    width, height = size
    x, y = rounded(np.clip(box[:2], 0, np.array(size) - 4), 1)
    w, h = rounded(np.clip(box[2:], 3, np.array(size) - np.array([x, y])), 1)
    ring = rounded([x, y + h / 3, x + w / 2, y, x + w, y + h / 2, x + w / 2, y + h], 1)
    results.append(
        {
            "image_id": image["id"],
            "category_id": category,
            "score": round(float(rng.random()), int(rng.choice([1, 1, 3]))),
            "bbox": [x, y, w, h],
            "segmentation": text(mask_utils.frPyObjects([ring], height, width)[0]),
        }
    )


def evaluate(truth, results, iou_type):
    """COCOeval's twelve numbers, and the same taken for each category from its arrays."""
    with contextlib.redirect_stdout(io.StringIO()):
        ground_truth = COCO()
        ground_truth.dataset = copy.deepcopy(truth)
        ground_truth.createIndex()
        evaluation = COCOeval(ground_truth, ground_truth.loadRes(copy.deepcopy(results)), iou_type)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    precision, recall = evaluation.eval["precision"], evaluation.eval["recall"]

    def mean(values):
        values = values[values > -1]
        return float(values.mean()) if values.size else -1.0

    per_class = {}
    for k, category in enumerate(evaluation.params.catIds):
        p, r = precision[:, :, k], recall[:, k]
        per_class[str(category)] = [
            *(mean(p[:, :, 0, 2]), mean(p[0, :, 0, 2]), mean(p[5, :, 0, 2])),
            *(mean(p[:, :, a, 2]) for a in (1, 2, 3)),
            *(mean(r[:, 0, m]) for m in (0, 1, 2)),
            *(mean(r[:, a, 2]) for a in (1, 2, 3)),
        ]
    return {"summary": [float(v) for v in evaluation.stats], "perClass": per_class}


def evaluation(seed=20261125):
    sets = []
    for name, options in {
        "four classes": dict(images=21, classes=4, size=(160, 120), first_annotation_id=1, crowded=False),
        "one class, large and many": dict(images=7, classes=1, size=(200, 220), first_annotation_id=1, crowded=True),
        "annotation ids from 0": dict(images=9, classes=2, size=(90, 70), first_annotation_id=0, crowded=False),
    }.items():
        truth, results = scene(seed + len(sets), **options)
        without_boxes = [{k: v for k, v in result.items() if k != "bbox"} for result in results]
        sets.append(
            {
                "name": name,
                "groundTruth": truth,
                "results": results,
                "bbox": evaluate(truth, results, "bbox"),
                "segm": evaluate(truth, results, "segm"),
                "segmWithoutBoxes": evaluate(truth, without_boxes, "segm"),
            }
        )
    return {"provenance": PROVENANCE + str(seed), "sets": sets}


def sample_evaluation(samples):
    """Real COCO ground truth and detections; only the numbers are kept here."""
    folder = samples / "cocoapi-results" / "gt-and-dets"
    truth = json.loads((folder / "gts" / "sampled_gts_bbox_area.json").read_text())
    results = json.loads((folder / "dets" / "sampled_bbox_results.json").read_text())["annotations"]
    return {"provenance": PROVENANCE + "none; cocoapi-results/gt-and-dets", "bbox": evaluate(truth, results, "bbox")}


if __name__ == "__main__":
    write(PACKAGE / "geometry" / "rasterisation.golden.json", rasterisation())
    write(PACKAGE / "geometry" / "runLengths.golden.json", run_lengths())
    write(PACKAGE / "evaluation" / "evaluation.golden.json", evaluation())
    samples_folder = PACKAGE.parents[3] / "shared" / "samples"
    if samples_folder.exists():
        write(PACKAGE / "evaluation" / "cocoapiResults.golden.json", sample_evaluation(samples_folder))
    else:
        print("../shared/samples is not here: cocoapiResults.golden.json is left as it is")
