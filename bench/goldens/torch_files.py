"""Writes the small files of torch.save that packages/model's reader is tested with.

Not run by the tests. Needs Python 3.11 or newer with torch==2.15.0 in an environment of its own:

    venv/bin/python bench/goldens/torch_files.py
"""

import collections
import os
import pathlib

import torch

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages" / "model" / "src" / "weights" / "fixtures"


class Hostile:
    def __reduce__(self):
        return os.system, ("echo never",)


def state_dict():
    ramp = torch.arange(24, dtype=torch.float32) / 8
    return collections.OrderedDict(
        {
            "rpn.head.conv.weight": ramp.reshape(2, 3, 4),
            "roi_heads.mask_head.mask_fcn1.bias": ramp[3:7],
            "backbone.fpn.inner_blocks.0.weight": ramp.reshape(4, 6).t(),
            "half": (ramp - 1).half(),
            "bfloat": (ramp - 1).bfloat16(),
            "double": ramp.double(),
            "scalar": torch.tensor(2.5),
            "parameter": torch.nn.Parameter(torch.tensor([1.0, -2.0])),
            "bn.num_batches_tracked": torch.tensor(7),
        }
    )


torch.save(state_dict(), FOLDER / "zip.pth")
torch.save(state_dict(), FOLDER / "legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"model": state_dict(), "epoch": 3}, FOLDER / "training.pth")
torch.save({"weight": Hostile()}, FOLDER / "hostile.pth")
torch.save({"weight": torch.zeros(1).expand(1_000_000)}, FOLDER / "repeated.pth")
