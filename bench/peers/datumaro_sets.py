"""Both datumaros are asked the same; they differ in what they call the formats."""

from collections import defaultdict

import numpy
from datumaro.components.annotation import AnnotationType
from instances import image, one


def read_as(name, dataset_type, folder, settle=lambda item: None):
    dataset = dataset_type.import_from(folder, name)
    labels = [label.name for label in dataset.categories()[AnnotationType.label]]
    images = []
    for item in dataset:
        settle(item)
        is_found = item.media.data is not None
        height, width = item.media.data.shape[:2] if is_found else item.media.size
        objects = list(objects_of(item, labels, (height, width)))
        images.append(image(item.media.path, objects, item.subset, is_found))
    return {"images": images, "categories": [name for name in labels if name != "background"]}


def join_boxes_with_masks(item):
    """datumaro's own counts the groups of VOC's boxes from 0 and those of its masks from 1."""
    for annotation in item.annotations:
        if annotation.type is AnnotationType.bbox:
            annotation.group += 1


def objects_of(item, labels, size):
    """Parts of one object are annotations of one group; of no group (0) each is an object of its own."""
    groups = defaultdict(list)
    for i, annotation in enumerate(item.annotations):
        groups[(annotation.label, annotation.group) if annotation.group else ("alone", i)].append(annotation)
    for annotations in groups.values():
        boxes = [a.get_bbox() for a in annotations if a.type is AnnotationType.bbox]
        rings = [a.points for a in annotations if a.type is AnnotationType.polygon]
        masks = [a.image for a in annotations if a.type is AnnotationType.mask]
        mask = numpy.logical_or.reduce(masks) if masks else None
        assert mask is None or mask.shape == size, (mask.shape, size)
        yield one(labels[annotations[0].label], boxes[0] if boxes else None, mask, rings or None)
