"""Python's side of bench/evaluate.mjs: pycocotools 2.0.11, and faster-coco-eval 1.8.0 where it is installed."""

import contextlib
import importlib
import io
import pathlib
import sys
import time

folder = pathlib.Path(sys.argv[1])


def measure(name, coco_class, evaluation_class):
    for iou_type in ("bbox", "segm"):
        start, cpu = time.perf_counter(), time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            truth = coco_class(folder / "gt.json")
            evaluation = evaluation_class(truth, truth.loadRes(str(folder / "dt.json")), iou_type)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        print(f"{iou_type} {name:<16} {wall:.2f} s, CPU {cpu:.2f} s, AP {evaluation.stats[0]}")


measure("pycocotools", importlib.import_module("pycocotools.coco").COCO, importlib.import_module("pycocotools.cocoeval").COCOeval)
try:
    faster = importlib.import_module("faster_coco_eval")
except ImportError:
    print("faster-coco-eval is not installed here")
else:
    measure("faster-coco-eval", faster.COCO, faster.COCOeval_faster)
