from pathlib import Path

from instances import image, one
from pycocotools.coco import COCO


def read(format, folder):
    images, names = [], None
    for file in sorted(Path(folder, "annotations").glob("instances_*.json")):
        coco = COCO(file)
        names = [category["name"] for category in coco.loadCats(coco.getCatIds())]
        name_of = {category["id"]: category["name"] for category in coco.loadCats(coco.getCatIds())}
        for record in coco.loadImgs(coco.getImgIds()):
            objects = [
                one(name_of[a["category_id"]], a["bbox"], coco.annToMask(a) if a["segmentation"] else None)
                for a in coco.loadAnns(coco.getAnnIds(imgIds=record["id"]))
            ]
            images.append(image(record["file_name"], objects))
    return {"images": images, "categories": names}
