"""What every reader here gives back: images with their objects, in one shape for all peers."""

import numpy as np


def runs_of_mask(mask):
    """A mask, height x width, as COCO's uncompressed run lengths: column by column, zeros first."""
    mask = np.asarray(mask, dtype=bool)
    flat = mask.ravel(order="F")
    edges = np.concatenate(([0], np.flatnonzero(flat[1:] != flat[:-1]) + 1, [flat.size]))
    counts = np.diff(edges).tolist()
    if flat.size and flat[0]:
        counts.insert(0, 0)
    return {"size": list(mask.shape), "counts": counts}


def one(category, box=None, mask=None, rings=None):
    """An object: its box x, y, width, height in pixels, and its mask or its rings, whichever the peer gives."""
    return {
        "category": category,
        "box": None if box is None else [float(value) for value in box],
        "runs": None if mask is None else runs_of_mask(mask),
        # Corners lie on fifths of pixels when they are drawn: what single precision adds to them would tell them apart.
        "rings": None if rings is None else [[round(float(value), 3) for value in np.ravel(ring)] for ring in rings],
    }


def xywh(xyxy):
    x, y, right, bottom = (float(value) for value in xyxy)
    return [x, y, right - x, bottom - y]


def image(path, objects, subset=None, is_found=True):
    """An image as the peer names it. `is_found`: whether it could open the picture."""
    return {"path": str(path), "subset": subset, "objects": objects, "isFound": is_found}
