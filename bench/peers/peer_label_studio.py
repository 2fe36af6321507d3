import json
import tempfile
from pathlib import Path
from urllib.parse import unquote

from instances import image, one
from label_studio_sdk.converter import Converter
from label_studio_sdk.converter.brush import decode_rle


def read(format, folder):
    config = next(Path(folder).glob("*.xml"))
    tasks = next(Path(folder).glob("*.json"))
    converter = Converter(str(config), project_dir=folder, download_resources=False)
    with tempfile.TemporaryDirectory() as out:
        converter.convert_to_coco(str(tasks), out, is_dir=False)
        coco = json.loads(Path(out, "result.json").read_text())
    name_of = {category["id"]: category["name"] for category in coco["categories"]}
    objects = {record["id"]: [] for record in coco["images"]}
    for a in coco["annotations"]:
        objects[a["image_id"]].append(one(name_of[a["category_id"]], a["bbox"], rings=a["segmentation"] or None))
    found = {path_of(r["file_name"]): image(path_of(r["file_name"]), objects[r["id"]]) for r in coco["images"]}
    add_brushes(json.loads(tasks.read_text()), found)
    return {"images": list(found.values()), "categories": [name_of[i] for i in sorted(name_of)]}


def path_of(address):
    """Label Studio's local files are addresses: /data/local-files/?d=PATH."""
    return unquote(address.split("?d=")[-1])


def add_brushes(tasks, found):
    """The COCO converter leaves brushes out; the SDK has a converter of its own for them."""
    for task in tasks:
        name = path_of(next(iter(task["data"].values())))
        for region in task["annotations"][0]["result"]:
            if region["type"] != "brushlabels":
                continue
            value = region["value"]
            size = (region["original_height"], region["original_width"], 4)
            mask = decode_rle(value["rle"]).reshape(size)[:, :, 3] > 0
            found.setdefault(name, image(name, []))["objects"].append(one(value["brushlabels"][0], mask=mask))
