"""torchvision's side of bench/train-parity.mjs. torch 2.15, torchvision 0.29, pycocotools 2.0.11."""

import json
import pathlib
import sys

import numpy as np
import torch
from pycocotools import mask as coco_mask

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "torchvision"))
from mininet import mininet  # noqa: E402
from safetensors_file import read_safetensors  # noqa: E402

folder, seed, steps = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
data = json.loads((folder / "data.json").read_text())
plan = json.loads((folder / f"plan-{seed}.json").read_text())
settings = data["settings"]
torch.manual_seed(seed)
sizes = [(entry["widthPx"], entry["heightPx"]) for entry in data["train"] + data["val"]]
model = mininet(
    len(data["classNames"]) + 1,
    anchor_sizes=settings["anchorSizesPx"],
    min_size=settings["shortSidePx"],
    max_size=max(max(size) for size in sizes),
    rpn_pre_nms_top_n_train=settings["rpnTopN"],
    rpn_pre_nms_top_n_test=settings["rpnTopN"],
    rpn_post_nms_top_n_train=settings["rpnTopN"],
    rpn_post_nms_top_n_test=settings["rpnTopN"],
    box_batch_size_per_image=settings["roiBatchSizePerImage"],
    box_positive_fraction=settings["roiPositiveFraction"],
)
model.load_state_dict(read_safetensors(folder / f"initial-{seed}.safetensors"), strict=True)


def read_image(entry):
    pixels = np.fromfile(folder / f"{entry['name']}.rgb", dtype=np.uint8)
    return torch.from_numpy(pixels.reshape(entry["heightPx"], entry["widthPx"], 3)).permute(2, 0, 1).float() / 255


def read_target(entry):
    objects = np.array(entry["objects"], dtype=np.float32).reshape(-1, 5)
    masks = np.fromfile(folder / f"{entry['name']}.masks", dtype=np.uint8)
    return {
        "boxes": torch.from_numpy(objects[:, :4].copy()),
        "labels": torch.from_numpy(objects[:, 4].astype(np.int64)),
        "masks": torch.from_numpy(masks.reshape(len(objects), entry["heightPx"], entry["widthPx"])),
    }


optimizer = torch.optim.AdamW(
    model.parameters(), lr=settings["learningRate"], betas=settings["betas"], weight_decay=settings["weightDecay"]
)
model.train()
losses = []
for step in range(steps):
    chosen = plan["order"][step * settings["batchSize"] : (step + 1) * settings["batchSize"]]
    entries = [data["train"][index] for index in chosen]
    optimizer.param_groups[0]["lr"] = plan["learningRates"][step]
    loss = sum(model([read_image(entry) for entry in entries], [read_target(entry) for entry in entries]).values())
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), settings["gradientClipNorm"])
    optimizer.step()
    losses.append(loss.item())
    if (step + 1) % 100 == 0:
        print(f"torchvision, seed {seed}, step {step + 1}: mean loss {sum(losses[-100:]) / 100:.3f}", flush=True)

model.eval()
results = []
for entry in data["val"]:
    with torch.no_grad():
        found = model([read_image(entry)])[0]
    for box, label, score, mask in zip(found["boxes"], found["labels"], found["scores"], found["masks"]):
        left, top, right, bottom = box.tolist()
        rle = coco_mask.encode(np.asfortranarray((mask[0] > 0.5).numpy().astype(np.uint8)))
        results.append(
            {
                "image_id": entry["id"],
                "category_id": int(label),
                "score": float(score),
                "bbox": [left, top, right - left, bottom - top],
                "segmentation": {"size": rle["size"], "counts": rle["counts"].decode()},
            }
        )
(folder / f"torchvision-{seed}.json").write_text(json.dumps(results))
