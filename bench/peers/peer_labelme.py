from collections import defaultdict
from pathlib import Path

import numpy
from instances import image, one
from labelme import utils
from labelme._label_file import read_label_file


def read(format, folder):
    images = []
    for file in sorted(Path(folder).rglob("*.json")):
        data = read_label_file(str(file))
        size = utils.img_data_to_arr(data.image_data).shape[:2]
        groups = defaultdict(list)
        for i, shape in enumerate(data.shapes):
            groups[(shape["label"], i if shape["group_id"] is None else f"group {shape['group_id']}")].append(shape)
        objects = [object_of(label, shapes, size) for (label, _), shapes in groups.items()]
        images.append(image(file.parent / data.image_path, objects))
    return {"images": images, "categories": None}


def object_of(label, shapes, size):
    kinds = {shape["shape_type"] for shape in shapes}
    if kinds == {"polygon"}:
        return one(label, rings=[shape["points"] for shape in shapes])
    if kinds == {"rectangle"}:
        (x, y), (right, bottom) = shapes[0]["points"]
        return one(label, [x, y, right - x, bottom - y])
    masks = [place(shape, size) for shape in shapes]
    return one(label, mask=numpy.logical_or.reduce(masks))


def place(shape, size):
    """labelme's masks are crops; both corners are inside."""
    mask = numpy.zeros(size, dtype=bool)
    (x, y), (right, bottom) = numpy.asarray(shape["points"]).astype(int)
    mask[y : bottom + 1, x : right + 1] = shape["mask"]
    return mask
