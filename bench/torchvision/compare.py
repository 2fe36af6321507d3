"""Reads what bench/torchvision.mjs wrote, computes the same in torchvision and prints how far they are apart.

torch 2.15, torchvision 0.29. The error of a tensor is max|a - b| / max|b|. Exits with 1 where one is out of bounds.
"""

import copy
import json
import pathlib
import sys

import numpy as np
import torch
from torchvision.models.detection.rpn import AnchorGenerator

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from mininet import mininet  # noqa: E402
from resnet50 import frozen_resnet50  # noqa: E402
from safetensors_file import read_safetensors  # noqa: E402

EVERYTHING = 1_000_000
folder = pathlib.Path(sys.argv[1])
report = json.loads((folder / "report.json").read_text())


def error(ours, theirs):
    return ((ours - theirs).abs().max() / theirs.abs().max().clamp(min=1e-30)).item()


failures = 0


def check(what, value, bound):
    global failures
    failures += value > bound
    print(f"{what:44} {value:.1e}  (at most {bound:.0e})")


settings = dict(
    min_size=200,
    max_size=400,
    rpn_pre_nms_top_n_train=300,
    rpn_pre_nms_top_n_test=300,
    rpn_post_nms_top_n_train=100,
    rpn_post_nms_top_n_test=100,
    rpn_batch_size_per_image=EVERYTHING,
    rpn_positive_fraction=1.0,
    box_batch_size_per_image=EVERYTHING,
    box_positive_fraction=1.0,
)
anchor_sizes = (16, 32, 64, 128, 256)
if report["architecture"] == "mininet":
    model = mininet(3, anchor_sizes=anchor_sizes, **settings)
else:
    anchors = AnchorGenerator(tuple((size,) for size in anchor_sizes), ((0.5, 1.0, 2.0),) * 5)
    model = frozen_resnet50(3, rpn_anchor_generator=anchors, **settings)
model.load_state_dict(read_safetensors(folder / "weights.safetensors"), strict=True)

images, targets = [], []
for index, (height, width) in enumerate(report["sizes"]):
    pixels = np.fromfile(folder / f"pixels{index}", dtype=np.uint8).reshape(height, width, 3)
    images.append(torch.from_numpy(pixels).permute(2, 0, 1).float() / 255)
    truth = report["truths"][index]
    masks = np.fromfile(folder / f"masks{index}", dtype=np.uint8).reshape(-1, height, width)
    boxes = torch.tensor(truth["boxes"]).reshape(-1, 4)
    targets.append({"boxes": boxes, "labels": torch.tensor(truth["labels"]), "masks": torch.from_numpy(masks)})

model.eval()
with torch.no_grad():
    detections = model(images)
for index, found in enumerate(detections):
    ours = report["detections"][index]
    same = [entry["label"] for entry in ours] == found["labels"].tolist()
    check(f"image {index}: {len(ours)} detections, other labels", 0 if same else 1, 0)
    if not same:
        continue
    check(f"image {index}: scores", error(torch.tensor([entry["score"] for entry in ours]), found["scores"]), 1e-3)
    check(f"image {index}: boxes", error(torch.tensor([entry["boxXyxyPx"] for entry in ours]), found["boxes"]), 1e-3)
    height, width = report["sizes"][index]
    pasted = torch.from_numpy(np.fromfile(folder / f"found{index}", dtype=np.uint8).reshape(-1, height, width))
    probabilities = found["masks"][:, 0]
    other = (pasted != (probabilities > 0.5)) & ((probabilities - 0.5).abs() > 1e-3)
    check(f"image {index}: mask pixels that differ", other.sum().item(), 0)

model.train()
losses = model(images, targets)
for name, value in losses.items():
    check(name, error(torch.tensor(report["losses"][name]), value.detach()), 1e-4)
sum(losses.values()).backward()
ours = read_safetensors(folder / "gradients.safetensors")
# The same in double precision: how far each side's single precision is from what it rounds.
exact = copy.deepcopy(model).double()
exact.zero_grad()
doubled = [{**target, "boxes": target["boxes"].double()} for target in targets]
sum(exact([image.double() for image in images], doubled).values()).backward()
expected = {name: parameter.grad for name, parameter in exact.named_parameters() if parameter.requires_grad}
theirs = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}


def report(what, gradients, references, bound):
    errors = [
        (error(gradients[name].flatten().double(), reference.flatten().double()), name) for name, reference in references.items()
    ]
    errors.sort(reverse=True)
    print(f"gradients of {len(errors)} parameters, {what}: median {errors[len(errors) // 2][0]:.1e}, worst")
    for value, name in errors[:5]:
        check(f"  {name}", value, bound)
    return errors[0][0]


# Where a sum lands on the other side of a ReLU's zero, a whole gradient appears or goes.
report("ours from torch's float32", ours, theirs, 5e-3)
rounding = report("torch's float32 from its float64", theirs, expected, 1)
report("ours from torch's float64", ours, expected, 1.5 * rounding)
sys.exit(1 if failures else 0)
