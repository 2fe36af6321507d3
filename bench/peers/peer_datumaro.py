from datumaro.components.dataset import Dataset
from datumaro_sets import join_boxes_with_masks, read_as

NAMES = {"yolo-seg": "yolo"}


def read(format, folder):
    settle = {"settle": join_boxes_with_masks} if format == "voc" else {}
    return read_as(NAMES.get(format, format), Dataset, folder, **settle)
