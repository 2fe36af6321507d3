"""pycocotools' side of bench/evaluate.mjs. pycocotools 2.0.11."""

import contextlib
import io
import pathlib
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

folder = pathlib.Path(sys.argv[1])
for iou_type in ("bbox", "segm"):
    start, cpu = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(folder / "gt.json")
        evaluation = COCOeval(truth, truth.loadRes(str(folder / "dt.json")), iou_type)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{iou_type} pycocotools {wall:.2f} s, CPU {cpu:.2f} s, AP {evaluation.stats[0]}")
