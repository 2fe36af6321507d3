"""A golden file: safetensors of at most 2,048 sampled numbers a tensor, chosen by name; the last is the largest."""

import json
import struct

import numpy as np

from generated_numbers import uniform

SAMPLING_SEED = 1


class GoldenFile:
    def __init__(self, path, **case):
        self.path = path
        self.case = case
        self.sizes = {}
        self.argmax = {}
        self.samples = {}

    def put(self, name, tensor, limit=2048):
        values = tensor.detach().double().flatten().numpy() if hasattr(tensor, "detach") else np.asarray(tensor, float).ravel()
        assert name not in self.samples and np.isfinite(values).all(), name
        self.sizes[name] = values.size
        if values.size > limit:
            indices = np.floor(uniform(name, limit - 1, SAMPLING_SEED) * values.size).astype(np.int64)
            self.argmax[name] = int(np.abs(values).argmax())
            values = values[np.append(indices, self.argmax[name])]
        self.samples[name] = values.astype("<f4")

    def save(self):
        golden = {"case": self.case, "sizes": self.sizes, "argmax": self.argmax}
        header = {"__metadata__": {"golden": json.dumps(golden)}}
        offset = 0
        for name, values in self.samples.items():
            header[name] = {"dtype": "F32", "shape": [values.size], "data_offsets": [offset, offset + values.nbytes]}
            offset += values.nbytes
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        self.path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for v in self.samples.values()))
        print(f"{self.path.name}: {len(self.samples)} tensors, {self.path.stat().st_size // 1024} KiB")
