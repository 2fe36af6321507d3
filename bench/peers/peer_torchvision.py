import tempfile
from pathlib import Path

import numpy
from instances import image, one, xywh
from torchvision import datasets


def read(format, folder):
    return read_coco(Path(folder)) if format == "coco" else read_voc(Path(folder))


def read_coco(folder):
    images, names = [], None
    for file in sorted((folder / "annotations").glob("instances_*.json")):
        root = folder / "images" / file.stem.removeprefix("instances_")
        plain = datasets.CocoDetection(root if root.is_dir() else folder / "images", file)
        name_of = {category["id"]: category["name"] for category in plain.coco.dataset["categories"]}
        names = list(name_of.values())
        wrapped = datasets.wrap_dataset_for_transforms_v2(plain, target_keys=("image_id", "boxes", "labels", "masks"))
        for picture, target in wrapped:
            record = plain.coco.loadImgs(target["image_id"])[0]
            assert picture.size == (record["width"], record["height"]), record
            objects = [
                one(name_of[int(label)], xywh(box), mask.numpy())
                for box, label, mask in zip(target.get("boxes", ()), target.get("labels", ()), target.get("masks", ()))
            ]
            images.append(image(record["file_name"], objects))
    return {"images": images, "categories": names}


def read_voc(folder):
    """torchvision looks in VOCdevkit/VOC2012 of its root: a link there is all it takes."""
    images = []
    with tempfile.TemporaryDirectory() as root:
        link = Path(root, "VOCdevkit", "VOC2012")
        link.parent.mkdir()
        link.symlink_to(folder)
        for subset in ("train", "val", "trainval"):
            if not (folder / "ImageSets/Main" / f"{subset}.txt").exists():
                continue
            boxes = datasets.VOCDetection(root, year="2012", image_set=subset)
            for path, (picture, target) in zip(boxes.images, boxes):
                annotation = target["annotation"]
                assert picture.size == tuple(int(annotation["size"][key]) for key in ("width", "height"))
                objects = [
                    one(o["name"], xywh(o["bndbox"][key] for key in ("xmin", "ymin", "xmax", "ymax")))
                    for o in annotation.get("object", ())
                ]
                images.append(image(Path(path).resolve(), objects, subset))
            read_class_masks(root, subset, folder)
    return {"images": images, "categories": None}


def read_class_masks(root, subset, folder):
    """Every picture that is listed has its class mask, of its size and of classes that labelmap.txt names."""
    classes = len((folder / "labelmap.txt").read_text().splitlines()) - 1
    for picture, mask in datasets.VOCSegmentation(root, year="2012", image_set=subset):
        values = numpy.asarray(mask)
        assert values.shape[::-1] == picture.size and values.max() < classes, (values.shape, picture.size, values.max())
