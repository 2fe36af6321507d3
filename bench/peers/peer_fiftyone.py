"""FiftyOne's importers alone: its datasets need a MongoDB, which pip does not bring."""

from pathlib import Path

import numpy
from fiftyone.utils.coco import COCODetectionDatasetImporter
from fiftyone.utils.cvat import CVATImageDatasetImporter
from fiftyone.utils.voc import VOCDetectionDatasetImporter
from fiftyone.utils.yolo import YOLOv5DatasetImporter
from instances import image, one
from PIL import Image


def read(format, folder):
    images, names = [], None
    for subset, importer in importers(format, Path(folder)):
        with importer:
            names = importer.get_dataset_info().get("classes", names) if importer.has_dataset_info else names
            for path, metadata, labels in importer:
                size = Image.open(path).size if metadata is None else (metadata.width, metadata.height)
                fields = labels.values() if isinstance(labels, dict) else [labels]
                images.append(image(path, [o for field in fields for o in objects_of(field, size)], subset))
    return {"images": images, "categories": names if format in ("coco", "yolo", "yolo-seg") else None}


def objects_of(labels, size):
    width, height = size
    for label in getattr(labels, "detections", None) or []:
        x, y, w, h = label.bounding_box
        box = [x * width, y * height, w * width, h * height]
        yield one(label.label, box, None if label.mask is None else whole_mask(label.mask, box, size))
    for label in getattr(labels, "polylines", None) or []:
        yield one(label.label, rings=[[(x * width, y * height) for x, y in ring] for ring in label.points])


def whole_mask(crop, box, size):
    """A mask is a crop, cut at the whole pixels next to its box."""
    left, top = round(box[0]), round(box[1])
    mask = numpy.zeros((size[1], size[0]), dtype=bool)
    mask[top : top + crop.shape[0], left : left + crop.shape[1]] = crop
    return mask


def importers(format, folder):
    if format == "coco":
        for file in sorted((folder / "annotations").glob("instances_*.json")):
            subset = file.stem.removeprefix("instances_")
            root = folder / "images" / subset
            places = {"data_path": str(root if root.is_dir() else folder / "images"), "labels_path": str(file)}
            yield subset, COCODetectionDatasetImporter(label_types="segmentations", **places)
    elif format == "voc":
        places = {"data_path": str(folder / "JPEGImages"), "labels_path": str(folder / "Annotations")}
        yield None, VOCDetectionDatasetImporter(include_all_data=True, **places)
    elif format == "cvat":
        places = {"data_path": str(folder / "images"), "labels_path": str(folder / "annotations.xml")}
        yield None, CVATImageDatasetImporter(include_all_data=True, **places)
    else:
        lines = (folder / "data.yaml").read_text().splitlines()
        places = dict(line.split(": ") for line in lines if line.startswith(("train: ", "val: ", "test: ")))
        label_type = "polylines" if format == "yolo-seg" else "detections"
        for subset in {place: subset for subset, place in reversed(places.items())}.values():
            yield subset, YOLOv5DatasetImporter(
                dataset_dir=str(folder), yaml_path="data.yaml", split=subset, label_type=label_type, include_all_data=True
            )
