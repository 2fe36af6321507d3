"""Writes the golden files that packages/model/src/augment (sizes) and packages/annotations/src/augmentation (colours) compare themselves with.

Not run by the tests. Needs torch==2.15.0 and torchvision==0.29.2 in an environment of its own; reads nothing, and a second run writes
the same bytes:

    python3 -m venv venv && venv/bin/pip install torch==2.15.0 torchvision==0.29.2
    venv/bin/python bench/goldens/torchvision_augmentation.py
"""

import json
import pathlib

import torch
import torchvision.transforms.v2.functional as F

PACKAGES = pathlib.Path(__file__).resolve().parents[2] / "packages"
NAME = "torchvision.golden.json"
HEIGHT, WIDTH = 7, 9


def flat(image):
    return image[0].permute(1, 2, 0).flatten().tolist()


values = (torch.arange(HEIGHT * WIDTH * 3) * 7919 + 13) % 256
# Black, white and grey have no hue; pure colours are the edges of it.
values[:21] = torch.tensor([0, 0, 0, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0])
image = values.to(torch.uint8).reshape(HEIGHT, WIDTH, 3).permute(2, 0, 1)[None]
picture = {
    "provenance": "bench/goldens/torchvision_augmentation.py, torch 2.15.0, torchvision 0.29.2",
    "heightPx": HEIGHT,
    "widthPx": WIDTH,
    "pixels": flat(image),
}
sizes = {
    "resized": [
        {"heightPx": height, "widthPx": width, "pixels": flat(F.resize(image, [height, width], antialias=True))}
        for height, width in ((3, 4), (11, 14), (2, 20), (7, 5))
    ],
}
colors = {
    "brightness": [{"amount": x, "pixels": flat(F.adjust_brightness(image, x))} for x in (0.0, 0.4, 1.7)],
    "contrast": [{"amount": x, "pixels": flat(F.adjust_contrast(image, x))} for x in (0.0, 0.4, 1.7)],
    "saturation": [{"amount": x, "pixels": flat(F.adjust_saturation(image, x))} for x in (0.0, 0.4, 1.7)],
    "hue": [{"amount": x, "pixels": flat(F.adjust_hue(image, x))} for x in (-0.5, -0.1, 0.03, 0.35)],
}
for folder, golden in (("model/src/augment", sizes), ("annotations/src/augmentation", colors)):
    path = PACKAGES / folder / NAME
    path.write_text(json.dumps({**picture, **golden}, separators=(",", ":")) + "\n")
    print(path.relative_to(PACKAGES), path.stat().st_size, "bytes")
