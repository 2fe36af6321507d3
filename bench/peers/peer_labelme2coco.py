import contextlib
import io

from instances import image, one
from labelme2coco import get_coco_from_labelme_folder


def read(format, folder):
    with contextlib.redirect_stderr(io.StringIO()):
        coco = get_coco_from_labelme_folder(folder).json
    name_of = {category["id"]: category["name"] for category in coco["categories"]}
    objects = {record["id"]: [] for record in coco["images"]}
    for a in coco["annotations"]:
        objects[a["image_id"]].append(one(name_of[a["category_id"]], a["bbox"], rings=a["segmentation"] or None))
    return {"images": [image(record["file_name"], objects[record["id"]]) for record in coco["images"]], "categories": None}
