"""Writes the golden files that packages/model's stages are compared with: what torchvision makes of the same numbers.

Not run by the tests. Needs Python 3.11 or newer with torch==2.15.0 and torchvision==0.29.2 in an environment of its own:

    venv/bin/python bench/goldens/torchvision_goldens.py [stages|MODEL ...]

Weights and inputs are generated here and there (generated_numbers.py), so that only results are stored. All is computed in
double precision from single-precision numbers, and for whole models in single precision too: a seed is taken only when
both agree and nothing hangs on a choice (top k, suppression, matching, score) that is decided by less than 1e-4.
"""

import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "torchvision"))
from golden_file import GoldenFile  # noqa: E402
from golden_models import write_model  # noqa: E402
from golden_stages import write_stages  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages" / "model" / "goldens"
MODELS = {
    "mininet-group": ("mininet", "group"),
    "resnet50-frozen": ("maskrcnn_resnet50_fpn", "frozen"),
}

torch.set_num_threads(2)
np.seterr(all="raise", over="ignore", under="ignore")
for wanted in sys.argv[1:] or ["stages", *MODELS]:
    path = FOLDER / f"{wanted}.golden"
    if wanted == "stages":
        write_stages(lambda **case: GoldenFile(path, **case))
    else:
        write_model(lambda **case: GoldenFile(path, **case), *MODELS[wanted])
