"""torchvision's side of bench/model.mjs: prints one line of JSON. torch 2.15, torchvision 0.29."""

import json
import pathlib
import resource
import statistics
import sys
import time

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "torchvision"))
from mininet import mininet  # noqa: E402
from resnet50 import frozen_resnet50  # noqa: E402
from safetensors_file import read_safetensors  # noqa: E402

from stage_times import StageTimes  # noqa: E402

folder = pathlib.Path(sys.argv[1])
settings = json.loads((folder / "settings.json").read_text())
torch.set_num_threads(settings["threads"])
torch.manual_seed(1)
device = torch.device(settings["device"])


height, width = settings["heightPx"], settings["widthPx"]
sizes = {"min_size": min(height, width), "max_size": max(height, width)}
if settings["architecture"] == "mininet":
    model = mininet(3, norm="frozen", **sizes)
    trained = ("layer4", "layer3", "layer2")
    for name, parameter in model.backbone.body.named_parameters():
        parameter.requires_grad_(name.startswith(trained))
else:
    model = frozen_resnet50(3, **sizes)
model.load_state_dict(read_safetensors(folder / "weights.safetensors"), strict=True)
model.to(device)
pixels = np.fromfile(folder / "pixels", dtype=np.uint8).reshape(height, width, 3)
image = torch.from_numpy(pixels).permute(2, 0, 1).float().to(device) / 255
objects = settings["objects"]
masks = torch.zeros(len(objects), height, width, dtype=torch.uint8)
for index, (x1, y1, x2, y2, _) in enumerate(objects):
    masks[index, y1:y2, x1:x2] = 1
target = {
    "boxes": torch.tensor([entry[:4] for entry in objects], dtype=torch.float32, device=device),
    "labels": torch.tensor([entry[4] for entry in objects], device=device),
    "masks": masks.to(device),
}


stage_times = StageTimes(model) if settings.get("breakdown") else None


def timed(run):
    walls, processor_times = [], []
    for repeat in range(-2, settings["repeats"]):
        cpu, start = time.process_time(), time.perf_counter()
        run()
        if device.type == "cuda":
            torch.cuda.synchronize()
        wall_s, cpu_s = time.perf_counter() - start, time.process_time() - cpu
        if stage_times:
            stage_times.end_repeat(repeat >= 0, wall_s, cpu_s)
        if repeat >= 0:
            walls.append(wall_s)
            processor_times.append(cpu_s)
    stages = stage_times.take_medians() if stage_times else None
    return statistics.median(walls), statistics.median(processor_times), stages


found = []


def infer():
    with torch.no_grad():
        found[:] = model([image])[0]["scores"].tolist()


model.eval()
infer_s, infer_cpu_s, infer_stages = timed(infer)
model.train()
optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=1e-5, momentum=0.9, weight_decay=5e-4)
losses = []


def backward(loss):
    loss.backward()


if stage_times:
    backward = stage_times.watched("backward", backward)
    optimizer.step = stage_times.watched("update", optimizer.step)


def train():
    loss = sum(model([image], [target]).values())
    optimizer.zero_grad()
    backward(loss)
    optimizer.step()
    losses.append(loss.item())


train_s, train_cpu_s, train_stages = timed(train)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(
    json.dumps(
        {
            "infer_s": infer_s,
            "infer_cpu_s": infer_cpu_s,
            "train_s": train_s,
            "train_cpu_s": train_cpu_s,
            "train_peak_mib": peak,
            "detections": len(found),
            "loss": losses[0],
            "infer_stages": infer_stages,
            "train_stages": train_stages,
        }
    )
)
