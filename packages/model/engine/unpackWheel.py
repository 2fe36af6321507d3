"""Takes chosen members out of a wheel. Python's own zip reader, because the wheel came by its pip.

unpackWheel.py WHEEL TARGET PREFIX...       unpacks, printing the fraction done (0 to 1), one line a step
unpackWheel.py --cuda-requirements WHEEL    prints the requirements of the wheel's and-cuda extra, one a line
"""

import os
import sys
import zipfile

CHUNK_BYTES = 8 << 20


def unpack(wheel_path, target, prefixes):
    with zipfile.ZipFile(wheel_path) as wheel:
        members = [m for m in wheel.infolist() if m.filename.startswith(tuple(prefixes)) and not m.is_dir()]
        total = sum(m.file_size for m in members) or 1
        done = 0
        reported = 0
        for member in members:
            path = os.path.normpath(os.path.join(target, member.filename))
            if not path.startswith(os.path.normpath(target) + os.sep):
                raise ValueError(f"{member.filename} points outside of the target folder")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with wheel.open(member) as source, open(path, "wb") as output:
                while chunk := source.read(CHUNK_BYTES):
                    output.write(chunk)
                    done += len(chunk)
                    if done - reported > total / 20:
                        reported = done
                        print(f"{done / total:.3f}", flush=True)
                output.flush()
                os.fsync(output.fileno())


def cuda_requirements(wheel_path):
    with zipfile.ZipFile(wheel_path) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
        for line in wheel.read(name).decode().splitlines():
            if line.startswith("Requires-Dist: nvidia-") and "and-cuda" in line:
                print(line[len("Requires-Dist: ") :].split(";")[0].strip().replace(" ", "").strip("()"))


if sys.argv[1] == "--cuda-requirements":
    cuda_requirements(sys.argv[2])
else:
    unpack(sys.argv[1], sys.argv[2], sys.argv[3:])
