"""Both versions of supervision are asked the same."""

from pathlib import Path

import supervision
from instances import image, one, xywh


def read(format, folder):
    images, names = [], None
    for dataset, subset in datasets(format, Path(folder)):
        names = dataset.classes if format not in ("voc", "labelme") else None
        for path, found in dataset.annotations.items():
            masks = [None] * len(found) if found.mask is None else found.mask
            objects = [
                one(dataset.classes[int(label)], xywh(box), mask)
                for box, label, mask in zip(found.xyxy, found.class_id if len(found) else (), masks)
            ]
            images.append(image(path, objects, subset))
    return {"images": images, "categories": names}


def datasets(format, folder):
    kind = supervision.DetectionDataset
    if format == "coco":
        for file in sorted((folder / "annotations").glob("instances_*.json")):
            subset = file.stem.removeprefix("instances_")
            root = folder / "images" / subset
            yield kind.from_coco(str(root if root.is_dir() else folder / "images"), str(file), force_masks=True), subset
    elif format == "voc":
        yield kind.from_pascal_voc(str(folder / "JPEGImages"), str(folder / "Annotations")), None
    elif format == "labelme":
        # It reads one folder at a time, and not those below.
        for path in sorted({file.parent for file in folder.rglob("*.json")}):
            yield kind.from_labelme(str(path), str(path)), None
    else:
        subsets = [p.name for p in (folder / "images").iterdir() if p.is_dir()] or [""]
        for subset in subsets:
            places = (str(folder / "images" / subset), str(folder / "labels" / subset), str(folder / "data.yaml"))
            yield kind.from_yolo(*places, force_masks=format == "yolo-seg"), subset or None
