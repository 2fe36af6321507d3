from datumaro.components.dataset import Dataset
from datumaro_sets import read_as

NAMES = {"yolo": "yolov8_detection", "yolo-seg": "yolov8_segmentation"}


def read(format, folder):
    return read_as(NAMES.get(format, format), Dataset, folder)
