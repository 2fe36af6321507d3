import os
from pathlib import Path

from instances import image, one
from ultralytics.data.dataset import YOLODataset
from ultralytics.data.utils import check_det_dataset


def read(format, folder):
    # Started elsewhere on purpose: data.yaml has to say where its images are.
    os.chdir("/")
    data = check_det_dataset(str(Path(folder, "data.yaml")), autodownload=False)
    task = "segment" if format == "yolo-seg" else "detect"
    images, seen = [], set()
    for subset in ("train", "val", "test"):
        path = data.get(subset)
        if path is None or path in seen:
            continue
        seen.add(path)
        dataset = YOLODataset(img_path=path, data=data, task=task, augment=False, imgsz=640)
        for label in dataset.get_labels():
            height, width = label["shape"]
            scale = (width, height)
            objects = []
            for i, (number, (x, y, w, h)) in enumerate(zip(label["cls"].ravel(), label["bboxes"])):
                box = [(x - w / 2) * width, (y - h / 2) * height, w * width, h * height]
                rings = [label["segments"][i] * scale] if label["segments"] else None
                objects.append(one(data["names"][int(number)], box, rings=rings))
            images.append(image(label["im_file"], objects, subset))
    return {"images": images, "categories": [data["names"][i] for i in range(len(data["names"]))]}
