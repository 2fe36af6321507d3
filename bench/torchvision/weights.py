"""Python's side of bench/weights.mjs: `write FOLDER` saves torchvision's own models, `compare FOLDER` loads what came back."""

import pathlib
import re
import sys

import torch
from mininet import mininet
from safetensors_file import read_safetensors
from torchvision.models.detection import maskrcnn_resnet50_fpn

folder = pathlib.Path(sys.argv[2])


def models():
    torch.manual_seed(1)
    resnet50 = maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=91)
    return {"resnet50": resnet50, "mininet": mininet(3)}


def old_name(name):
    """As torchvision before 0.14 had it."""
    name = re.sub(r"^rpn\.head\.conv\.0\.0\.", "rpn.head.conv.", name)
    name = re.sub(r"^(backbone\.fpn\.(?:inner|layer)_blocks\.\d)\.0\.", r"\1.", name)
    return re.sub(r"mask_head\.(\d)\.0\.", lambda match: f"mask_head.mask_fcn{int(match[1]) + 1}.", name)


if sys.argv[1] == "write":
    for name, model in models().items():
        torch.save(model.state_dict(), folder / f"{name}-zip.pth")
        torch.save(model.state_dict(), folder / f"{name}-legacy.pth", _use_new_zipfile_serialization=False)
        torch.save({old_name(key): value for key, value in model.state_dict().items()}, folder / f"{name}-old-names.pth")
else:
    for path in sorted(folder.glob("*.safetensors")):
        model = models()[path.name.split("-")[0]]
        expected = {key: value.clone() for key, value in model.state_dict().items()}
        for parameter in model.parameters():
            torch.nn.init.zeros_(parameter)
        arrays = read_safetensors(path)
        model.load_state_dict(arrays, strict=True)
        different = [key for key, value in model.state_dict().items() if not torch.equal(value, expected[key])]
        print(f"{path.name}: {len(arrays)} tensors, strict=True, {len(different)} differ")
        if different:
            sys.exit(1)
